import type { ErasureScope } from '@lianxin/contracts';
import type { Refusal } from '@lianxin/kernel';
import type { ViewReader } from '@lianxin/runtime';
import type { KeyStore } from '@lianxin/trust';
import type { DossierDoc } from '../views/dossiers.view.js';
import type { SubjectDoc } from '../views/subjects.view.js';

export interface BoundsParts {
  readonly keys: KeyStore;
  readonly dossiers: ViewReader<DossierDoc>;
  readonly subjects: ViewReader<SubjectDoc>;
  readonly viewsCaughtUp: () => Promise<void>;
}

/** What an erasure would touch, found before it is asked for and before it is approved. */
export interface ErasureBounds {
  /** Of a person all cases are concerned, of a text its own; of a value without a case all cases of its person. */
  casesOf(scope: ErasureScope): Promise<readonly string[]>;
  /** The refusal when any of it is unknown, erased, or another district's. */
  outside(scope: ErasureScope, district: string): Promise<Refusal | undefined>;
}

export function erasureBounds({ keys, dossiers, subjects, viewsCaughtUp }: BoundsParts): ErasureBounds {
  const casesOfSubjects = async (ids: readonly string[]): Promise<readonly string[]> => {
    await viewsCaughtUp();
    return (await Promise.all(ids.map(async (id) => (await subjects.get(id))?.cases ?? []))).flat();
  };
  const inDistrict = (doc: { readonly district: string } | undefined, district: string, path: string, code: string): Refusal | undefined =>
    (!doc ? { code, path } : doc.district === district ? undefined : { code: 'intake/other-district', path });

  return {
    async casesOf(scope) {
      if (!('kid' in scope)) return scope.cases.length > 0 ? scope.cases : casesOfSubjects(scope.subjects);
      const found = await keys.byKid(scope.kid);
      if (found.state !== 'live') return [];
      const { caseid, subject } = found.key;
      return caseid !== undefined ? [caseid] : casesOfSubjects(subject === undefined ? [] : [subject]);
    },
    async outside(scope, district) {
      await viewsCaughtUp();
      if ('kid' in scope) {
        const found = await keys.byKid(scope.kid);
        if (found.state === 'destroyed') return { code: 'subject_erased', path: '/scope/kid' };
        if (found.state === 'unknown') return { code: 'view/not-found', path: '/scope/kid' };
        const { caseid, subject } = found.key;
        const doc = caseid !== undefined ? await dossiers.get(caseid) : subject === undefined ? undefined : await subjects.get(subject);
        return inDistrict(doc, district, '/scope/kid', 'view/not-found');
      }
      for (const [i, id] of scope.subjects.entries()) {
        const refusal = inDistrict(await subjects.get(id), district, `/scope/subjects/${i}`, 'subject/not-recorded');
        if (refusal) return refusal;
      }
      for (const [i, id] of scope.cases.entries()) {
        const refusal = inDistrict(await dossiers.get(id), district, `/scope/cases/${i}`, 'dossier/not-open');
        if (refusal) return refusal;
      }
      return undefined;
    },
  };
}
