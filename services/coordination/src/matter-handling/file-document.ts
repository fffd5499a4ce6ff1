import { matterHandlingCommands } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { commandHandler, slotOf, type Happened } from '@lianxin/runtime';
import { sealBlob } from '@lianxin/trust';
import type { z } from 'zod';
import { sealText, within } from '../sealing/seal-values.js';
import { matterAtHand, prepared } from './matter-at-hand.js';
import type { MatterCommand, SealedBlobData } from './matter-handling.decider.js';
import type { MatterParts } from './matter-parts.js';

type FileMatterDocument = z.infer<(typeof matterHandlingCommands)['FileMatterDocument']['command']>;

/** Documents are scans of a few pages; what is larger goes to the archive's file. */
export const MAX_DOCUMENT_BYTES = 5_000_000;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

const filedIn = (events: readonly Happened[]): { readonly hash: string } | undefined => {
  const data = events.find((e) => e.type === 'MatterDocumentFiled')?.data as { readonly file?: SealedBlobData } | undefined;
  return data?.file && { hash: data.file.blob.hash };
};

/** Seals a document into the blob store under a key of its own; steps refer to it by its hash. */
export const fileDocument = (parts: () => MatterParts, district: (body: { readonly district?: string | undefined }, actor: Actor) => string) => commandHandler<FileMatterDocument>({
  name: 'FileMatterDocument', action: matterHandlingCommands.FileMatterDocument.action, body: matterHandlingCommands.FileMatterDocument.command, district,
  answer: (events) => ({ ...(filedIn(events) ?? {}), ...(events[0] ? { id: events[0].stream.slice('matterhandling-000000-'.length) } : {}) }),
  async prepare(body, context) {
    const found = await matterAtHand(parts(), context, body.matter);
    if (!found.ok) return found;
    const bytes = BASE64.test(body.content) && body.content.length % 4 === 0 ? Buffer.from(body.content, 'base64') : undefined;
    if (!bytes || bytes.length === 0) return { refusal: { code: 'matter-handling/document-broken', path: '/content' } };
    if (bytes.length > MAX_DOCUMENT_BYTES) return { refusal: { code: 'matter-handling/document-too-large', path: '/content', with: { most: MAX_DOCUMENT_BYTES } } };
    const { belongs } = found.value;
    const sealed = await sealBlob(
      parts(), { scope: { subject: belongs.subject, caseid: belongs.caseid, compartment: within('narrative', belongs) } },
      { slot: slotOf('MatterDocumentFiled', '/file'), carrier: { log: context.log, commandid: context.commandid, caseid: belongs.caseid } }, bytes,
    );
    if (!sealed.ok) return sealed;
    const title = body.title === undefined ? {} : { title: await sealText(context, belongs, 'narrative', 'MatterDocumentFiled', '/title', body.title) };
    const command: MatterCommand = { type: 'FileMatterDocument', data: { kind: body.kind, ...title, file: sealed.value as SealedBlobData } };
    return prepared(parts(), context, found.value, {}, command);
  },
});
