import { events as types, nextOnStory, type NextAction } from '@lianxin/contracts';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import type { StoredEvent } from '@lianxin/event-log';
import type { Where } from '@lianxin/runtime';
import type { Archive } from '../archive.js';
import { openEvents } from '../queries/case-timeline.query.js';
import { storyStream } from './story.commands.js';
import type { StoryDoc } from './stories.view.js';

export interface StoryListed extends StoryDoc { readonly id: string; /** As far as it can be opened; else why not. */ readonly title: unknown }
export interface StoryRead extends StoryListed { readonly text: unknown; readonly next: readonly NextAction[] }
export interface FindStories { readonly phase?: StoryDoc['phase'] | undefined; readonly process?: string | undefined; readonly content?: string | undefined; readonly limit: number; readonly after?: string | undefined }

/** What is published is everybody's; before, and after, it is its author's and his or her district's supervisors'. */
const sees = (actor: Actor, doc: StoryDoc): boolean => doc.phase === 'published' || doc.author === actor.id || (actor.role === 'supervisor' && actor.district === doc.district);

/** The newest edition of each story, opened under one access record. A story is of no case: rights to it stand here, not with the compartments of cases. */
async function opened({ engine }: Archive, listed: readonly { readonly id: string; readonly doc: StoryDoc }[], actor: Actor): Promise<readonly (StoryListed & { readonly text: unknown })[]> {
  const wanted = new Set(['StoryDrafted', 'StoryRevised'].map((name) => types.typeOf(name)));
  const stored = await Promise.all(listed.map(async ({ id, doc }): Promise<StoredEvent | undefined> =>
    (await engine.parts.log.readStream(`archive.${doc.district}`, storyStream(doc.district, id))).findLast((e) => wanted.has(e.type))));
  const events = await openEvents(engine.openingUnder(() => undefined), stored.filter((e) => e !== undefined), actor, 'archive.library.read');
  return listed.map(({ id, doc }, i) => {
    const at = stored[i] && events.find((e) => e.stream === stored[i]!.stream);
    const content = (at?.data as { readonly content?: unknown } | undefined)?.content;
    const parts = content !== null && typeof content === 'object' && 'title' in content ? content as { title: unknown; text: unknown } : { title: content, text: content };
    return { ...doc, id, title: parts.title, text: parts.text };
  });
}

/** Stories that the reader may see, newest first: published ones of all districts, unless another phase is asked for. */
export async function findStories(archive: Archive, { phase = 'published', process, content, limit, after }: FindStories, actor: Actor): Promise<{ readonly items: readonly StoryListed[]; readonly next?: string }> {
  const where: Where = { phase, ...(process === undefined ? {} : { process }) };
  const { items, next } = await archive.stories.find({ where, orderBy: 'lastAt', desc: true, limit, ...(after === undefined ? {} : { after }) });
  const shown = items.filter(({ doc }) => sees(actor, doc) && (content === undefined || doc.contents.some((c) => c === content)));
  return { items: (await opened(archive, shown, actor)).map((s) => ({ ...shown.find(({ id }) => id === s.id)!.doc, id: s.id, title: s.title })), ...(next === undefined ? {} : { next }) };
}

export async function readStory(archive: Archive, id: string, actor: Actor): Promise<Result<StoryRead>> {
  const doc = await archive.stories.get(id);
  if (!doc || !sees(actor, doc)) return refused('library/no-such-story');
  const [read] = await opened(archive, [{ id, doc }], actor);
  return ok({ ...read!, next: actor.district === doc.district ? nextOnStory({ id, phase: doc.phase, author: doc.author }, actor, doc.district) : [] });
}
