import { issue, reaction, type Issued, type Reaction } from '@lianxin/runtime';
import type { matterSystemCommandsOn } from '../matter-handling/matter-system.commands.js';
import type { MatterReading } from '../queries/read-matter.query.js';

const PAGE = 500;

/** A new holiday arrangement restates the deadlines that run; what was counted before stays as it was recorded. */
export const whenCalendarPublishedThenRecalculateDeadlines = ({ recalculateDeadlines }: Pick<ReturnType<typeof matterSystemCommandsOn>, 'recalculateDeadlines'>, matters: () => Pick<MatterReading, 'engine' | 'calendars' | 'matterHandlings'>): Reaction => reaction({
  name: 'when-calendar-published-then-recalculate-deadlines',
  on: ['CalendarPublished'],
  fine: ({ code }) => code === 'matter-handling/none',
  async react() {
    const { engine, calendars, matterHandlings } = matters();
    await calendars.refresh();
    await engine.projections.caughtUp();
    const issued: Issued[] = [];
    for (let after: string | undefined; ;) {
      const { items, next } = await matterHandlings.find({ where: { unit: '' }, orderBy: 'nextDue', limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const { id, doc } of items) if (doc.state.clocks.length > 0) issued.push(issue(recalculateDeadlines, { matter: id, district: doc.district as never }));
      if (next === undefined) return issued;
      after = next;
    }
  },
});
