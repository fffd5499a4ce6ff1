import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isHighRisk, type RiskLevel } from '@lianxin/contracts';
import { clearForClosing } from './closing/clear-for-closing.js';
import { countConcerns, findConcerns, findEpisodes, findReassessments, findReports } from './queries/find-in-lists.query.js';
import { readEpisode, readSafety } from './queries/read-safety.query.js';
import { safetyKey } from './views/safeties.view.js';
import { archivist, auditor, colleague, desk, runningCrisis, stranger, supervisor, worker, type RunningCrisis } from './testing/running-crisis.js';

let at: RunningCrisis;
beforeAll(async () => { at = await runningCrisis(); });
afterAll(() => at.close());

const raise = (dossier: string, level: RiskLevel, more: object = {}) => ({ dossier, level, kind: 'SUICIDE' as const, who: ['SELF' as const], ...more });
const opened = async <T>(result: Promise<{ ok: true; value: T } | { ok: false; refusal: { code: string } }>): Promise<T> => {
  const r = await result;
  if (!r.ok) throw new Error(r.refusal.code);
  return r.value;
};
const safetyOf = (caseid: string, district = '440106') => at.parts.safeties.get(safetyKey(district, caseid));
const later = (minutes: number) => at.clock.set(at.clock.now() + minutes * 60_000);

describe('a danger', () => {
  it('is answered with whom to call, what must follow and how soon; RED and ORANGE open an episode', async () => {
    const { commands } = at.parts;
    for (const level of ['RED', 'ORANGE', 'YELLOW', 'BLUE'] as const) {
      const dossier = at.known();
      const answer = await at.done(commands.raiseSafety, raise(dossier, level, { words: '说不想活了' }), desk);
      expect(answer).toMatchObject({ id: dossier, level, terms: expect.arrayContaining([expect.objectContaining({ step: 'CONTACT' })]) });
      expect('emergency' in answer).toBe(isHighRisk(level));
      expect(await at.names(dossier)).toEqual(isHighRisk(level) ? ['SafetyRaised', 'EpisodeOpened'] : ['SafetyRaised']);
    }
    expect((await at.stored()).every((e) => !JSON.stringify(e.data).includes('不想活'))).toBe(true);
  });

  it('raised twice at once has one episode', async () => {
    const { commands } = at.parts;
    const dossier = at.known();
    await Promise.all([worker, colleague, desk, supervisor].map((actor) => at.done(commands.raiseSafety, raise(dossier, 'RED'), actor)));
    expect((await at.names(dossier)).filter((n) => n === 'EpisodeOpened')).toHaveLength(1);
    expect((await at.names(dossier)).filter((n) => n === 'SafetyRaised')).toHaveLength(4);
  });

  it('is raised by everybody of the district, also by who withdrew from the case and in a closed one; read and written by neither', async () => {
    const { commands } = at.parts;
    const dossier = at.known({ conflicted: [worker.id], closed: true });
    expect(await at.code(commands.raiseSafety, raise(dossier, 'RED'), worker)).toBe('accepted');
    expect(await at.code(commands.upgradeSafety, { dossier, level: 'RED' }, worker)).toBe('case/conflict');
    expect(await at.code(commands.clearSafety, { dossier, reason: 'FALSE_ALARM' }, supervisor)).toBe('case/closed');
    await at.caughtUp();
    expect(await readSafety(at.parts, dossier, worker)).toMatchObject({ ok: false, refusal: { code: 'case/conflict' } });
    expect((await findConcerns(at.parts, {}, worker)).items.map((i) => i.id)).not.toContain(dossier);
    expect(await at.code(commands.raiseSafety, raise(dossier, 'RED'), stranger)).toBe('case/not-found');
    expect(await readSafety(at.parts, dossier, stranger)).toMatchObject({ ok: false, refusal: { code: 'case/not-found' } });
    expect(await at.code(commands.raiseSafety, raise('019c1f7e-5a2b-7c3d-8e4f-0123456789ab', 'RED'))).toBe('case/not-found');
  });
});

