import { parseCheckpoint, type Checkpoint } from '@lianxin/trust';
import { misused } from './terminal.js';

/** Several checkpoints in one file: each as it is, an empty line between. */
export const formatCheckpoints = (texts: readonly string[]): string => texts.join('\n');

/** Takes such a file apart; a file with a single checkpoint is one too. Throws `CliFailure` that names the first that cannot be read. */
export function parseCheckpoints(text: string, file: string): readonly Checkpoint[] {
  // Inside a checkpoint the empty line is followed by a signature (an em dash), between two by an origin.
  const texts = text.replace(/\n+$/, '\n').split(/(?<=\n)\n+(?!\u2014 )/);
  return texts.map((one, i) => {
    const parsed = parseCheckpoint(one, `${file} #${i + 1}`);
    if (!parsed.ok) throw misused(parsed.refusal.zh, parsed.refusal.en);
    return parsed.value;
  });
}
