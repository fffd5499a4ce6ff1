import { ok, parseStream, refused, shanghaiDay, systemClock, type Clock, type Result } from '@lianxin/kernel';
import type { ViewReader } from '@lianxin/runtime';
import { queryCodeHmac } from '../dossier/query-code.js';
import type { DossierDoc } from '../views/dossiers.view.js';
import type { MatterDoc } from '../views/matters.view.js';
import { ATTEMPT_LIMITS, Attempts, type AttemptLimits } from './attempts.js';
import { progressOf, type Progress } from './progress-of.js';

export interface ProgressParts {
  readonly dossiers: ViewReader<DossierDoc>;
  readonly matters: ViewReader<MatterDoc>;
  readonly secret: (name: string) => Promise<Uint8Array>;
  readonly closed: (caseid: string) => Promise<boolean>;
  /** The next day (Asia/Shanghai) from `from` on that a worker has promised the petitioner something for. */
  readonly promised?: (caseid: string, from: string) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly limits?: AttemptLimits;
}

/** Where petitioners ask by 查询码, without signing in. */
export interface ProgressDesk { ask(code: string, address: string): Promise<Result<Progress>> }

/** As people write it: spaces, dashes of all kinds, full-width digits. */
const digitsOf = (code: string): string => code.normalize('NFKC').replace(/\D/g, '');

/** A code that is malformed, unknown or of an erased case gets one and the same answer, and looks are taken in the same way. */
export function progressDesk({ dossiers, matters, secret, closed, promised, clock, limits = ATTEMPT_LIMITS }: ProgressParts): ProgressDesk {
  const attempts = new Attempts(limits, systemClock);
  return {
    async ask(code, address) {
      const may = attempts.begin(address);
      if (!may.ok) return may;
      const queryHmac = queryCodeHmac(await secret('query-code'), digitsOf(code));
      const [found] = (await dossiers.find({ where: { queryHmac }, limit: 1 })).items;
      if (!found) {
        attempts.wrong(address);
        return refused('intake/no-such-code');
      }
      const { id, doc } = found;
      const told = await Promise.all(doc.matters.map((stream) => matters.get(parseStream(stream)!.id)));
      return ok(progressOf({
        district: doc.district, taken: doc.queue === 'taken', closed: await closed(id), offeredTo: doc.offeredTo, anonymous: doc.anonymous, promised: await promised?.(id, shanghaiDay(clock.now())),
        matters: told.flatMap((m) => (m ? [{ receivedAt: m.receivedAt, answered: m.answered === 1 }] : [])),
      }, clock.now()));
    },
  };
}