describe('a crisis from the alarm to its end', () => {
  it('keeps its minutes, shows what is due, and ends after supervisor and debrief', async () => {
    const { commands } = at.parts;
    const dossier = at.known();
    const { episode } = await at.done(commands.raiseSafety, raise(dossier, 'RED', { words: '手里有药' })) as unknown as { episode: string };
    later(3);
    await at.done(commands.notifyInCrisis, { episode, whom: 'AMBULANCE_120', basis: 'EMERGENCY', told: ['PLACE', 'DANGER'], said: '某街1号，已服药。' });
    const time = new Date(at.clock.now() - 60_000).toISOString();
    await at.done(commands.respondToCrisis, { episode, form: 'F2F', together: true, words: '两人到场', time });
    later(20);
    await at.done(commands.notifyInCrisis, { episode, whom: 'SUPERVISOR', basis: 'WITHIN_SERVICE', told: ['DANGER'], said: '已送医。' });
    await at.done(commands.recordCrisisAction, { episode, kind: 'ESCORTED', words: '护送至医院' });
    expect(await at.code(commands.recordCrisisAction, { episode, kind: 'STAYED', time: new Date(at.clock.now() - 25 * 3_600_000).toISOString() })).toBe('command/late-without-reason');
    expect(await at.code(commands.recordCrisisAction, { episode, kind: 'STAYED', time: new Date(at.clock.now() - 25 * 3_600_000).toISOString(), late: { reason: 'SAFETY_FIRST', document: 'FIELD_NOTE', reference: '夹3' } })).toBe('accepted');
    await at.caughtUp();
    const page = await opened(readEpisode(at.parts, episode, worker));
    expect(page.summary).toMatchObject({ lead: worker.id, respondedAt: time, open: 1, actions: 2 });
    const due = Object.fromEntries(page.due.map((d) => [d.step, d.late]));
    expect(due).toMatchObject({ CALL: false, CONTACT: false, SUPERVISOR: true, REPORT: false, REASSESS: false });
    expect(page.entries.map((e) => e.type)).toEqual(['CrisisActionTaken', 'EpisodeOpened', 'EpisodeResponded', 'PartyNotified', 'PartyNotified', 'CrisisActionTaken']); // by their minutes
    for (const words of ['护送至医院', '夹3', '某街1号，已服药。']) expect(JSON.stringify(page.entries)).toContain(words);

    expect(await at.code(commands.takeOverCrisis, { episode }, colleague)).toBe('episode/not-offered');
    await at.done(commands.handOverCrisis, { episode, to: colleague.id, words: '每两小时联系' });
    await at.done(commands.takeOverCrisis, { episode }, colleague);
    await at.done(commands.makeSafetyPlan, { dossier, validUntil: new Date(at.clock.now() + 7 * 86_400_000).toISOString(), agreed: 'AGREED', signs: '失眠', coping: '散步', people: '姐姐' }, colleague);
    await at.done(commands.reassessSafety, { dossier, level: 'YELLOW', words: '情绪平稳' }, colleague);
    await at.done(commands.debriefCrisis, { episode, present: [worker.id, colleague.id], words: '复盘' }, colleague);
    expect(await at.code(commands.closeCrisis, { episode, outcome: 'IN_CARE' }, colleague)).toBe('safety/still-danger');
    expect(await at.code(commands.downgradeSafety, { dossier, level: 'YELLOW', reason: 'IN_CARE' }, colleague)).toBe('safety/supervisor-only');
    await at.done(commands.downgradeSafety, { dossier, level: 'YELLOW', reason: 'IN_CARE' }, supervisor);
    expect(await clearForClosing(at.parts, { dossier, district: '440106', ref: 'c' }, supervisor)).toMatchObject({ ok: false, refusal: { code: 'safety/episode-open' } });
    await at.done(commands.closeCrisis, { episode, outcome: 'IN_CARE' }, colleague);
    await at.caughtUp();
    const safety = await opened(readSafety(at.parts, dossier, supervisor));
    expect(safety).toMatchObject({ level: 'YELLOW', summary: { episode: '', planUntil: expect.any(String) }, episodes: [{ id: episode, open: 0, outcome: 'IN_CARE' }] });
    expect(safety.next.map((a) => a.command)).toEqual(expect.arrayContaining(['RaiseSafety', 'UpgradeSafety', 'DowngradeSafety', 'ClearSafety']));
    expect(await clearForClosing(at.parts, { dossier, district: '440106', ref: 'c' }, supervisor)).toMatchObject({ ok: true });
  });

  it('of an accusation is read by few, told to no unit, and sealed as an accusation', async () => {
    const { commands } = at.parts;
    const dossier = at.known({ accusation: true });
    const { episode } = await at.done(commands.raiseSafety, raise(dossier, 'ORANGE', { words: '举报后受到威胁' }), desk) as unknown as { episode: string };
    const told = { episode, whom: 'UNIT' as const, basis: 'CONSENT' as const, told: ['DANGER' as const], said: '…' };
    expect(await at.code(commands.notifyInCrisis, told, supervisor)).toBe('episode/unit-of-accused');
    expect(await at.code(commands.notifyInCrisis, told, worker)).toBe('case/not-found');
    await at.caughtUp();
    expect(await readSafety(at.parts, dossier, worker)).toMatchObject({ ok: false });
    expect((await findConcerns(at.parts, {}, worker)).items.map((i) => i.id)).not.toContain(dossier);
    expect((await findConcerns(at.parts, {}, desk)).items.map((i) => i.id)).toContain(dossier);
    expect(JSON.stringify((await at.stored()).find((e) => e.caseid === dossier)!.data)).toContain('"compartment":"accusation"');
    expect(JSON.stringify((await opened(readSafety(at.parts, dossier, supervisor))).entries)).toContain('举报后受到威胁');
    expect(JSON.stringify((await opened(readSafety(at.parts, dossier, supervisor))).entries)).not.toContain('denied');
  });
});

