import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventFor } from '../testing/published.js';
import { namesOf, runningCoordination, type RunningCoordination } from '../testing/running-coordination.js';
import { sealedBlock, testId } from '../testing/sealed.js';

let city: RunningCoordination;
let caseid: string;
beforeAll(async () => { city = await runningCoordination(Date.parse('2026-03-20T10:00:00+08:00')); caseid = city.case(); });
afterAll(() => city.close());

const stream = (n: number): string => `matter-440106-${testId(n)}`;
const registered = (more: object = {}) => ({ number: 'XF440106-2026-000001', purpose: 'CLAIM', channel: 'WEB', receivedAt: '2026-03-16T02:00:00.000Z', flags: [], content: sealedBlock('narrative'), ...more });
const answer = { unit: 'LABOUR', at: '2026-03-18T02:00:00.000Z', source: 'OTHER_SYSTEM', text: sealedBlock('narrative') };

describe('when a matter is registered', () => {
  it('its handling opens once, with what is known; an imported answer comes along', async () => {
    expect(await eventFor(city, 'MatterRegistered', registered({ imported: { system: 'HOTLINE' } }), { caseid })).toEqual(['OpenHandling']);
    expect(await eventFor(city, 'MatterRegistered', registered(), { caseid })).toEqual(['matter-handling/already-open']);
    expect(await eventFor(city, 'AnswerRecorded', answer, { caseid })).toEqual(['TakeOverAnswer']);
    expect(await eventFor(city, 'MatterReclassified', { purpose: 'APPEAL', reason: 'MISTAKE' }, { caseid })).toEqual(['ReclassifyHandling']);
    expect(await eventFor(city, 'MatterReclassified', { flags: ['URGENT'], reason: 'MISTAKE' }, { caseid })).toEqual([]);
    expect(namesOf(await city.stored())).toEqual(['HandlingOpened', 'AnswerTakenOver', 'HandlingReclassified']);
    await city.caughtUp();
    expect(await city.parts.matters.matterHandlings.get(testId(7))).toMatchObject({ phase: 'REGISTERED', caseid, purpose: 'APPEAL', state: { answered: true, clocks: [] } });
  });

  it('a matter that moves with its case ends here and begins there, with its answers', async () => {
    const carried = { ...registered(), answers: [answer] };
    expect(await eventFor(city, 'MatterLeft', { to: '440105', move: 1 }, { caseid })).toEqual(['MoveHandling']);
    expect(await eventFor(city, 'MatterTakenOver', { move: 1, carried }, { caseid, district: '440105', log: 'intake.440105', stream: `matter-440105-${testId(7)}` })).toEqual(['OpenHandling', 'TakeOverAnswer']);
    expect(namesOf(await city.stored('coordination.440105'))).toEqual(['HandlingOpened', 'AnswerTakenOver']);
    expect(namesOf(await city.stored()).at(-1)).toBe('MatterEnded');
  });

  it('a repeat is noted with the earlier matter; of a matter from before, and of a sealed link, nothing', async () => {
    expect(await eventFor(city, 'RepeatLinked', { earlier: stream(7), case: caseid, basis: 'STATED' }, { caseid, stream: stream(8) })).toEqual(['NoteRepeat']);
    expect(await eventFor(city, 'RepeatLinked', { earlier: stream(99), case: caseid, basis: 'STATED' }, { caseid, stream: stream(8) })).toEqual(['matter-handling/none']);
    expect(await eventFor(city, 'RepeatLinked', { link: sealedBlock('accusation'), basis: 'STATED' }, { caseid, stream: stream(8) })).toEqual([]);
  });
});
