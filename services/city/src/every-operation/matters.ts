import type { Given } from './api.js';
import { who, type World } from './world.js';

/** What proves each step, as its document. */
const PROOF: Readonly<Record<string, string>> = {
  transfer: 'TRANSFER_LETTER', assign: 'TRANSFER_LETTER', guide: 'PROCEDURE_NOTICE', 'report-up': 'REPORT', notice: 'ACCEPTANCE_NOTICE', object: 'OBJECTION', 'settle-jurisdiction': 'JURISDICTION_DECISION', 'separate-litigation': 'TRANSFER_LETTER',
  accept: 'ACCEPTANCE_NOTICE', decline: 'NON_ACCEPTANCE_NOTICE', leave: 'PROCEDURE_NOTICE', extend: 'EXTENSION_NOTICE', 'open-hearing': 'HEARING_NOTICE', opinion: 'HANDLING_OPINION', deliver: 'DELIVERY_RECEIPT', 'report-result': 'REPORT', settle: 'MEDIATION_AGREEMENT',
  execution: 'REPORT', 'request-review': 'PETITIONER_STATEMENT', 'refuse-review': 'NON_ACCEPTANCE_NOTICE', 'review-opinion': 'REVIEW_OPINION', end: 'PETITIONER_STATEMENT', death: 'OTHER', successor: 'OTHER', 'refuse-resubmission': 'NON_ACCEPTANCE_NOTICE',
  'oversight/confirm': 'OVERSIGHT_LETTER',
};
const PROVINCE = { by: { unit: 'LABOUR-440000', office: 'OFFICER' } };
const CITY = { by: { unit: 'LABOUR-440100', office: 'OFFICER' } };

type Step = string | readonly [step: string, more: NonNullable<Given['body']>, proof?: string];
const SENT: readonly Step[] = ['route', 'transfer'];
const AT_UNIT: readonly Step[] = [...SENT, 'receive'];
const HANDLING: readonly Step[] = [...AT_UNIT, 'accept'];
const DELIVERED: readonly Step[] = [...HANDLING, 'opinion', 'deliver'];
const REVIEWING: readonly Step[] = [...DELIVERED, 'request-review'];
const FINAL: readonly Step[] = [...REVIEWING, 'review-opinion', ['deliver', CITY], ['request-review', { to: 'LABOUR-440000' }]];
const CONCLUDED: readonly Step[] = [...FINAL, ['review-opinion', PROVINCE, 'FINAL_OPINION'], ['deliver', PROVINCE]];
const TWO_UNITS: readonly Step[] = ['route', ['transfer', { to: ['LABOUR-440106', 'HOUSING-440106'] }], 'receive', ['receive', { by: { unit: 'HOUSING-440106', office: 'OFFICER' } }]];
/** Ways of a matter to the place where a step may follow. */
export const way = { SENT, AT_UNIT, HANDLING, DELIVERED, REVIEWING, FINAL, CONCLUDED, TWO_UNITS } as const;

const operation = (step: string): string => `POST /api/coordination/matters/{matter}/${step}`;

/** Files what proves a step; its hash is what the step refers to. */
export async function fileProof(w: World, matter: string, kind: string): Promise<string> {
  return (await w.do(who.desk, operation('documents'), { matter }, { kind }))['hash']!;
}

/** A matter, brought so far. Its letter came by post, as those do that are sent on to courts. */
export async function matterAt(w: World, steps: readonly Step[], dossier: NonNullable<Given['body']> = { channel: 'LETTER' }): Promise<string> {
  const { matter } = await w.dossier(dossier);
  for (const step of steps) {
    const [name, more, proof] = typeof step === 'string' ? [step, {}, undefined] as const : step;
    const kind = proof ?? PROOF[name];
    await w.do(who.desk, operation(name), { matter }, { ...(kind === undefined ? {} : { document: await fileProof(w, matter, kind) }), ...more });
  }
  return matter;
}

/** What a step is given: a matter on which it may follow, and the document that proves it. */
export const stepOn = (name: string, steps: readonly Step[]) => async (w: World): Promise<Given> => {
  const matter = await matterAt(w, steps);
  const kind = PROOF[name];
  return { path: { matter }, ...(kind === undefined ? {} : { body: { document: await fileProof(w, matter, kind) } }) };
};
