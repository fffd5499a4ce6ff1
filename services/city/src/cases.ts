import type { CaseFacts, Cases, ViewReader } from '@lianxin/runtime';

interface Dossier { district: string; number: string; kind: string; subject: string; holder: string; recused: readonly string[]; consents: readonly string[] }
interface Filed { state: string; district: string }
type Running = ReadonlyMap<string, { readonly started: { readonly parts: object } }>;

const viewOf = <D extends Record<string, unknown>>(running: Running, service: string, view: string): ViewReader<D> | undefined =>
  (running.get(service)?.started.parts as Readonly<Record<string, ViewReader<D>>> | undefined)?.[view];

/** Facts of a case from those who own them: intake its dossier, the archive whether it is closed. */
export const casesOf = (running: Running): Cases => ({
  async facts(caseid): Promise<CaseFacts | undefined> {
    const dossier = await viewOf<Dossier & Record<string, unknown>>(running, 'intake', 'dossiers')?.get(caseid);
    if (!dossier) return undefined;
    const filed = await viewOf<Filed & Record<string, unknown>>(running, 'archive', 'cases')?.get(caseid);
    return {
      caseid, district: dossier.district, number: dossier.number, subject: dossier.subject, accusation: dossier.kind === 'accusation',
      ...(dossier.holder === '' ? {} : { owner: dossier.holder }), conflicted: dossier.recused, consents: dossier.consents, closed: filed !== undefined && filed.state !== 'open',
    };
  },
});
