import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkEnvelope, events, type RegisterContactBody } from '@lianxin/contracts';
import { searchPetitions } from './search/search-petitions.query.js';
import { findDuplicates } from './search/find-duplicates.query.js';
import { readCase, readMatter, readQueryCode, readSubject } from './queries/read-case.query.js';
import { findDossiers, findMatters, matterStatistics } from './queries/find-in-lists.query.js';
import { queryCodeHmac } from './dossier/query-code.js';
import { archivist, auditor, colleague, desk, importer, runningIntake, supervisor, worker, type RunningIntake } from './testing/running-intake.js';

const contact = (more: Partial<RegisterContactBody> = {}): RegisterContactBody => ({
  channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name: '张某', idNumber: '440106199001010011' }, contact: { phone: '13800000001' } },
  claim: '反映单位拖欠工资，请求协调支付。', consent: { given: true, scopes: ['SERVICE'], form: 'WRITTEN' }, safety: { answer: 'NO' }, conflict: 'NONE', ...more,
});
const wages = { purpose: 'CLAIM' as const, category: 'LAB-3-6', title: '拖欠工资', text: '自十月起未发工资，物业公司一再推诿。', flags: ['LOCAL_FIRST' as const] };
const accusation = contact({
  accusation: true, petitioner: { kind: 'PERSON', identity: { name: '李某甲' }, contact: { phone: '13900000002' } }, claim: '检举某单位虚报补贴。',
  matter: { purpose: 'ACCUSATION', category: 'DIS-6-1', text: '检举某单位虚报补贴一事的经过。' },
});
const clear = ['张某', '440106199001010011', '13800000001', '拖欠工资', '李某甲', '虚报补贴'];
const codeOf = (result: { ok: boolean; refusal?: { code: string } }): string => result.refusal?.code ?? 'accepted';

let city: RunningIntake;
const day = 86_400_000;
beforeAll(async () => { city = await runningIntake(); });
afterAll(() => city.close());

describe('a first contact', () => {
  it('is recorded whole in one append: number, subject, dossier, matter', async () => {
    const before = (await city.stored()).length;
    const answer = await city.done(city.parts.commands.registerContact, contact({ matter: wages }));
    expect(answer).toMatchObject({ id: expect.any(String), number: '440106-2026-000001', registration: 'XF440106-2026-000001', matter: expect.any(String), subject: expect.any(String) });
    const made = (await city.stored()).slice(before);
    expect(made.map((e) => events.nameOf(e.type))).toEqual([
      'NumberDrawn', 'NumberDrawn', 'SubjectRecorded', 'ContactMade', 'CaseRegistered', 'SafetyAsked', 'ConsentGiven', 'ConflictDeclared', 'MatterFiled', 'MatterRegistered',
    ]);
    expect(new Set(made.map((e) => e.commandid)).size).toBe(1);
    for (const e of made) expect(checkEnvelope(e)).toMatchObject({ ok: true });
    expect(made.filter((e) => e.caseid !== undefined).map((e) => e.caseid)).toEqual(Array.from({ length: 7 }, () => answer.id));
  });

  it('leaves no word in the clear', async () => {
    await city.done(city.parts.commands.registerContact, accusation, desk);
    const text = JSON.stringify(await city.stored());
    for (const word of clear) expect(text).not.toContain(word);
  });

  it('is answered the same when the command is repeated, and is not recorded twice', async () => {
    const first = await city.done(city.parts.commands.registerContact, contact(), worker, 'contact-1');
    const size = (await city.stored()).length;
    const again = await city.done(city.parts.commands.registerContact, contact(), worker, 'contact-1');
    expect(again).toMatchObject({ id: first.id, number: first.number, repeated: true });
    expect((await city.stored()).length).toBe(size);
    expect(codeOf(await city.give(city.parts.commands.registerContact, contact({ claim: '另一件事' }), worker, 'contact-1'))).toBe('command/other-body');
  });

  it('shows the emergency card at once when there is a danger', async () => {
    const answer = await city.done(city.parts.commands.registerContact, contact({ anonymous: true, petitioner: undefined, safety: { answer: 'YES', who: ['SELF'] } }));
    expect(answer['emergency']).toEqual([expect.objectContaining({ number: '110' }), expect.objectContaining({ number: '120' }), expect.objectContaining({ number: '12356' })]);
  });

  it('of long ago needs its reason and document', async () => {
    const time = new Date(city.clock.now() - 2 * day).toISOString();
    expect(codeOf(await city.give(city.parts.commands.registerContact, contact({ time })))).toBe('command/late-without-reason');
    const { id } = await city.done(city.parts.commands.registerContact, contact({ time, late: { reason: 'PAPER', document: 'FORM', reference: '登记表第3页' } }));
    const made = (await city.stored()).find((e) => e.caseid === id && e.type === events.typeOf('ContactMade'))!;
    expect(made).toMatchObject({ time, data: { late: { reason: 'PAPER', document: 'FORM' } } });
  });

  it('gives 64 callers at once 64 numbers in a row', async () => {
    const answers = await Promise.all(Array.from({ length: 64 }, () => city.done(city.parts.commands.registerContact, contact())));
    const numbers = answers.map((a) => Number(a.number!.slice(-6))).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 64 }, (_, i) => numbers[0]! + i));
  });
});

