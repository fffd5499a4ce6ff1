import type { AnswerSource, Channel, Purpose, UnitKind } from '@lianxin/contracts';
import { parseStream, utc, type Event, type EventMeta } from '@lianxin/kernel';
import { issue, reaction, type Issued, type Reaction } from '@lianxin/runtime';
import type { matterSystemCommandsOn } from '../matter-handling/matter-system.commands.js';

type Commands = ReturnType<typeof matterSystemCommandsOn>;
interface Registered { readonly number: string; readonly purpose: Purpose; readonly channel: Channel; readonly receivedAt: string; readonly imported?: unknown }
/** As `MatterTakenOver` carries it, when a case came from another district. */
interface Carried extends Registered { readonly answers: readonly { readonly unit: UnitKind; readonly at: string; readonly source: AnswerSource }[] }

/** Every matter that the reception registers is on the statutory track from then on; answers known from elsewhere come along. */
export const whenMatterRegisteredThenOpenHandling = (commands: Commands): Reaction => reaction({
  name: 'when-matter-registered-then-open-handling',
  on: ['MatterRegistered', 'MatterReclassified', 'AnswerRecorded', 'RepeatLinked', 'MatterLeft', 'MatterTakenOver'],
  // A matter from before this service kept handlings has none.
  fine: ({ code }) => code === 'matter-handling/already-open' || code === 'matter-handling/none',
  react: (event, meta) => reactTo(commands, event, meta),
});

function reactTo(commands: Commands, { type, data }: Event, { stream, caseid, district, time }: EventMeta): readonly Issued[] {
  const matter = parseStream(stream)!.id;
  const at = utc(time);
  const open = ({ number, purpose, channel, receivedAt, imported }: Registered): readonly Issued[] =>
    (caseid === undefined ? [] : [issue(commands.openHandling, { matter, district: district as never, dossier: caseid, number, purpose, channel, receivedAt, imported: imported !== undefined })]);
  const answered = ({ unit, at: when, source }: Carried['answers'][number]): Issued => issue(commands.takeOverAnswer, { matter, unit, at: when, source });
  switch (type) {
    case 'MatterRegistered': return open(data as Registered);
    case 'MatterTakenOver': { const { carried } = data as { carried: Carried }; return [...open(carried), ...carried.answers.map(answered)]; }
    case 'MatterReclassified': { const { purpose } = data as { purpose?: Purpose }; return purpose === undefined ? [] : [issue(commands.reclassifyHandling, { matter, purpose })]; }
    case 'AnswerRecorded': return [answered(data as Carried['answers'][number])];
    case 'MatterLeft': return [issue(commands.moveHandling, { matter, at })];
    // A sealed link says of which matter to nobody.
    case 'RepeatLinked': {
      const earlier = parseStream((data as { earlier?: string }).earlier ?? '');
      return earlier ? [issue(commands.noteRepeat, { matter: earlier.id, district: earlier.district as never, at })] : [];
    }
    default: return [];
  }
}
