import { setTimeout as delay } from 'node:timers/promises';
import type { CaseFacts, Cases, ViewReader } from '@lianxin/runtime';

interface Dossier { district: string; number: string; kind: string; subject: string; holder: string; recused: readonly string[]; consents: readonly string[] }
interface Filed { state: string; district: string }
type Running = ReadonlyMap<string, { readonly engine: { readonly projections: { caughtUp(): Promise<void> } }; readonly started: { readonly parts: object } }>;

/** A case registered a moment ago may not be in intake's view yet: whoever raises a danger in it is not told that there is none. */
const PATIENCE_MS = 1_000;

const viewOf = <D extends Record<string, unknown>>(running: Running, service: string, view: string): ViewReader<D> | undefined =>
  (running.get(service)?.started.parts as Readonly<Record<string, ViewReader<D>>> | undefined)?.[view];

/** Facts of a case from those who own them: intake its dossier, the archive whether it is closed. */
export const casesOf = (running: Running): Cases => ({
  async facts(caseid): Promise<CaseFacts | undefined> {
    const dossiers = viewOf<Dossier & Record<string, unknown>>(running, 'intake', 'dossiers');
    let dossier = await dossiers?.get(caseid);
    if (!dossier) {
      await Promise.race([running.get('intake')?.engine.projections.caughtUp().catch(() => undefined), delay(PATIENCE_MS, undefined, { ref: false })]);
      dossier = await dossiers?.get(caseid);
    }
    if (!dossier) return undefined;
    const filed = await viewOf<Filed & Record<string, unknown>>(running, 'archive', 'cases')?.get(caseid);
    return {
      caseid, district: dossier.district, number: dossier.number, subject: dossier.subject, accusation: dossier.kind === 'accusation',
      ...(dossier.holder === '' ? {} : { owner: dossier.holder }), conflicted: dossier.recused, consents: dossier.consents, closed: filed !== undefined && filed.state !== 'open',
    };
  },
});
