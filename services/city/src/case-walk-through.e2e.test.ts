import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fileCheckItems } from '@lianxin/contracts';
import type { City } from './city.js';
import { installation } from './cli/testing/lianxin.js';
import { Story, storyDocument, type Json } from './testing/story.js';

jest.setTimeout(180_000);

const { root, start, lianxin } = installation('walk-through', { LIANXIN_CLOCK: 'virtual' });
let city: City;
let story: Story;
beforeAll(async () => {
  city = await start();
  story = new Story(city.url);
});
afterAll(async () => {
  await city.stop();
  rmSync(root, { recursive: true, force: true });
});

const [desk, first, second, third, supervisor, colleague, archivist, auditor] =
  ['desk-440106', 'worker-440106', 'worker-440106-2', 'worker-440106-3', 'supervisor-440106', 'supervisor-440106-2', 'archivist-440106', 'auditor-440106'];
/** The second case of the year. */
const NUMBER = '440106-2030-000002';
/** Civil affairs and labour. */
const [civilAffairs, labour] = ['department-440106', 'department-440106-2'];

const DOCUMENT = join(fileURLToPath(import.meta.url), '..', '..', '..', '..', 'docs', 'walk-through.md');
const INTRODUCTION = `# 走一遍：一个卷宗经过六个服务 · One case through all six services

两位社工、两位督导、接待岗、两个单位和档案员共同办理一个卷宗，从接触登记到外人可以离线核验的证据包。每一步列出谁、发出什么请求、得到什么回答（列出其中要看的部分）；被拒绝的也列出理由和依据。本文由测试 \`services/city/src/case-walk-through.e2e.test.ts\` 逐条执行后生成，与程序不一致时测试不通过。
Two workers, two supervisors, the reception desk, two departments and an archivist carry one case from the first contact to a bundle that a stranger verifies offline. Each step lists who asks what and what comes back (the part to look at), refusals with their reason and rule. A test executes every line and fails when this document differs from what it did.

自己走一遍 · to walk it yourself: \`LIANXIN_CLOCK=virtual npm start\`；令牌 token: \`POST /dev/token {"user": "worker-440106"}\`；时钟 clock: \`POST /dev/clock {"to": "2030-01-07T09:00:00+08:00"}\`。
\`worker-440106: POST /路径\` 即以该用户的令牌发送下一行的 JSON；花括号中的名称是前面回答给出的编号（\`{case}\` 为卷宗的 \`id\`）。视图在写入后片刻跟上，读取可带 \`If-Position\`。全部人名、单位、号码均为虚构。
\`worker-440106: POST /path\` means: send the JSON of the next line with that user’s token. Names in braces are ids that earlier answers gave. Views follow a moment after a write; reads may carry \`If-Position\`. All names, departments and numbers are made up.
`;
const items = (answer: Json, member = 'items') => answer[member] as readonly Json[];
const commands = (answer: Json) => items(answer, 'next').map((n) => n['command']);

const plan = {
  goals: [{
    goal: '拿回拖欠的工资', baseline: '三个月工资未付，未申请仲裁', target: '仲裁申请已受理，临时生活有着落', measure: '受理通知书', contents: ['C3', 'C5'], methods: ['CASE', 'RESOURCE_LINKING'],
    tasks: [{ task: '协助准备仲裁材料', by: 'STAFF', worker: 'worker-440106', due: '2030-02-08' }, { task: '整理工资单', by: 'PETITIONER', due: '2030-02-01' }],
  }, {
    goal: '情绪平稳，睡眠恢复', baseline: '整夜难眠，说“活着没意思”', target: '每晚能睡六小时，不再有轻生念头', contents: ['C6'], methods: ['PSYCH_RELIEF'], tasks: [{ task: '每周一次心理疏导', by: 'STAFF', worker: 'worker-440106', due: '2030-02-15' }],
  }],
  exit: '工资已支付或仲裁程序走完，生活稳定一个月。', review: '2030-03-29', frequency: '每周一次', safety: '每天上午电话联系；有危险时拨打 110、120、12356。',
};