describe('a mandatory report', () => {
  it('names law, authority, delay and receipt; its content is sealed as a minor’s and opens for few', async () => {
    const { commands } = at.parts;
    const dossier = at.known({ closed: true });
    const knownAt = new Date(at.clock.now() - 4 * 60_000).toISOString();
    const body = { dossier, basis: 'MINORS_11' as const, to: 'PUBLIC_SECURITY' as const, form: 'PHONE' as const, knownAt, content: '孩子身上有新伤' };
    expect(await at.code(commands.makeMandatoryReport, { ...body, basis: 'DV_14', to: 'EDUCATION' })).toBe('report/wrong-receiver');
    const { id } = await at.done(commands.makeMandatoryReport, body, desk);
    await at.done(commands.recordReportReceipt, { report: id!, receipt: '接警编号1' }, desk);
    expect(await at.code(commands.recordReportReceipt, { report: id!, receipt: '接警编号2' }, desk)).toBe('report/receipt-there');
    await at.caughtUp();
    expect((await findReports(at.parts, { receipt: 1 }, worker)).items).toMatchObject([{ id, caseid: dossier, minutes: 4, basis: 'MINORS_11' }]);
    expect(JSON.stringify((await opened(readSafety(at.parts, dossier, worker))).entries)).toContain('孩子身上有新伤');
    const audited = JSON.stringify((await opened(readSafety(at.parts, dossier, auditor))).entries);
    expect(audited).toContain('"denied":true');
    expect(audited).not.toContain('新伤');
  });
});

describe('closing', () => {
  const ask = (dossier: string, ref = 'closing-1', actor = supervisor) => clearForClosing(at.parts, { dossier, district: '440106', ref }, actor);

  it('is cleared once for each closing, with where the clearance stands', async () => {
    const dossier = at.known();
    const given = await opened(ask(dossier));
    const [stored] = await at.engine.parts.log.read('crisis.440106', { after: given.position - 1, limit: 1 });
    expect([given.log, given.leaf]).toEqual(['crisis.440106', Buffer.from(stored!.leaf).toString('base64')]);
    expect(await opened(ask(dossier))).toEqual(given);
    expect((await opened(ask(dossier, 'closing-2'))).position).toBeGreaterThan(given.position);
  });

  it('is refused to who may not close, to who withdrew, and with a danger open; a danger after it revokes it', async () => {
    const { commands } = at.parts;
    const dossier = at.known({ conflicted: [colleague.id] });
    expect(await ask(dossier, 'c', desk)).toMatchObject({ refusal: { code: 'access/role' } });
    expect(await ask(dossier, 'c', colleague)).toMatchObject({ refusal: { code: 'case/conflict' } });
    expect(await ask(dossier, 'c', archivist)).toMatchObject({ ok: true });
    await at.done(commands.raiseSafety, raise(dossier, 'ORANGE'));
    expect((await at.names(dossier)).slice(-3)).toEqual(['ClearanceRevoked', 'SafetyRaised', 'EpisodeOpened']);
    expect(await ask(dossier)).toMatchObject({ refusal: { code: 'safety/danger-open', with: { level: 'ORANGE' } } });
  });
});

