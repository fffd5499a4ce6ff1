import { channels, mayDo, riskLevels, type SafetyLevel } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import type { Bucket, Buckets, DeskItem, Work } from '../desk/work.query.js';
import type { Step } from '../desk/steps.js';
import { html, type Html } from './html.js';
import { beijing } from './labels.js';

/** A level always with its word: colour alone tells nothing to those who do not see it. */
const levelMark = (level: SafetyLevel, concern: boolean): Html | false => {
  const found = riskLevels.find(level);
  if (found) return html`<strong class="level level-${level.toLowerCase()}">${found.zh}</strong>`;
  return concern && html`<span class="level">曾提出安全关切</span>`;
};
/** `today` and days due are days in Asia/Shanghai. */
const stepText = ({ zh, due }: Step, today: string): Html => (due === undefined ? html`${zh}` : due < today ? html`${zh}<strong>（${due} 已逾期）</strong>` : html`${zh}（${due} 到期）`);
const caseLink = (id: string, number: string): Html => html`<a href="/cases/${id}">${number === '' ? '（编号待入档）' : number}</a>`;
const steps = (list: readonly Step[], today: string): Html => (list.length === 0 ? html`${''}` : html`<ul class="steps">${list.map((s) => html`<li>${stepText(s, today)}</li>`)}</ul>`);

interface Last { readonly heading: string; cell(item: DeskItem): Html }

function caseTable(labelledBy: string, items: readonly DeskItem[], last: Last, readsCases: boolean): Html {
  return html`<table aria-labelledby="${labelledBy}"><thead><tr><th scope="col">卷宗号</th><th scope="col">安全</th><th scope="col">信访形式</th><th scope="col">首次接触</th><th scope="col">承办人</th><th scope="col">${last.heading}</th></tr></thead>
<tbody>${items.map((i) => html`<tr><th scope="row">${readsCases ? caseLink(i.id, i.number) : i.number}${i.kind === 'accusation' && '（检举控告）'}</th><td>${levelMark(i.level, i.concern) || '—'}</td><td>${channels.find(i.channel)?.zh ?? i.channel}</td><td>${beijing(i.contactAt).slice(0, 10)}（${i.days} 天）</td><td>${i.holder === '' ? '无' : i.holder}</td><td>${last.cell(i)}</td></tr>`)}</tbody></table>`;
}

const NAMES = { toTake: '待接', inWork: '在办', waiting: '等待他人', done: '已结' } as const;
type Name = keyof typeof NAMES;

function counts(heading: string, of: Buckets): Html {
  return html`<tr><th scope="row">${heading}</th>${(Object.keys(NAMES) as Name[]).map((name) => html`<td>${of[name].count}</td>`)}</tr>`;
}

const more = ({ count, items }: { readonly count: number; readonly items: readonly unknown[] }): Html | false => count > items.length && html`<p>另有 ${count - items.length} 件未列出；全部可由接口 <code>/api/desk/work?limit=200</code> 取得。</p>`;

function section(id: string, heading: string, { bucket, last, none, reads }: { readonly bucket: Bucket; readonly last: Last; readonly none: string; readonly reads: boolean }): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}（${bucket.count}）</h2>${bucket.count === 0 ? html`<p>${none}</p>` : html`${caseTable(id, bucket.items, last, reads)}${more(bucket)}`}</section>`;
}

/** What lies before a worker in the morning: dangers first, then what is next, then the lists. Numbers, codes and days only; no name stands on it. */
export function workBody(work: Work, actor: Actor): Html {
  const { mine, desk, unanswered, silent, takeNext } = work;
  const today = beijing(work.now).slice(0, 10);
  const waitingFor: Last = { heading: '等待什么', cell: (i) => steps(i.waits, today) };
  const toDo: Last = { heading: '要办的事', cell: (i) => steps(i.todo, today) };
  const reads = mayDo('archive.case.read', actor, { district: actor.district }).ok;
  const dangers = [...desk.toTake.items, ...desk.inWork.items, ...desk.waiting.items].filter((i) => i.level === 'RED' || i.level === 'ORANGE');
  return html`
<p>北京时间 ${beijing(work.now).slice(0, 16)}。${work.partial && html`<strong>件数过多，以下只看了最新的部分。</strong>`}</p>
${dangers.length > 0 && html`<section class="bad" aria-labelledby="dangers"><h2 id="dangers">先看安全（${dangers.length}）</h2><ul>${dangers.map((i) => html`<li>${reads ? caseLink(i.id, i.number) : i.number} ${levelMark(i.level, i.concern)}，承办人 ${i.holder === '' ? '无' : i.holder}${i.todo.filter((t) => t.code === 'REASSESS' || t.code === 'SAFETY_PLAN').map((t) => html`；${stepText(t, today)}`)}</li>`)}</ul></section>`}
<table><caption>件数</caption><thead><tr><th scope="col">范围</th>${Object.values(NAMES).map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${counts('我的', mine)}${counts('本站', desk)}</tbody></table>
<section aria-labelledby="next"><h2 id="next">下一件</h2><p>${takeNext ? html`${reads ? caseLink(takeNext.id, takeNext.number) : takeNext.number}：${takeNext.reason.zh}` : desk.toTake.count > 0 ? '接案由社工或督导进行。' : '没有待接的件。'}</p></section>
${section('hand', '我在办', { bucket: mine.inWork, last: toDo, none: '没有在办的件。', reads })}
${section('waits', '等待他人', { bucket: mine.waiting, last: waitingFor, none: '没有等待他人的件。', reads })}
${mine.toTake.count > 0 && section('mine', '待我接手或审批', { bucket: mine.toTake, last: waitingFor, none: '', reads })}
${section('queue', '本站待接', { bucket: desk.toTake, last: { heading: '没有记录', cell: (i) => html`${i.silentDays} 天` }, none: '没有待接的件。', reads })}
<section aria-labelledby="unanswered"><h2 id="unanswered">满 ${unanswered.days} 日未获答复（${unanswered.count}）</h2>${unanswered.count === 0 ? html`<p>没有。</p>` : html`<table aria-labelledby="unanswered"><thead><tr><th scope="col">登记号</th><th scope="col">卷宗号</th><th scope="col">收到</th><th scope="col">已过（自然日）</th><th scope="col">是否我的</th></tr></thead><tbody>${unanswered.items.map((u) => html`<tr><th scope="row">${u.registration}</th><td>${reads ? caseLink(u.id, u.number) : u.number}</td><td>${beijing(u.receivedAt).slice(0, 10)}</td><td>${u.days}</td><td>${u.mine ? '是' : '否'}</td></tr>`)}</tbody></table>${more(unanswered)}`}</section>
<section aria-labelledby="silent"><h2 id="silent">满 ${silent.days} 日没有记录（${silent.count}，其中我的 ${silent.mine}）</h2>${silent.count === 0 ? html`<p>没有。</p>` : html`${caseTable('silent', silent.items, { heading: '没有记录', cell: (i) => html`${i.silentDays} 天` }, reads)}${more(silent)}`}</section>
${section('done', '我已结', { bucket: mine.done, last: { heading: '最后记录', cell: (i) => html`${beijing(i.lastAt).slice(0, 10)}` }, none: '没有已结的件。', reads })}`;
}
