import { createHash } from 'node:crypto';
import { CITY, type DataOf, type EventOf, type checkpointAnchored } from '@lianxin/contracts';
import { decider, happened, streamName, type Command } from '@lianxin/kernel';

/**
 * One log's checkpoints as they stand in the city's log, so that each district's history is fixed in a log that others
 * read too. Only ever larger ones: an anchor that goes back would prove nothing.
 */
export type AnchorEvent = EventOf<typeof checkpointAnchored>;
export type AnchorCommand = Command<'AnchorCheckpoint', DataOf<typeof checkpointAnchored>>;
export interface Anchor { readonly size: number }

export const anchor = decider<AnchorCommand, AnchorEvent, Anchor>({
  name: 'anchor',
  stateVersion: 1,
  initial: { size: 0 },

  decide: {
    AnchorCheckpoint: (c, s) => (c.size > s.size ? [happened('CheckpointAnchored', c)] : []),
  },

  evolve: {
    CheckpointAnchored: (_, e) => ({ size: e.size }),
  },
});

/** The city's log of the archive holds the anchors; it is not anchored in itself. */
export const ANCHOR_LOG = `archive.${CITY}`;

/** The stream of one log's anchors: its id is a UUID (version 8, RFC 9562) made from the log's name. */
export function anchorStream(log: string): string {
  const hex = createHash('sha256').update(`lianxin-anchor/1\n${log}`).digest('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return streamName('anchor', CITY, `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`);
}
