import { CONTENT_CATEGORIES, type Channel, type MatterFlag, type Purpose, type SourceSystem } from '@lianxin/contracts';
import { utc } from '@lianxin/kernel';
import { step, type Happened, type PrepareContext, type Step } from '@lianxin/runtime';
import type { NewMatter } from '../dossier/dossier.decider.js';
import { drawnNumber } from '../register/draw-numbers.js';
import { sealText, type Belongs } from '../sealing/seal-values.js';
import { matterStream } from '../streams.js';
import { matter, type MatterCommand } from './matter.decider.js';

/** A matter as someone tells it. */
export interface MatterTold {
  readonly purpose: Purpose;
  readonly category?: string | undefined;
  readonly title?: string | undefined;
  readonly text: string;
  readonly receivedAt?: string | undefined;
  readonly flags?: readonly MatterFlag[] | undefined;
}

export interface Registration {
  readonly stream: string;
  readonly step: Step;
  /** The dossier's half of the link. */
  filed(before: readonly Happened[]): NewMatter;
}

/** The part of a command that registers a matter; its number was drawn by an earlier step. `receivedAt`: if the teller says nothing else. */
export async function registration(
  context: PrepareContext, belongs: Belongs & { readonly caseid?: string },
  told: MatterTold & { readonly channel: Channel; readonly imported?: { readonly system: SourceSystem; readonly record: string } }, receivedAt: string,
): Promise<Registration> {
  const stream = matterStream(context.district, context.newId());
  const content = await sealText(context, belongs, 'MatterRegistered', '/content', {
    ...(told.title === undefined ? {} : { title: told.title }), text: told.text, ...(told.imported ? { record: told.imported.record } : {}),
  });
  return {
    stream,
    filed: (before) => ({ matter: stream, number: drawnNumber(before, 'matter'), purpose: told.purpose }),
    step: step(matter, stream, (before): MatterCommand => ({
      type: 'RegisterMatter',
      data: {
        number: drawnNumber(before, 'matter'), purpose: told.purpose, channel: told.channel, flags: [...(told.flags ?? [])], content,
        receivedAt: told.receivedAt === undefined ? receivedAt : utc(Date.parse(told.receivedAt)),
        ...(told.category === undefined ? {} : { category: { ...CONTENT_CATEGORIES, id: told.category } }),
        ...(told.imported ? { imported: { system: told.imported.system } } : {}),
      },
    }), belongs.caseid === undefined ? {} : { caseid: belongs.caseid }),
  };
}