describe('what other services found', () => {
  it('is taken over, also from before crisis was there, once', async () => {
    const [old, unclear, screened, served] = [at.known(), at.known(), at.known(), at.known()];
    await at.record('intake', old, 'SafetyConcernRaised', { answer: 'YES', who: ['SELF', 'MINOR'] });
    const follow = await at.follow();
    await at.record('intake', unclear, 'SafetyConcernRaised', { answer: 'UNCLEAR', who: ['UNCLEAR'] });
    await at.record('intake', screened, 'ScreeningPositive', { instrument: 'CSSRS', level: 'HIGH' });
    await at.record('intake', served, 'DangerSeen', { delivery: `delivery-440106-${served}` });
    await follow.settled();
    await follow.close();
    const again = await at.follow(); // a consumer that lost its memory
    await again.settled();
    await again.close();
    await at.caughtUp();
    expect(await safetyOf(old)).toMatchObject({ level: 'ORANGE', source: 'INTAKE_ANSWER', who: ['SELF', 'MINOR'], concerns: 1 });
    expect(await safetyOf(unclear)).toMatchObject({ level: 'YELLOW', concerns: 1 });
    expect(await safetyOf(screened)).toMatchObject({ level: 'ORANGE', source: 'SCREENING', kind: 'SUICIDE' });
    expect(await safetyOf(served)).toMatchObject({ level: 'ORANGE', source: 'SERVICE', kind: 'UNCLEAR', concerns: 1, open: 1 });
    expect(await at.names(served)).toEqual(['SafetyRaised', 'EpisodeOpened']);
  });
});

describe('a case that another district takes over', () => {
  it('takes its danger along: it ends there and is raised here, once; nothing more is raised there', async () => {
    const { commands } = at.parts;
    const dossier = at.known();
    const first = await at.done(commands.raiseSafety, raise(dossier, 'RED', { words: '手里有药' }));
    const follow = await at.follow();
    at.change(dossier, { district: '440105' });
    await at.record('intake', dossier, 'CaseTakenOver', { from: '440106' }, '440105');
    await follow.settled();
    await at.caughtUp();
    expect(await at.names(dossier)).toEqual(['SafetyRaised', 'EpisodeOpened', 'SafetyLeft', 'EpisodeClosed']);
    expect(await at.names(dossier, '440105')).toEqual(['SafetyArrived', 'SafetyRaised', 'EpisodeOpened']);
    expect(await safetyOf(dossier)).toMatchObject({ level: 'NONE', open: 0, episode: '' });
    expect(await safetyOf(dossier, '440105')).toMatchObject({ level: 'RED', kind: 'SUICIDE', who: ['SELF'], source: 'TAKEN_OVER' });
    expect(await at.parts.episodes.get(String(first['episode']))).toMatchObject({ open: 0, outcome: 'MOVED' });
    const page = await opened(readSafety(at.parts, dossier, stranger));
    expect(page.entries.map((e) => e.type).toSorted()).toEqual(['SafetyArrived', 'SafetyLeft', 'SafetyRaised', 'SafetyRaised']);
    expect(JSON.stringify(page.entries)).toContain('手里有药'); // what was said there is read here
    expect(await clearForClosing(at.parts, { dossier, district: '440105', ref: 'c' }, { ...supervisor, district: '440105' })).toMatchObject({ refusal: { code: 'safety/danger-open' } });

    // Someone there who has not heard of the move yet: told where, not lost.
    at.change(dossier, { district: '440106' });
    expect(await at.code(commands.raiseSafety, raise(dossier, 'RED'))).toBe('dossier/moved');
    await at.record('intake', dossier, 'CaseTakenOver', { from: '440105' });
    await follow.settled();
    await follow.close();
    expect((await at.names(dossier)).slice(-3)).toEqual(['SafetyArrived', 'SafetyRaised', 'EpisodeOpened']);
  });
});

describe('lists', () => {
  it('show the highest level first, what is due next first, and count by district', async () => {
    await at.caughtUp();
    const concerns = (await findConcerns(at.parts, { limit: 200 }, supervisor)).items;
    expect(concerns.length).toBeGreaterThan(6);
    expect(concerns.map((c) => c.rank)).toEqual(concerns.map((c) => c.rank).toSorted((a, b) => b - a));
    expect((await findConcerns(at.parts, { level: 'BLUE' }, supervisor)).items.every((c) => c.level === 'BLUE')).toBe(true);
    const due = (await findReassessments(at.parts, { limit: 200 }, supervisor)).items.map((c) => c.reassessBy);
    expect(due).toEqual(due.toSorted());
    expect((await findReassessments(at.parts, { before: due[1]! }, supervisor)).items.map((c) => c.reassessBy)).toEqual(due.filter((d) => d < due[1]!));
    const counts = await countConcerns(at.parts, {}, auditor, new Date(at.clock.now()).toISOString());
    expect(counts.items).toHaveLength(1);
    expect(counts.items[0]!.levels.BLUE).toBe((await findConcerns(at.parts, { level: 'BLUE', limit: 200 }, supervisor)).items.length);
    expect((await findEpisodes(at.parts, { open: 0 }, supervisor)).items).toHaveLength(2);
    expect((await findEpisodes(at.parts, { open: 1 }, stranger)).items).toEqual([]);
  });
});
