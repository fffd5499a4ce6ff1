import { draftStoryBody, publishStory, returnStory, reviseStory, withdrawStory, type DataOf, type DraftStory, type PublishStory, type ReturnStory, type ReviseStory, type storyDrafted, type WithdrawStory } from '@lianxin/contracts';
import { parseStream, streamName, type Actor, type Refusal } from '@lianxin/kernel';
import { commandHandler, slotOf, step, type Happened, type PrepareContext, type Prepared } from '@lianxin/runtime';
import { findIdentifying } from './guard.js';
import { story, type StoryCommand } from './story.decider.js';

export const storyStream = (district: string, id: string): string => streamName('story', district, id);

const own = (_: unknown, actor: Actor): string => actor.district;
const answer = (events: readonly Happened[]) => {
  const id = events[0] && parseStream(events[0].stream)?.id;
  return id === undefined ? {} : { id };
};
const on = (context: PrepareContext, id: string, command: StoryCommand): Prepared => ({ steps: [step(story, storyStream(context.district, id), command)], processingbasis: 'statutory-duty' });

/** The refusal for what seems to identify somebody; says where and what kind, never the words. */
function identifying(told: Pick<DraftStory, 'title' | 'text'>): { readonly refusal: Refusal } | undefined {
  for (const member of ['title', 'text'] as const) {
    const [first] = findIdentifying(told[member]);
    if (first) return { refusal: { code: 'library/identifying', path: `/${member}`, with: { kind: first.kind, at: first.at } } };
  }
  return undefined;
}

/** It is about nobody: no subject, no case; with a key of its own, so that a mistake can still be erased. */
async function sealed(context: PrepareContext, event: 'StoryDrafted' | 'StoryRevised', { title, text, basis, contents, process }: DraftStory): Promise<Omit<DataOf<typeof storyDrafted>, 'edition'>> {
  const content = await context.seal({ compartment: 'narrative', own: { mentions: [] }, slot: slotOf(event, '/content'), carriedBy: {} }, { title, text });
  return { basis, contents, ...(process === undefined ? {} : { process }), content };
}

/** The commands on the case library, each in the actor's own district. */
export const storyCommands = {
  draftStory: commandHandler<DraftStory>({
    name: 'DraftStory', action: 'archive.library.write', body: draftStoryBody, district: own, answer,
    prepare: async (told, context) => identifying(told) ?? on(context, context.newId(), { type: 'DraftStory', data: await sealed(context, 'StoryDrafted', told) }),
  }),
  reviseStory: commandHandler<ReviseStory>({
    name: 'ReviseStory', action: 'archive.library.write', body: reviseStory, district: own, answer,
    prepare: async ({ story: id, ...told }, context) => identifying(told) ?? on(context, id, { type: 'ReviseStory', data: await sealed(context, 'StoryRevised', told) }),
  }),
  returnStory: commandHandler<ReturnStory>({
    name: 'ReturnStory', action: 'archive.library.review', body: returnStory, district: own, answer,
    prepare: ({ story: id, edition, reason }, context) => Promise.resolve(on(context, id, { type: 'ReturnStory', data: { edition, reason } })),
  }),
  publishStory: commandHandler<PublishStory>({
    name: 'PublishStory', action: 'archive.library.review', body: publishStory, district: own, answer,
    prepare: ({ story: id, edition }, context) => Promise.resolve(on(context, id, { type: 'PublishStory', data: { edition } })),
  }),
  withdrawStory: commandHandler<WithdrawStory>({
    name: 'WithdrawStory', action: 'archive.library.review', body: withdrawStory, district: own, answer,
    prepare: ({ story: id, reason }, context) => Promise.resolve(on(context, id, { type: 'WithdrawStory', data: { reason } })),
  }),
};
