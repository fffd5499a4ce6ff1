import { createHmac } from 'node:crypto';

/** Keyed secrets of the installation, by name. */
export interface Secrets { secret(name: string): Promise<Uint8Array> }

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The pseudonym under which one unit knows one case: the same each time, another for every unit, and no way back without the key. */
export async function caseReference(secrets: Secrets, caseid: string, unit: string): Promise<string> {
  const mac = createHmac('sha256', await secrets.secret('case-reference')).update(`${caseid}\n${unit}`).digest();
  return [...mac.subarray(0, 10)].map((byte) => BASE32[byte & 31]).join('');
}

/** Who a case's petitioner is within one group: the same each time, so that nobody is on a roster twice, and meaningless elsewhere. */
export async function memberReference(secrets: Secrets, caseid: string, group: string): Promise<string> {
  const h = createHmac('sha256', await secrets.secret('group-members')).update(`${caseid}\n${group}`).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-8${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
}
