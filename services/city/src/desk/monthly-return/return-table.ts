import type { Cell, Column } from '../../tables/write-xlsx.js';
import type { Figure, MonthlyReturn } from './monthly-return.js';

const HIDDEN = '＊';

/** The return as a sheet: an item a row, a district a column. Numbers that do not show are marked ＊, as the last row says. */
export function returnTable({ month, districts, all, hidden }: MonthlyReturn): { readonly name: string; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] } {
  const shown = all ? [...districts, all] : districts;
  const cell = ({ count }: Figure): Cell => count ?? HIDDEN;
  const groups = shown[0]?.groups ?? [];
  return {
    name: `月报表 ${month}`,
    columns: [{ heading: '项目', kind: 'text', width: 14 }, { heading: '分项', kind: 'text', width: 24 }, ...shown.map((d): Column => ({ heading: d.zh, kind: 'number', width: 12 }))],
    rows: [
      ['收到', '合计', ...shown.map((d) => cell(d.received))],
      ...groups.flatMap((g, at) => g.figures.map((f, i): readonly Cell[] => [g.zh, f.zh, ...shown.map((d) => cell(d.groups[at]!.figures[i]!))])),
      ...(hidden ? [['说明', `${HIDDEN} 小于 5 的数，以及可由此推出的数，不予显示`]] : []),
    ],
  };
}
