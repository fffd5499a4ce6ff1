import type { Figure, MonthlyReturn } from '../desk/monthly-return/monthly-return.js';
import { html, type Html } from './html.js';

const number = ({ count }: Figure): Html => (count === undefined ? html`<abbr title="小于 5，或可由此推出，不予显示">＊</abbr>` : html`${count}`);

export const monthForm = (month: string): Html => html`
<form method="get" action="/returns"><p><label for="month">月份</label> <input id="month" name="month" type="month" value="${month}" required> <button>查看</button> <a href="/returns/${month}.xlsx">下载 Excel</a></p></form>`;

/** 月报表 as a table: an item a row, a district a column. */
export function returnBody({ month, districts, all, hidden }: MonthlyReturn): Html {
  const shown = all ? [...districts, all] : districts;
  return html`${monthForm(month)}
<p>按收到时间（北京时间）统计；答复期限按自然日，收到当日不计。${hidden && '小于 5 的数及可由此推出的数以 ＊ 代替。'}</p>
<table><caption>${month} 信访事项</caption><thead><tr><th scope="col">项目</th><th scope="col">分项</th>${shown.map((d) => html`<th scope="col">${d.zh}</th>`)}</tr></thead>
<tbody><tr><th scope="row">收到</th><td>合计</td>${shown.map((d) => html`<td>${number(d.received)}</td>`)}</tr>
${shown[0]!.groups.map((g, at) => g.figures.map((f, i) => html`<tr><th scope="row">${g.zh}</th><td>${f.zh}</td>${shown.map((d) => html`<td>${number(d.groups[at]!.figures[i]!)}</td>`)}</tr>`))}</tbody></table>`;
}
