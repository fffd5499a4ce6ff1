import { emergencyCard, retentionClasses } from '@lianxin/contracts';
import type { Case, SealState, Timeline, TimelineEvent } from '@lianxin/archive';
import type { NextOfService } from '../desk/next-actions.js';
import { districtName, roleName } from '../dev/demo-users.js';
import { eventData } from './event-data.js';
import { html, type Html } from './html.js';
import { beijing } from './labels.js';

const STATES: Readonly<Record<Case['state'], string>> = { open: '在办', closed: '已结案，待封卷', sealed: '已封卷' };
const retentionName = (code: string): string => retentionClasses.find(code)?.zh ?? code;

/** Life first (P1): on every case page, above everything else. */
export const emergency = (): Html => html`
<aside class="emergency" aria-label="紧急求助"><strong>有人身危险时：</strong>${emergencyCard.map((c) => html` <strong>${c.number}</strong> ${c.zh}。`)}</aside>`;

export const searchForm = (number = ''): Html => html`
<form method="get" action="/cases" role="search">
<p><label for="number">卷宗号或登记号</label><br>
<input id="number" name="number" value="${number}" required maxlength="40" autocomplete="off" placeholder="440106-2026-000123"> <button>查卷</button></p>
</form>`;

export const notFound = (number: string): Html => html`<p class="bad" role="alert">没有找到“${number}”：没有这个号码，或不在您的权限范围内。卷宗号形如 440106-2026-000123，登记号前加 XF。</p>${searchForm(number)}`;

export interface CaseView {
  readonly id: string;
  readonly doc: Case;
  readonly timeline: Timeline;
  readonly seal: SealState;
  /** As the reader asked: Beijing time without seconds, or nothing. */
  readonly asOf?: string;
  readonly skipped: number;
  readonly mayIssue: boolean;
  /** What of the case's data may only be stored (PIPL art. 47). */
  readonly restricted?: readonly string[];
  /** What the reader may do next, as the services list it. */
  readonly next?: readonly NextOfService[];
}

export const caseTitle = ({ doc }: Pick<CaseView, 'doc'>): string => `卷宗 ${doc.number ?? '（编号待入档）'}`;

export function caseBody(view: CaseView): Html {
  const { doc, seal } = view;
  return html`
${emergency()}
<p>${districtName(doc.district)} · ${STATES[doc.state]}${doc.kind === 'accusation' && ' · 检举控告（保密）'}${doc.held && ' · 已冻结，不得删除'}${view.restricted !== undefined && view.restricted.length > 0 && ' · 已限制处理，只可保存'}${doc.retention !== undefined && ` · 保管期限 ${retentionName(doc.retention)}`}</p>
<p>表格（可打印）：<a href="/cases/${view.id}/forms/intake">接案登记表</a> · <a href="/cases/${view.id}/forms/interview">会谈记录</a> · <a href="/cases/${view.id}/forms/closing">结案表</a></p>
${nextCard(view.next ?? [])}
${sealCard(view.id, seal, view.mayIssue)}
${timelineSection(view)}`;
}

const nextCard = (next: readonly NextOfService[]): Html | false => next.length > 0 && html`
<section aria-labelledby="next"><h2 id="next">您现在可以办理</h2>
<dl>${next.map(({ zh, actions }) => html`<dt>${zh}</dt><dd>${[...new Set(actions.map((a) => a.zh))].join('、')}</dd>`)}</dl></section>`;

function timelineSection({ id, timeline, asOf, skipped }: CaseView): Html {
  const query = (after: number) => `/cases/${id}?after=${after}${asOf === undefined ? '' : `&asOf=${encodeURIComponent(asOf)}`}`;
  return html`
<section aria-labelledby="timeline"><h2 id="timeline">时间线</h2>
<p>共 ${timeline.total} 条，按记录先后排列，均为北京时间。档案已收齐至 ${beijing(timeline.completeTo)}。${asOf !== undefined && html`<strong>所示为截至 ${asOf.replace('T', ' ')} 的情形。</strong>`}</p>
<form method="get" action="/cases/${id}"><p><label for="asOf">查看截至某一时刻的情形（北京时间）</label> <input id="asOf" name="asOf" type="datetime-local" value="${asOf ?? ''}"> <button>查看</button>${asOf !== undefined && html` <a href="/cases/${id}">回到现在</a>`}</p></form>
<ol class="timeline" start="${skipped + 1}">${timeline.events.map(eventItem)}</ol>
${timeline.next !== undefined && html`<p><a href="${query(timeline.next)}">后面的记录</a></p>`}
</section>`;
}

function eventItem(e: TimelineEvent): Html {
  const late = Date.parse(e.recordedat) - Date.parse(e.time) > 1_000;
  return html`<li><h3>${e.zh}</h3>
<p><time datetime="${e.recordedat}">${beijing(e.recordedat)}</time>${late && html`（发生于 <time datetime="${e.time}">${beijing(e.time)}</time>）`} · ${roleName(e.actorrole)} ${e.actorid} · <code>${e.log} #${e.position}</code></p>
${eventData(e.name ?? '', e.data)}</li>`;
}

const VERDICTS: Readonly<Record<SealState['verification']['result'], { readonly mark: string; readonly look: string }>> = {
  holds: { mark: '核验通过', look: 'good' }, fails: { mark: '核验不通过', look: 'bad' }, pending: { mark: '等待检查点', look: '' },
};

export function sealCard(id: string, { state, due, seal, checkpoints, verification, independence }: SealState, mayIssue: boolean): Html {
  const { mark, look } = VERDICTS[verification.result];
  const hint = verification.result !== 'fails' ? '' : '请不要据此卷作出决定，并立即告知系统管理员。';
  return html`
<section aria-labelledby="seal"><h2 id="seal">封卷与核验</h2>
<p>${seal
    ? html`${beijing(seal.at)} 封卷：涵盖 ${seal.streamCount} 个流、${seal.eventCount} 条记录，依据 ${seal.asOf.length} 份日志的检查点状态（<code>${seal.log} #${seal.position}</code>）。`
    : state === 'open' ? '本卷在办，尚未封卷；以下按最新检查点所述核验。' : '本卷已结案，正在封卷。'}${due && state === 'sealed' && html` <strong>封卷后有新的记录，系统将自动重新封卷，以最新一次为准。</strong>`}</p>
<div class="${look}" role="status"><p><strong>${mark}</strong> ${verification.zh} ${hint}</p>
${verification.findings.length > 0 && html`<ul>${verification.findings.map((f) => html`<li>${f.zh}</li>`)}</ul>`}</div>
${checkpoints.length > 0 && html`<details><summary>检查点（${checkpoints.length}）：谁在何时签了什么</summary>
<table><thead><tr><th scope="col">日志</th><th scope="col">大小</th><th scope="col">根哈希</th><th scope="col">签名</th><th scope="col">见证副署</th></tr></thead>
<tbody>${checkpoints.map((c) => html`<tr><td>${c.log}</td><td>${c.size}</td><td><code>${c.root}</code></td><td>${c.signedBy}</td><td>${c.witness === undefined ? '尚无' : html`${c.witness}<br>${c.witnessedAt !== undefined && beijing(c.witnessedAt)}`}</td></tr>`)}</tbody></table></details>`}
<p>${independence.zh}</p>
${mayIssue && html`<p><a href="/cases/${id}/bundle">下载证据包</a>：他人可用 <code>npm run lianxin -- verify-bundle --key 公钥文件 证据包</code> 独立核验；姓名、诉求等仍是密文。</p>`}
</section>`;
}