describe('a case', () => {
  let id: string;
  let matter: string;
  beforeAll(async () => {
    const answer = await city.done(city.parts.commands.registerContact, contact({ matter: wages }));
    [id, matter] = [answer.id!, String(answer['matter'])];
    await city.caughtUp();
  });

  it('is read by its worker with everything opened, under one access record', async () => {
    const log = 'intake-access.440106';
    const before = (await city.engine.parts.log.head(log)).size;
    const page = await readCase(city.parts, id, worker);
    expect(page).toMatchObject({ ok: true, value: { summary: { number: expect.stringMatching(/^440106-2026-/), queue: 'new' }, emergency: expect.any(Array) } });
    expect(JSON.stringify(page)).toContain('张某');
    expect(JSON.stringify(page)).toContain('物业公司一再推诿');
    expect((await city.engine.parts.log.head(log)).size).toBe(before + 1);
  });

  it('is not there for another district, and unread for the auditor', async () => {
    expect(codeOf(await readCase(city.parts, id, { ...worker, district: '440105' }))).toBe('view/not-found');
    const page = JSON.stringify(await readCase(city.parts, id, auditor));
    for (const word of clear) expect(page).not.toContain(word);
    expect(page).toContain('"denied":true');
  });

  it('has a query code that its petitioner can be told', async () => {
    const told = await readQueryCode(city.parts, id, worker);
    expect(told).toMatchObject({ ok: true, value: { code: expect.stringMatching(/^\d{4}-\d{4}-\d{4}$/) } });
    const doc = await city.parts.dossiers.get(id);
    expect(doc!.queryHmac).toBe(queryCodeHmac(await city.keys.secret('query-code'), (told as { value: { code: string } }).value.code));
  });

  it('goes through the queue: taken, noted in, returned for a conflict', async () => {
    const { commands } = city.parts;
    city.unqualified.add(worker.id);
    expect(codeOf(await city.give(commands.takeCase, { dossier: id, noConflict: true }))).toBe('dossier/unqualified');
    expect(codeOf(await city.give(commands.assignCase, { dossier: id, worker: worker.id }, supervisor))).toBe('dossier/unqualified');
    city.unqualified.delete(worker.id);
    await city.done(commands.takeCase, { dossier: id, noConflict: true });
    expect(codeOf(await city.give(commands.takeCase, { dossier: id, noConflict: true }, colleague))).toBe('dossier/already-taken');
    await city.done(commands.noteContact, { dossier: id, form: 'PHONE', note: '电话告知进度。' });
    await city.done(commands.declareConflict, { dossier: id, kind: 'RELATIVE' });
    expect(codeOf(await city.give(commands.noteContact, { dossier: id, form: 'PHONE', note: '再记一笔。' }))).toBe('dossier/conflicted');
    await city.caughtUp();
    expect(codeOf(await readCase(city.parts, id, worker))).toBe('dossier/conflicted');
    expect(codeOf(await readMatter(city.parts, matter, worker))).toBe('dossier/conflicted');
    await city.done(commands.assignCase, { dossier: id, worker: colleague.id }, supervisor);
    await city.done(commands.returnCase, { dossier: id, reason: 'ABSENCE' }, supervisor);
    expect(codeOf(await city.give(commands.withdrawConsent, { dossier: id, scopes: ['SERVICE'] }))).toBe('dossier/conflicted');
    await city.done(commands.withdrawConsent, { dossier: id, scopes: ['SERVICE'] }, colleague);
    await city.done(commands.recordConsent, { dossier: id, given: true, scopes: ['FOLLOW_UP'], form: 'ORAL' }, colleague);
    await city.caughtUp();
    expect(await city.parts.dossiers.get(id)).toMatchObject({ queue: 'new', holder: '', consents: ['FOLLOW_UP'] });
  });

  it('takes further matters, answers and links to earlier ones', async () => {
    const { commands } = city.parts;
    const second = await city.done(commands.registerMatter, { dossier: id, channel: 'VISIT', ...wages, text: '同一事项再次反映。' }, colleague);
    expect(second).toMatchObject({ number: expect.stringMatching(/^XF440106-2026-/), dossier: id });
    expect(codeOf(await city.give(commands.registerMatter, { dossier: id, channel: 'VISIT', ...wages, purpose: 'ACCUSATION' }, colleague))).toBe('intake/accusation-own-case');
    expect(codeOf(await city.give(commands.linkRepeat, { matter: second.id!, earlier: second.id!, basis: 'STATED' }, colleague))).toBe('matter/repeat-of-itself');
    await city.done(commands.linkRepeat, { matter: second.id!, earlier: matter, basis: 'STATED' }, colleague);
    expect(codeOf(await city.give(commands.recordAnswer, { matter, unit: 'LABOUR', at: '2025-12-31T00:00:00+08:00', source: 'DOCUMENT', text: '早于收到。' }, colleague))).toBe('matter/answer-before-receipt');
    city.clock.advance(15 * day);
    await city.done(commands.recordAnswer, { matter, unit: 'LABOUR', unitName: '某区人社局', at: new Date(city.clock.now()).toISOString(), source: 'DOCUMENT', text: '已责令限期支付。' }, colleague);
    await city.done(commands.reclassifyMatter, { matter, purpose: 'APPEAL', reason: 'MISTAKE' }, colleague);
    expect(codeOf(await city.give(commands.reclassifyMatter, { matter, purpose: 'CLAIM', reason: 'MISTAKE' }))).toBe('dossier/conflicted'); // recused above
    await city.caughtUp();
    expect(await city.parts.matters.get(matter)).toMatchObject({ answered: 1, daysToAnswer: 15, purpose: 'APPEAL', level1: '劳动和社会保障' });
    expect(await city.parts.matters.get(second.id!)).toMatchObject({ isRepeat: 1, repeats: [{ matter, case: id, basis: 'STATED' }] });
    expect(JSON.stringify(await readMatter(city.parts, matter, colleague))).toContain('已责令限期支付。');
  });

  it('does not exist: then nothing can be done in it', async () => {
    const none = '019c1f7e-5a2b-7c3d-8e4f-000000000099';
    const { commands } = city.parts;
    expect(codeOf(await city.give(commands.takeCase, { dossier: none, noConflict: true }))).toBe('dossier/not-open');
    expect(codeOf(await city.give(commands.noteContact, { dossier: none, form: 'PHONE', note: '无。' }))).toBe('dossier/not-open');
    expect(codeOf(await city.give(commands.recordAnswer, { matter: none, unit: 'COURT_PROCURATORATE', at: '2026-01-06T00:00:00+08:00', source: 'UNIT', text: '无。' }))).toBe('matter/not-registered');
    expect(codeOf(await city.give(commands.correctIdentity, { subject: none, identity: { name: '张某' }, reason: 'MISTAKE' }))).toBe('subject/not-recorded');
  });
});

