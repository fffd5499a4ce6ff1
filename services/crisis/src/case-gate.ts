import { ok, refused, type Result } from '@lianxin/kernel';
import type { CaseFacts, Cases } from '@lianxin/runtime';

/**
 * The gate for raising a danger, which everybody may, also who withdrew from the case: it adds, and shows nothing of the
 * case (life first). The case must exist in the district; whether it is closed does not matter.
 */
export async function anyCase(cases: Cases, caseid: string, district: string): Promise<Result<CaseFacts>> {
  const facts = await cases.facts(caseid);
  return facts?.district === district ? ok(facts) : refused('case/not-found', { path: '/case' });
}