describe('one case through all six services', () => {
  let id: string;
  const at = (service: string, rest = '') => `/api/${service}/cases/${id}${rest}`;

  it('from the first contact to a bundle that a stranger verifies', async () => {
    await story.clock('2030-01-07T09:00');

    story.step('接触登记：诉求、同意、首次安全询问为“有危险”', 'First contact: the claim, consent, and a first safety question answered “yes”');
    await story.see(first, '/api/coordination/departments', { items: expect.arrayContaining([expect.objectContaining({ id: 'CIVIL_AFFAIRS-440106', receives: 'SYSTEM' }), expect.objectContaining({ id: 'LABOUR-440106' }), expect.objectContaining({ id: 'JUSTICE-440100', receives: 'PAPER' })]) });
    await story.give(desk, '/api/intake/dossiers', { channel: 'PHONE', form: 'PHONE', anonymous: true, claim: '咨询低保办理条件。', safety: { answer: 'NO' }, conflict: 'NONE' }, { number: '440106-2030-000001' });
    const opened = await story.give(desk, '/api/intake/dossiers', {
      channel: 'VISIT', form: 'F2F', conflict: 'NONE', petitioner: { kind: 'PERSON', identity: { name: '张某' }, contact: { phone: '13800000000' } }, claim: '反映被拖欠三个月工资，说“活着没意思”。',
      consent: { given: true, scopes: ['SERVICE', 'FOLLOW_UP'], form: 'WRITTEN' }, safety: { answer: 'YES', who: ['SELF'] },
      matter: { purpose: 'CLAIM', category: 'LAB-3-6', title: '拖欠工资', text: '自2029年10月起未发工资，请求支付。' },
    }, { number: NUMBER, emergency: [{ number: '110' }, { number: '120' }, { number: '12356' }] });
    id = story.name('case', opened['id']);
    const matter = story.name('matter', opened['matter']);
    const code = story.name('code', (await story.see(desk, `/api/intake/dossiers/${id}/query-code`))['code']);
    await story.post('/api/intake/progress', { code }, { status: { code: 'REGISTERED' }, holder: { zh: '天河区信访社会工作站 · 接待登记岗' }, next: { date: '2030-01-22' } });

    story.step('权利告知，由信访人签收', 'The notice of rights, signed by the petitioner');
    expect(await story.see(undefined, '/api/intake/rights-notice')).toMatchObject({ version: 1 });
    await story.give(desk, `/api/intake/dossiers/${id}/rights-notice`, { version: 1, how: 'SIGNED' });

    story.step('安全第一：系统自动提出橙色风险并开始危机介入，督导必须过问', 'Safety first: the concern becomes an ORANGE risk with a crisis episode by itself, and supervision must take it up');
    const safety = await story.see(first, at('crisis'), { level: 'ORANGE' });
    const episode = story.name('episode', items(safety, 'episodes')[0]!['id']);
    await story.see(supervisor, '/api/supervision/required', { items: [{ trigger: 'ORANGE', caseid: id }] });
    await story.see(first, '/api/desk/work', { takeNext: { id, reason: { code: 'SAFETY', zh: expect.stringContaining('安全优先：风险等级') } } });
    await story.page(first, '/', ['今日工作', '下一件', '安全优先', NUMBER]);

    story.step('有利害关系的社工声明后，什么也看不到、做不了；提出危险除外', 'A worker with a conflict of interest declares it and from then on gets nothing; raising a danger is the exception');
    await story.give(third, `/api/intake/dossiers/${id}/conflicts`, { kind: 'RELATIVE' });
    await story.see(first, `/api/intake/dossiers/${id}`, { summary: { recused: [third] } });
    for (const path of [`/api/intake/dossiers/${id}`, at('archive'), at('archive', '/timeline')]) await story.refused(third, path, undefined, 403, 'dossier/conflicted');
    for (const service of ['assessment', 'coordination', 'crisis', 'supervision']) await story.refused(third, at(service), undefined, 403, 'case/conflict');
    expect(await story.page(third, '/', ['今日工作'])).not.toContain(NUMBER);
    await story.refused(third, `/api/intake/dossiers/${id}/take`, { noConflict: true }, 403, 'dossier/conflicted');
    await story.give(third, at('crisis', '/raise'), { level: 'ORANGE', kind: 'SUICIDE', who: ['SELF'] });

    story.step('社工接案并响应危机：两人到场，告知督导，与本人订立安全计划', 'A worker takes the case and responds: two go there, the supervisor is told, a safety plan is agreed');
    await story.give(first, `/api/intake/dossiers/${id}/take`, { noConflict: true });
    await story.give(first, `/api/crisis/episodes/${episode}/respond`, { form: 'F2F', together: true, words: '两人陪同，本人愿意谈话。' });
    await story.give(first, `/api/crisis/episodes/${episode}/notify`, { whom: 'SUPERVISOR', basis: 'WITHIN_SERVICE', told: ['DANGER'], said: '来访人有轻生念头，已陪同。' });
    await story.give(first, at('crisis', '/safety-plan'), { validUntil: '2030-02-06T18:00:00+08:00', agreed: 'AGREED', signs: '整夜不睡', coping: '下楼散步', people: '姐姐；12356', means: '药品交由姐姐保管', staff: '每天上午电话联系' });
    await story.see(second, '/api/desk/work', { desk: { inWork: { items: [{ id, holder: first, level: 'ORANGE' }] } } });

    story.step('需求概况：方言、文化程度、便利安排；先于任何筛查', 'Needs profile: dialect, literacy, what makes it easier; before any screening');
    await story.refused(first, at('assessment', '/screenings'), { instrument: 'PHQ9', consent: 'ORAL', answers: { Q9: 1 } }, 409, 'needs/not-recorded');
    await story.give(first, at('assessment', '/needs'), { ageBand: 'AGE_35_59', languages: ['CANTONESE'], literacy: 'LIMITED', accommodations: '用粤语，材料逐条讲解。' });

    story.step('筛查 PHQ-9：先看危险条目，再看总分；不作诊断，不因此停止服务', 'Screening, PHQ-9: the item that shows danger comes before the sum; no diagnosis, and nothing is denied for it');
    const screened = await story.give(first, at('assessment', '/screenings'), { instrument: 'PHQ9', consent: 'ORAL', answers: { Q1: 2, Q2: 2, Q3: 3, Q4: 2, Q5: 1, Q6: 2, Q7: 1, Q8: 1, Q9: 1 } });
    const screening = story.name('screening', screened['id']);
    await story.give(first, `/api/assessment/screenings/${screening}/confirm`, { level: 'MODERATE' });
    await story.see(first, at('assessment'), { screenings: [{ result: { score: 15, band: { code: 'MODERATELY_SEVERE' }, positive: expect.arrayContaining([{ item: 'Q9', answer: 1, text: '有不如死掉或用某种方式伤害自己的念头' }]) } }] });

    story.step('降级只由督导决定；复盘后结束危机介入', 'Only a supervisor lowers a level; the episode ends after the debriefing');
    await story.clock('2030-01-10T10:00');
    await story.give(first, at('crisis', '/reassess'), { level: 'YELLOW', words: '当面评估，情绪较稳，否认计划。' });
    await story.refused(first, at('crisis', '/downgrade'), { level: 'YELLOW', reason: 'REASSESSED' }, 403, 'access/role');
    await story.give(supervisor, at('crisis', '/downgrade'), { level: 'YELLOW', reason: 'PLAN_WORKS', words: '安全计划有效，家属陪同。' });
    await story.refused(first, `/api/crisis/episodes/${episode}/close`, { outcome: 'STABLE' }, 409, 'episode/not-debriefed');
    await story.give(first, `/api/crisis/episodes/${episode}/debrief`, { present: [first, supervisor], words: '响应及时；下次先联系家属。' });
    await story.give(first, `/api/crisis/episodes/${episode}/close`, { outcome: 'STABLE' });

    story.step('预估：需求与诉求分开，“三到位一处理”，确定路径', 'Assessment: needs apart from the claim, the four-way disposition, the route');
    expect(commands(await story.see(first, at('archive')))).toContain('CompleteAssessment');
    await story.give(first, at('assessment', '/assessment'), {
      claim: { summary: '要求支付拖欠三个月的工资。', reasonableness: 'REASONABLE', grounds: '有工资单和考勤记录。' }, needs: [{ kind: 'EMOTIONAL', need: '焦虑、失眠，有轻生念头。' }, { kind: 'MATERIAL', need: '租金和孩子学费没有着落。' }],
      wish: '希望尽快拿到工资。', bio: '身体状况一般。', psycho: '情绪低落，睡眠差。', social: { family: '与配偶和一名子女同住。', economy: '家庭收入中断。' }, legal: '未签书面劳动合同。', pathways: ['LP2'], disposition: ['RESOLVE', 'ASSIST'], route: 'GENERAL',
    });
    await story.give(first, at('assessment', '/accept'), {});

    story.step('服务计划：拟定人不得批准；退回、修订、本人同意、另一督导批准', 'Service plan: the author cannot approve; it is returned, revised, agreed to, and approved by another supervisor');
    await story.give(first, at('assessment', '/plan'), plan);
    await story.refused(first, at('assessment', '/plan/approve'), { edition: 1 }, 403, 'access/role');
    await story.give(colleague, at('assessment', '/plan/return'), { edition: 1, reason: 'SAFETY_MISSING', words: '请补充有危险时找谁。' });
    await story.give(supervisor, at('assessment', '/plan/revise'), { ...plan, reason: 'RETURNED' });
    await story.give(first, at('assessment', '/plan/answer'), { edition: 2, agreed: true, by: 'PETITIONER', form: 'WRITTEN' });
    await story.refused(supervisor, at('assessment', '/plan/approve'), { edition: 2 }, 403, 'plan/own-plan');
    await story.give(colleague, at('assessment', '/plan/approve'), { edition: 2 });
    expect(commands(await story.see(first, at('archive')))).toEqual(expect.arrayContaining(['RecordDelivery', 'DraftReferral', 'EvaluateOutcome']));

    story.step('服务与心理疏导（量表前后），对信访人的承诺如期兑现', 'Service and counselling (scale before and after); a promise to the petitioner is kept in time');
    await story.give(first, at('coordination', '/deliveries'), {
      content: 'C5', method: 'CASE', form: 'F2F', minutes: 60, place: 'STATION', present: ['PETITIONER'], outcome: 'DONE', risk: 'LOWERED', facts: '核对工资单，说明仲裁时效，一起填写申请书。', next: '周五前整理工资单。',
    });
    const promised = story.name('commitment', (await story.give(first, at('coordination', '/commitments'), { kind: 'REPLY', what: '一月十五日前电话告知仲裁委是否受理。', due: '2030-01-15' }))['id']);
    await story.see(first, '/api/coordination/commitments', { items: [{ id: promised, state: 'OPEN', overdue: false }] });
    await story.post('/api/intake/progress', { code }, { status: { code: 'IN_SERVICE' }, next: { date: '2030-01-15', zh: '工作人员答应的日期' } });
    await story.clock('2030-01-14T09:30');
    await story.give(first, `/api/coordination/commitments/${promised}/keep`, { words: '已电话告知：仲裁委已受理。' });
    await story.give(first, at('coordination', '/counselling'), {
      form: 'F2F', minutes: 50, place: 'STATION', present: ['PETITIONER'], outcome: 'DONE', risk: 'LOWERED', techniques: ['LISTENING', 'RELAXATION'], scales: [{ instrument: 'PHQ9', before: 'MODERATELY_SEVERE', after: 'MILD' }], lastHomework: 'NONE',
      process: '谈及失眠与担忧，练习腹式呼吸。', homework: '每晚练习十分钟。',
    });

    story.step('转介：对每个接收方单独同意；预览与单位所见完全相同；单位别的什么也看不到', 'Referral: a consent for each receiver; the preview is exactly what the department gets, and it gets nothing else');
    const drafted = await story.give(first, at('coordination', '/referrals'), {
      unit: 'CIVIL_AFFAIRS-440106', urgency: 'ROUTINE', reason: 'LABOUR', wish: 'ANSWER', replyTo: '天河区社工站 020-00000000', content: { SUMMARY: '三个月未领到工资，家中有幼儿。', NEED: '督促用人单位支付。', NAME: '张某', CONTACT: '13800000000' },
    });
    const referral = story.name('referral', drafted['id']);
    const path = `/api/coordination/referrals/${referral}`;
    await story.refused(first, `${path}/send`, {}, 409, 'referral/no-consent');
    const consent = { given: true, purpose: 'SERVICE', kinds: ['SUMMARY', 'NEED', 'NAME', 'CONTACT'], form: 'WRITTEN' };
    await story.give(first, `${path}/consent`, consent);
    const preview = await story.see(first, `${path}/preview`);
    await story.give(first, `${path}/send`, {});
    const received = await story.see(civilAffairs, `/api/coordination/inbox/${referral}`, { state: 'SENT' });
    expect(received['referral']).toEqual(preview);
    for (const secret of [id, String(opened['number']), matter, '活着没意思']) expect(JSON.stringify(received)).not.toContain(secret);
    await story.refused(civilAffairs, path, undefined, 403, 'access/role');
    await story.refused(civilAffairs, at('archive'), undefined, 403, 'access/role');

    story.step('不属职责的单位退回并指明应办单位；重新取得同意后改送，第二个单位办理并反馈', 'The wrong department returns it and names the right one; with a new consent it goes on, and the second department answers');
    await story.give(civilAffairs, `${path}/acknowledge`, {});
    await story.give(civilAffairs, `${path}/decline`, { reason: 'NOT_COMPETENT', rightUnit: 'LABOUR-440106', words: '欠薪事项由人社部门办理。' });
    await story.give(first, `${path}/redirect`, {});
    await story.refused(first, `${path}/send`, {}, 409, 'referral/no-consent');
    await story.give(first, `${path}/consent`, consent);
    const onward = await story.see(first, `${path}/preview`);
    await story.give(first, `${path}/send`, {});
    expect((await story.see(labour, `/api/coordination/inbox/${referral}`, { state: 'SENT' }))['referral']).toEqual(onward);
    expect((await story.see(civilAffairs, `/api/coordination/inbox/${referral}`))['referral']).toBeUndefined();
    await story.give(labour, `${path}/acknowledge`, {});
    await story.give(labour, `${path}/accept`, { planned: '2030-01-16' });
    await story.give(labour, `${path}/start`, {});
    await story.see(first, '/api/desk/work', { mine: { waiting: { items: [{ id }] } } });

    story.step('第一位社工请假，由第二位社工接办', 'The first worker is away; a second worker takes the case over');
    await story.give(first, `/api/intake/dossiers/${id}/return`, { reason: 'ABSENCE' });
    await story.give(supervisor, `/api/intake/dossiers/${id}/assign`, { worker: second });
    await story.see(second, '/api/desk/work', { mine: { waiting: { items: [{ id, holder: second, waits: expect.arrayContaining([expect.objectContaining({ code: 'REFERRAL', zh: '等待单位反馈结果' })]) }] } } });
    await story.page(second, '/', ['等待他人', '等待单位反馈结果', NUMBER]);

    story.step('结案的各项检查：先逐条说明为何不能结案', 'What closing asks for: at first refused, with the reasons');
    const closing = { reason: 'GOAL_MET', summary: '工资已支付，生活平稳。' };
    await story.see(second, at('archive', '/file'), { closing: [{ check: 'outcome', met: false, code: 'closing/evaluation-missing' }, { check: 'referrals', met: false, code: 'closing/referral-open' }] });
    await story.refused(second, at('archive', '/close'), closing, 409, 'closing/evaluation-missing');

    story.step('单位反馈结果，转介办结；登记单位的答复（系统只记录，不作出答复）', 'The department reports and the referral is closed; the authority’s answer is recorded, never given');
    await story.clock('2030-01-21T15:00');
    await story.give(labour, `${path}/report`, { result: 'HELPED', words: '已责令用人单位支付，工资到账。' });
    await story.see(second, path, { summary: { state: 'REPORTED', result: 'HELPED' } });
    await story.give(second, `${path}/close`, { satisfaction: 'SATISFIED', told: true });
    await story.give(second, `/api/intake/matters/${matter}/answers`, { unit: 'LABOUR', at: '2030-01-21T14:00:00+08:00', source: 'DOCUMENT', text: '已责令单位支付。' });

    story.step('督导：与两位社工讨论此案；须督导事项由此落实', 'Supervision: a session with both workers on this case takes up what was required');
    const held = await story.give(supervisor, '/api/supervision/sessions', {
      kind: 'GROUP', workers: [first, second], minutes: 60, topics: ['EDUCATIONAL', 'SUPPORTIVE'], cases: [{ dossier: id, advice: '继续关注睡眠；结案前再测一次量表。' }], actions: [{ worker: second, due: '2030-01-28', text: '结案前再测 PHQ-9。' }],
    });
    const session = story.name('session', held['id']);
    await story.see(supervisor, at('supervision'), { seen: { required: [] } });

    story.step('成效评估：逐个目标、量表变化；评估人不得自己签批', 'Outcome evaluation: goal by goal, change of the scale; who evaluates does not sign it off');
    await story.clock('2030-01-28T10:00');
    await story.give(second, at('assessment', '/screenings'), { instrument: 'PHQ9', consent: 'ORAL', answers: { Q1: 1, Q2: 1, Q3: 1, Q4: 1, Q5: 0, Q6: 0, Q7: 0, Q8: 0, Q9: 0 } });
    await story.give(colleague, `/api/supervision/sessions/${session}/checks`, { action: 'A1', outcome: 'DONE' });
    await story.give(second, at('supervision', '/outcome'), {
      goals: [{ goal: 'G1', attainment: 'FULL' }, { goal: 'G2', attainment: 'MOST' }], scales: [{ scale: 'PHQ9', before: 15, after: 4 }], petition: 'RESOLVED', summary: '工资已支付，睡眠恢复，无轻生念头。', feelings: '心里踏实了。',
    });
    await story.refused(second, at('archive', '/close'), closing, 409, 'closing/sign-off-missing');
    await story.refused(second, at('supervision', '/outcome/sign-off'), { edition: 1 }, 403, 'access/role');
    await story.give(supervisor, at('supervision', '/outcome/sign-off'), { edition: 1, opinion: '同意。' });

    story.step('解除风险；满意度评价；信访人凭查询码匿名反馈，凭回执码看到答复', 'The risk is cleared; a rating; the petitioner gives feedback by the query code and reads the answer by the receipt');
    await story.give(supervisor, at('crisis', '/clear'), { reason: 'REASSESSED', words: '两周内情绪平稳，量表好转。' });
    const rating = story.name('rating', (await story.give(second, at('supervision', '/satisfactions'), { target: 'SERVICE', channel: 'SMS' }))['id']);
    await story.give(desk, `/api/supervision/satisfactions/${rating}/answer`, { value: '0', channel: 'PHONE', words: '社工很耐心。' });
    const given = await story.post('/api/supervision/feedback', { kind: 'THANKS', text: '谢谢你们陪我走过来。', code }, { due: '2030-02-12' });
    const receipt = story.name('receipt', given['receipt']);
    const thanks = await story.see(supervisor, '/api/supervision/feedback?waiting=1', { items: [{ kind: 'THANKS', caseid: id }] });
    await story.give(supervisor, `/api/supervision/feedback/${story.name('feedback', items(thanks)[0]!['id'])}/answer`, { finding: 'NOT_APPLICABLE', answer: '感谢您的肯定，祝生活平安。' });
    await story.post('/api/supervision/feedback/status', { receipt }, { state: 'answered', answer: '感谢您的肯定，祝生活平安。' });

    story.step('抽查案卷：逐项检查，缺漏指定整改人和期限，由他人核验', 'A sample of files: item by item, a gap is to be mended by a day, and somebody else verifies');
    const drawn = await story.give(supervisor, '/api/supervision/samples', { from: '2030-01-07', size: 2, seed: '0123456789abcdef0123456789abcdef' });
    const listed = await story.see(supervisor, '/api/supervision/checks?phase=sampled', { items: expect.arrayContaining([expect.objectContaining({ caseid: id })]) });
    expect(items(drawn, 'checks')).toHaveLength(2);
    const check = story.name('check', items(listed).find((c) => c['caseid'] === id)!['id']);
    await story.give(colleague, `/api/supervision/checks/${check}/results`, { results: fileCheckItems.codes.map((item) => ({ item, result: item === 'NOTES_IN_TIME' ? 'FAULTY' : 'OK' })), words: '一份记录未注明时长。', correction: { owner: second, due: '2030-02-10' } });
    await story.give(second, `/api/supervision/checks/${check}/correction`, { words: '已补注时长。' });
    await story.give(supervisor, `/api/supervision/checks/${check}/verification`, { outcome: 'VERIFIED' });

    story.step('结案、封卷、缺件检查', 'Closing, sealing, and what is missing in the file');
    await story.see(second, at('archive', '/file'), { closing: [{ met: true }, { met: true }], completeness: { complete: true, missing: [] } });
    expect(commands(await story.see(second, at('archive')))).toContain('CloseCase');
    const before = '2030-01-28T10:00:00+08:00';
    await story.clock('2030-01-28T11:00');
    await story.give(second, at('archive', '/close'), closing, { sealed: true });
    await story.see(archivist, at('archive', '/seal'), { state: 'sealed', verification: { result: 'holds' } });
    await story.post('/api/intake/progress', { code }, { status: { code: 'CLOSED', zh: expect.stringContaining('有关单位已有答复') }, holder: { zh: '天河区信访社会工作档案' } });
    await story.see(supervisor, '/api/supervision/required', { items: [{ trigger: 'CLOSURE', caseid: id }] });
    await story.refused(first, at('coordination', '/deliveries'), { content: 'C5', method: 'CASE', form: 'PHONE', minutes: 5, place: 'REMOTE', present: [], outcome: 'DONE', risk: 'NONE', facts: '结案后。' }, 409, 'case/closed');

    story.step('时间线：全卷一条线，可回看任一时刻', 'The timeline: the whole case on one line, as of any moment');
    const whole = await story.see(archivist, at('archive', '/timeline?limit=500'));
    const names = items(whole, 'events').map((e) => e['name']);
    for (const name of ['ContactMade', 'RightsNoticeAcknowledged', 'SafetyRaised', 'EpisodeClosed', 'ScreeningRecorded', 'PlanApproved', 'ServiceDelivered', 'CounsellingHeld', 'CommitmentKept', 'ReferralDeclined', 'ReferralClosed', 'CaseReturned', 'OutcomeSignedOff', 'CaseClosed', 'CaseSealed']) expect(names).toContain(name);
    expect(new Set(items(whole, 'events').map((e) => String(e['log']).split('.')[0]))).toEqual(new Set(['intake', 'assessment', 'coordination', 'crisis', 'supervision', 'archive']));
    const then = await story.see(archivist, at('archive', `/timeline?limit=500&asOf=${encodeURIComponent(before)}`));
    expect(items(then, 'events').map((e) => e['name'])).not.toContain('CaseClosed');
    expect(Number(then['total'])).toBeLessThan(Number(whole['total']));

    story.step('网页：案卷页、三张表格、查询进展', 'The page: the case, the three forms');
    await story.page(second, `/cases/${id}`, [`卷宗 ${NUMBER}`, '已封卷', '核验通过', '接触登记', '批准服务计划', '橙色', '110']);
    await story.page(second, `/cases/${id}/forms/intake`, ['接案登记表', NUMBER]);
    await story.page(second, `/cases/${id}/forms/interview`, ['会谈记录']);
    await story.page(second, `/cases/${id}/forms/closing`, ['结案表', '工资已支付']);
    await story.page(second, '/', ['我已结', NUMBER]);
    const asked = await fetch(`${city.url}/progress`, { method: 'POST', body: new URLSearchParams({ code }), headers: { origin: city.url } });
    expect(await asked.text()).toContain('社会工作服务已经结束');

    story.step('一个月后回访，案卷自动重新封存', 'A follow-up one month later; the file is sealed anew by itself');
    await story.clock('2030-02-28T10:00');
    await story.see(second, '/api/archive/follow-ups', { items: [{ id, number: NUMBER }] });
    await story.give(second, at('archive', '/follow-ups'), { mark: 'M1', form: 'PHONE', outcome: 'REACHED', condition: 'BETTER', petition: 'RESOLVED', repeatPetition: false, needs: [], next: 'NONE', words: '电话回访，生活平稳。' });
    await story.see(second, at('archive', '/follow-ups'), { records: [{ data: { mark: 'M1' } }] });
    await story.clock('2030-02-28T10:05');
    await story.see(archivist, at('archive', '/seal'), { state: 'sealed', due: false, verification: { result: 'holds' } });

    story.step('指标：少于五的不公布；督导可打开数字所含的个案', 'Indicators: below five nothing is shown; the supervisor opens the cases behind a figure');
    const range = 'from=2030-01&until=2030-02';
    await story.see(supervisor, `/api/supervision/indicators/goal-attainment?${range}`, { definition: { zh: '目标达成率' }, total: { hidden: true } }); // fewer than five
    for (const [indicator, variant = ''] of [['goal-attainment'], ['phq9-improved'], ['service-satisfaction'], ['crisis-response', '&variant=orange'], ['note-in-24-hours'], ['referral-closed-loop'], ['files-complete']]) {
      const behind = await story.see(supervisor, `/api/supervision/indicators/${indicator}/cases?${range}${variant}`);
      expect([indicator, items(behind).map((i) => i['caseid'])]).toEqual([indicator, expect.arrayContaining([id])]);
    }

    story.step('证据包：由命令行取出，离线核验；导出与全库核验', 'The bundle: fetched and verified offline by the command line; exports and the check of the whole store');
    writeFileSync(join(root, 'vkeys'), await story.text(auditor, '/api/archive/vkeys'));
    story.said(`bundle ${NUMBER} --out case.bundle`, await lianxin('bundle', NUMBER, '--out', 'case.bundle'), '✓ case.bundle');
    story.said('verify-bundle case.bundle --key vkeys', await lianxin('verify-bundle', 'case.bundle', '--key', 'vkeys'), '✓ 证据包成立');
    story.said('export --kind events --out events.jsonl', await lianxin('export', '--kind', 'events', '--out', 'events.jsonl'), '条事件');
    expect(readFileSync(join(root, 'events.jsonl'), 'utf8')).not.toMatch(/张某|活着没意思|13800000000/);
    story.said('export --kind register --district 440106 --out register.xlsx', await lianxin('export', '--kind', 'register', '--district', '440106', '--out', 'register.xlsx'), '1 件');
    story.said('verify', await lianxin('verify'), '✓');
  });

  it('is what docs/walk-through.md tells', () => {
    const told = storyDocument(INTRODUCTION, story);
    if (process.env['LIANXIN_WRITE_DOCS'] === '1') writeFileSync(DOCUMENT, told);
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(told);
  });
});