describe('a subject', () => {
  it('is met again in a second case, and corrected once for all', async () => {
    const { commands } = city.parts;
    const first = await city.done(commands.registerContact, contact());
    const subject = String(first['subject']);
    const second = await city.done(commands.registerContact, contact({ petitioner: { subject } }));
    await city.done(commands.correctContact, { subject, contact: { phone: '13700000003' }, reason: 'CHANGED' });
    await city.caughtUp();
    expect(await city.parts.subjects.get(subject)).toMatchObject({ cases: [first.id, second.id] });
    expect(JSON.stringify(await readSubject(city.parts, subject, worker))).toContain('13700000003');
    expect(codeOf(await city.give(commands.registerContact, contact({ petitioner: { subject: '019c1f7e-5a2b-7c3d-8e4f-000000000098' } })))).toBe('subject/not-recorded');
  });
});

describe('an accusation', () => {
  it('is known only to those who may read it, and its person is met in no other case', async () => {
    const answer = await city.done(city.parts.commands.registerContact, accusation, desk);
    await city.caughtUp();
    const subject = String(answer['subject']);
    expect(codeOf(await readCase(city.parts, answer.id!, worker))).toBe('view/not-found');
    expect(codeOf(await readSubject(city.parts, subject, worker))).toBe('view/not-found');
    expect(codeOf(await readMatter(city.parts, String(answer['matter']), archivist))).toBe('view/not-found');
    expect(JSON.stringify(await readCase(city.parts, answer.id!, desk))).toContain('虚报补贴');
    expect((await findDossiers(city.parts.dossiers, { limit: 200 }, worker)).items.map((d) => d.id)).not.toContain(answer.id);
    expect((await findDossiers(city.parts.dossiers, { limit: 200 }, desk)).items.map((d) => d.id)).toContain(answer.id);
    expect((await findMatters(city.parts, { limit: 200 }, worker)).items.some((m) => m.kind === 'ACCUSATION')).toBe(false);
    expect(codeOf(await city.give(city.parts.commands.registerContact, contact({ petitioner: { subject } })))).toBe('subject/accuser');
  });

  it('is linked to another matter only by a sealed link', async () => {
    const { commands } = city.parts;
    const [a, b] = [await city.done(commands.registerContact, accusation, desk), await city.done(commands.registerContact, contact({ matter: wages }))];
    await city.done(commands.linkRepeat, { matter: String(a['matter']), earlier: String(b['matter']), basis: 'STATED' }, desk);
    await city.done(commands.linkRepeat, { matter: String(b['matter']), earlier: String(a['matter']), basis: 'STATED' }, desk);
    const links = (await city.stored()).filter((e) => e.type === events.typeOf('RepeatLinked') && (e.stream.endsWith(String(a['matter'])) || e.stream.endsWith(String(b['matter']))));
    expect(links).toHaveLength(2);
    for (const link of links) expect(link.data).toEqual({ basis: 'STATED', link: expect.objectContaining({ compartment: 'accusation' }) });
    expect(links[0]!.stream.endsWith(String(b['matter'])) ? JSON.stringify(links[0]!.data) : JSON.stringify(links[1]!.data)).not.toContain(String(a['matter']));
  });
});

