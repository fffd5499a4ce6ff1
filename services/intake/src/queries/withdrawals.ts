import { parseStream, type Actor } from '@lianxin/kernel';
import type { ViewReader } from '@lianxin/runtime';
import type { DossierDoc } from '../views/dossiers.view.js';
import type { SubjectDoc } from '../views/subjects.view.js';

export interface WithdrawalViews { readonly dossiers: ViewReader<DossierDoc>; readonly subjects: ViewReader<SubjectDoc> }

/** What an actor has withdrawn from, having declared a conflict of interest (Regulations art. 28). */
export interface Withdrawals {
  fromCase(caseid: string): Promise<boolean>;
  /** A conflict of interest is with people: it shuts the petitioner of the case too. */
  fromSubject(subject: string): Promise<boolean>;
  /** From what a stream is about: a case, or a petitioner. */
  fromStream(of: { readonly stream: string; readonly caseid?: string | undefined }): Promise<boolean>;
}

/** For one reading: each case is looked up once. */
export function withdrawalsOf({ dossiers, subjects }: WithdrawalViews, actor: Pick<Actor, 'id'>): Withdrawals {
  const known = new Map<string, Promise<boolean>>();
  const fromCase = (caseid: string): Promise<boolean> => {
    const there = known.get(caseid) ?? dossiers.get(caseid).then((doc) => doc?.recused.includes(actor.id) === true);
    known.set(caseid, there);
    return there;
  };
  const fromSubject = async (subject: string): Promise<boolean> => (await Promise.all(((await subjects.get(subject))?.cases ?? []).map(fromCase))).includes(true);
  return {
    fromCase, fromSubject,
    async fromStream({ stream, caseid }) {
      if (caseid !== undefined && await fromCase(caseid)) return true;
      const id = stream.startsWith('subject-') ? parseStream(stream)?.id : undefined;
      return id !== undefined && fromSubject(id);
    },
  };
}
