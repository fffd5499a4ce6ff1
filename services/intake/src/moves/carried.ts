import { events as types, kindOfPurpose, type caseTakenOver, type DataOf, type matterTakenOver, type subjectTakenOver } from '@lianxin/contracts';
import { parseEnvelope } from '@lianxin/kernel';
import type { StoredEvent } from '@lianxin/event-log';
import { dossier } from '../dossier/dossier.decider.js';
import { matterStream } from '../streams.js';
import { subject } from '../subject/subject.decider.js';
import { dossiers } from '../views/dossiers.view.js';
import { matters, type MatterDoc } from '../views/matters.view.js';
import { docOfStream, stateOfStream } from './fold.js';

type TakenOver = DataOf<typeof caseTakenOver>;

/** The last event of a stream, as the stream that goes on elsewhere names it. */
export const continues = ({ log, stream, version, leaf }: StoredEvent): TakenOver['continues'] => ({ log, stream, version, leaf: Buffer.from(leaf).toString('base64') });

/** What ended the stream here: the district it goes to and the number of the move. */
function leaving(last: StoredEvent | undefined, type: string): { readonly to: string; readonly move: number } | undefined {
  return last?.type === type ? parseEnvelope(last.body).data as { to: string; move: number } : undefined;
}

/** A case as it leaves a district: what its first event in the next one says. Undefined when it has not been accepted there. */
export function takenOverCase(stored: readonly StoredEvent[], to: string, matterDocs: ReadonlyMap<string, MatterDoc>): Omit<TakenOver, 'from'> | undefined {
  const last = stored.at(-1);
  const left = leaving(last, types.typeOf('HandOverAccepted'));
  const state = stateOfStream(dossier, stored.slice(0, -1));
  const doc = docOfStream(dossiers, stored);
  if (!last || left?.to !== to || state.phase !== 'open' || !doc) return undefined;
  return {
    move: left.move, continues: continues(last),
    carried: {
      kind: doc.kind, channel: doc.channel, anonymous: doc.anonymous, subject: doc.subject, number: doc.number, ...(doc.queryHmac === '' ? {} : { queryHmac: doc.queryHmac }), concern: doc.concern === 1,
      ...(doc.imported === '' ? {} : { imported: doc.imported }), contactAt: doc.contactAt, recordedAt: doc.recordedAt, ...(doc.rights === 0 ? {} : { rights: doc.rights }), consents: [...state.consents],
      conflicts: Object.entries(state.conflicts).map(([worker, kind]) => ({ worker, kind })),
      matters: [...matterDocs].map(([id, matter]) => {
        const kind = kindOfPurpose(matter.purpose);
        return { matter: matterStream(to, id), number: matter.number, ...(kind ? { kind } : {}) };
      }),
      parts: [...doc.parts],
    },
  };
}

/** Streams of the matters in a case, from its own stream. */
export const mattersOfCase = (stored: readonly StoredEvent[]): readonly string[] => docOfStream(dossiers, stored)?.matters ?? [];

/** A matter as it leaves with its case. */
export function takenOverMatter(stored: readonly StoredEvent[], to: string): { readonly doc: MatterDoc; readonly data: Omit<DataOf<typeof matterTakenOver>, 'from'> } | undefined {
  const last = stored.at(-1);
  const left = leaving(last, types.typeOf('MatterLeft'));
  const doc = docOfStream(matters, stored);
  if (!last || left?.to !== to || !doc) return undefined;
  const { number, purpose, category, channel, receivedAt, recordedAt, flags, imported, answers, repeats, isRepeat, parts } = doc;
  return {
    doc,
    data: {
      move: left.move, continues: continues(last),
      carried: {
        number, purpose, ...(category === '' ? {} : { category }), channel, receivedAt, recordedAt, flags: [...flags], ...(imported === '' ? {} : { imported }), answers: answers.map((a) => ({ ...a })),
        repeats: repeats.map((r) => ({ matter: r.matter, case: r.case, basis: r.basis as DataOf<typeof matterTakenOver>['carried']['repeats'][number]['basis'] })),
        sealedRepeats: isRepeat === 1 && repeats.length === 0, parts: [...parts],
      },
    },
  };
}

/** The petitioner of a case that comes over. */
export function takenOverSubject(stored: readonly StoredEvent[]): Omit<DataOf<typeof subjectTakenOver>, 'from'> | undefined {
  const last = stored.at(-1);
  const state = stateOfStream(subject, stored);
  return last && state.phase === 'recorded' ? { continues: continues(last), kind: state.kind, ...(state.accuser ? { accuser: true } : {}) } : undefined;
}