describe('an import', () => {
  const item = (n: number, more: object = {}) => ({
    district: '440106' as const, system: 'MESSAGE_BOARD' as const, record: `R${n}`, user: `U${n % 2}`, subject: `小区电梯故障${n}`, detail: `第${n}栋电梯停用，物业不修。`, receivedAt: '2025-11-01T09:00:00+08:00', ...more,
  });

  it('records dossier, subject, matter and answer in one append, once', async () => {
    const { importItem } = city.parts.commands;
    const first = await city.done(importItem, item(1, { reply: '已责成维修。', repliedAt: '2025-11-16T23:00:00+08:00' }), importer);
    expect(first).toMatchObject({ number: expect.any(String), registration: expect.any(String) });
    const size = (await city.stored()).length;
    expect(await city.done(importItem, item(1, { reply: '已责成维修。', repliedAt: '2025-11-16T23:00:00+08:00' }), importer)).toMatchObject({ id: first.id, repeated: true });
    expect((await city.stored()).length).toBe(size);
    await city.caughtUp();
    expect(await city.parts.matters.get(String(first['matter']))).toMatchObject({ receivedAt: '2025-11-01T01:00:00.000Z', answered: 1, daysToAnswer: 15, imported: 'MESSAGE_BOARD' });
  });

  it('knows the same user of the same system again', async () => {
    const { importItem } = city.parts.commands;
    const [a, b, c] = await Promise.all([3, 5, 4].map((n) => city.done(importItem, item(n), importer)));
    expect(a!['subject']).toBe(b!['subject']);
    expect(c!['subject']).not.toBe(a!['subject']);
    await city.caughtUp();
    expect(JSON.stringify(await readSubject(city.parts, String(a!['subject']), worker))).toContain('U1');
  });
});

