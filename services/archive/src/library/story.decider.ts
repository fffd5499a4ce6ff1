import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, storyDrafted, storyPublished, storyReturned, storyRevised, storyWithdrawn } from '@lianxin/contracts';

/**
 * A story of the case library (案例): typed anew by its author, read by a supervisor who is not the author, then there for
 * everybody to learn from. It belongs to no case: nothing leads from it to a person.
 */
export type StoryEvent = EventOf<typeof storyDrafted> | EventOf<typeof storyRevised> | EventOf<typeof storyReturned> | EventOf<typeof storyPublished> | EventOf<typeof storyWithdrawn>;

type Drafted = Omit<DataOf<typeof storyDrafted>, 'edition'>;
export type StoryCommand =
  | Command<'DraftStory', Drafted>
  | Command<'ReviseStory', Drafted>
  | Command<'ReturnStory', DataOf<typeof storyReturned>>
  | Command<'PublishStory', DataOf<typeof storyPublished>>
  | Command<'WithdrawStory', DataOf<typeof storyWithdrawn>>;

export type Story =
  | { readonly phase: 'none' }
  | { readonly phase: 'drafted' | 'returned' | 'published' | 'withdrawn'; readonly author: string; readonly edition: number };

export const story = decider<StoryCommand, StoryEvent, Story>({
  name: 'story',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    DraftStory: (c, s) => (s.phase === 'none' ? [happened('StoryDrafted', { ...c, edition: 1 })] : refuse('library/not-now')),

    ReviseStory: (c, s, { actor }) => {
      if (s.phase === 'none') return refuse('library/no-such-story');
      if (s.author !== actor.id) return refuse('library/not-the-author');
      // What was published goes through the same reading again.
      return s.phase === 'withdrawn' ? refuse('library/not-now') : [happened('StoryRevised', { ...c, edition: s.edition + 1 })];
    },

    ReturnStory: (c, s, { actor }) => reviewed(s, c.edition, actor.id) ?? [happened('StoryReturned', c)],
    PublishStory: (c, s, { actor }) => reviewed(s, c.edition, actor.id) ?? [happened('StoryPublished', c)],

    WithdrawStory: (c, s) => {
      if (s.phase === 'none') return refuse('library/no-such-story');
      return s.phase === 'withdrawn' ? refuse('library/not-now') : [happened('StoryWithdrawn', c)];
    },
  },

  evolve: {
    StoryDrafted: (_, e, { actorid }) => ({ phase: 'drafted', author: actorid, edition: e.edition }),
    StoryRevised: (s, e) => (s.phase === 'none' ? s : { ...s, phase: 'drafted', edition: e.edition }),
    StoryReturned: (s) => (s.phase === 'none' ? s : { ...s, phase: 'returned' }),
    StoryPublished: (s) => (s.phase === 'none' ? s : { ...s, phase: 'published' }),
    StoryWithdrawn: (s) => (s.phase === 'none' ? s : { ...s, phase: 'withdrawn' }),
  },
});

/** Why this person may not review this edition now, if so. */
function reviewed(s: Story, edition: number, reader: string) {
  if (s.phase === 'none') return refuse('library/no-such-story');
  if (s.author === reader) return refuse('library/own-work');
  if (s.phase !== 'drafted') return refuse('library/not-now');
  return s.edition === edition ? undefined : refuse('library/other-edition', { path: '/edition' });
}