describe('search and duplicates', () => {
  const context = { actor: worker, basis: 'statutory-duty', reason: 'test' };

  it('finds two-character words, and no accusation', async () => {
    await city.caughtUp();
    const found = await searchPetitions(city.parts, { text: '物业', kind: 'matter' }, context);
    const docs = (await city.parts.matters.find({ where: { district: '440106' }, limit: 500 })).items;
    expect(found).toMatchObject({ ok: true, value: { atLeast: false } });
    expect((found as { value: { count: number } }).value.count).toBeGreaterThan(3);
    expect((found as { value: { count: number } }).value.count).toBeLessThanOrEqual(docs.length);
    expect(await searchPetitions(city.parts, { text: '补贴', kind: 'matter' }, context)).toMatchObject({ ok: true, value: { count: 0 } });
    expect(codeOf(await searchPetitions(city.parts, { text: '补贴', kind: 'accusation' }, context))).toBe('access/compartment');
  });

  it('warn of the same person and of the same or nearly the same text, saying why', async () => {
    const reasons = async (query: object) => new Set((await findDuplicates(city.parts, { district: '440106', limit: 50, ...query }, context)).map((d) => d.reason));
    expect(await reasons({ identifiers: ['13800000001'] })).toEqual(new Set(['SAME_IDENTIFIER']));
    expect(await reasons({ name: '张某' })).toEqual(new Set(['SAME_NAME']));
    expect(await reasons({ text: '反映单位拖欠工资，请求协调支付。' })).toEqual(new Set(['SAME_TEXT']));
    expect(await reasons({ text: '反映单位拖欠工资，请求尽快协调支付。' })).toEqual(new Set(['NEARLY_SAME_TEXT']));
    expect(await reasons({ text: '检举某单位虚报补贴一事的经过。' })).toEqual(new Set());
  });
});

describe('statistics', () => {
  it('count what the log holds, the terms by calendar days, small groups together', async () => {
    await city.caughtUp();
    const all = (await city.stored()).filter((e) => e.type === events.typeOf('MatterRegistered'));
    const counted = await matterStatistics(city.parts.matters, {}, supervisor);
    expect(counted.matters).toBe(all.length);
    expect(counted.answeredWithin).toEqual({ days15: 2, days60: 2 });
    expect(Math.min(...Object.values(counted.byPurpose))).toBeGreaterThanOrEqual(5);
  });
});

describe('erasure', () => {
  const approve = async (scope: object, actor = supervisor) => {
    const { commands } = city.parts;
    const { id } = await city.done(commands.requestErasure, { scope: scope as never, reason: 'ON_REQUEST' }, actor);
    expect(codeOf(await city.give(commands.approveErasure, { erasure: id! }, actor))).toBe('erasure/same-person');
    return city.give(commands.approveErasure, { erasure: id!, district: '440106' }, archivist);
  };

  it('takes a person from every reading and from the search, and leaves the others', async () => {
    const { commands } = city.parts;
    const gone = await city.done(commands.registerContact, contact({ petitioner: { kind: 'PERSON', identity: { name: '赵某乙' }, contact: { phone: '13600000004' } }, claim: '路灯不亮影响出行。', matter: { ...wages, text: '路灯不亮影响出行，请修理。' } }));
    const stays = await city.done(commands.registerContact, contact({ petitioner: { kind: 'PERSON', identity: { name: '钱某丙' } }, claim: '路灯不亮的另一位居民。' }));
    await city.caughtUp();
    const subject = String(gone['subject']);
    city.held.add(gone.id!);
    expect(codeOf(await approve({ subjects: [subject] }))).toBe('erasure/held');
    city.held.delete(gone.id!);
    expect(codeOf(await approve({ subjects: [subject] }))).toBe('accepted');
    await city.parts.eraser.carryOut();

    const page = JSON.stringify(await readCase(city.parts, gone.id!, worker));
    expect(page).toContain('"erased":true');
    for (const word of ['赵某乙', '13600000004', '路灯']) expect(page).not.toContain(word);
    expect(JSON.stringify(await readCase(city.parts, stays.id!, worker))).toContain('钱某丙');
    const found = await searchPetitions(city.parts, { text: '路灯', kind: 'matter' }, { actor: worker, basis: 'statutory-duty', reason: 'test' });
    expect(found).toMatchObject({ ok: true, value: { count: 0 } });
    expect(codeOf(await city.give(commands.noteContact, { dossier: gone.id!, form: 'PHONE', note: '再次来电。' }))).toBe('subject_erased');
  });

  it('takes one text alone', async () => {
    const { id, subject } = await city.done(city.parts.commands.registerContact, contact({ claim: '只删这一段话。', matter: wages })) as unknown as { id: string; subject: string };
    await city.caughtUp();
    const made = (await city.stored()).find((e) => e.caseid === id && e.type === events.typeOf('ContactMade'))!;
    expect(codeOf(await approve({ kid: (made.data as { words: { kid: string } }).words.kid }))).toBe('accepted');
    await city.parts.eraser.carryOut();
    const page = JSON.stringify(await readCase(city.parts, id, worker));
    expect(page).not.toContain('只删这一段话');
    expect(page).toContain('物业公司一再推诿');
    expect(page).toContain('张某');
    expect(subject).toBeDefined();
  });
});
