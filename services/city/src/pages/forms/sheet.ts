import { html, type Html } from '../html.js';

/** A field of a printed form. Nothing recorded: an empty space to write in. */
export interface Field {
  readonly label: string;
  readonly value?: Html | string | undefined;
  /** Takes the whole width; `tall` also leaves room for long text or handwriting. */
  readonly size?: 'wide' | 'tall';
}
export interface Sheet { readonly title: string; readonly number: string; readonly fields: readonly Field[]; readonly signatures: readonly string[]; readonly note?: string }

const row = (fields: readonly Field[]): Html => {
  const [first, second] = fields as [Field, Field?];
  if (first.size === 'tall') return html`<tr class="tall"><th scope="row">${first.label}</th><td colspan="3">${first.value}</td></tr>`;
  if (first.size === 'wide') return html`<tr><th scope="row">${first.label}</th><td colspan="3">${first.value}</td></tr>`;
  return html`<tr><th scope="row">${first.label}</th><td>${first.value}</td>${second ? html`<th scope="row">${second.label}</th><td>${second.value}</td>` : html`<th scope="row"></th><td></td>`}</tr>`;
};

/** Two fields a row; wide ones have a row of their own. */
function rows(fields: readonly Field[]): readonly Html[] {
  const made: Html[] = [];
  let open: Field | undefined;
  for (const field of fields) {
    if (field.size !== undefined) {
      if (open) made.push(row([open]));
      open = undefined;
      made.push(row([field]));
    } else if (open) { made.push(row([open, field])); open = undefined; } else open = field;
  }
  if (open) made.push(row([open]));
  return made;
}

/** One sheet of paper (A4): heading, number, table, lines to sign. */
export const sheet = ({ title, number, fields, signatures, note }: Sheet): Html => html`
<section class="sheet" aria-label="${title}">
<h2>${title}</h2>
<p class="number">卷宗号：${number}</p>
<table><colgroup><col class="term"><col><col class="term"><col></colgroup><tbody>${rows(fields)}</tbody></table>
<p class="signatures">${signatures.map((s) => html`<span>${s}：</span>`)}<span>日期：　　年　　月　　日</span></p>
${note !== undefined && html`<p class="note">${note}</p>`}
</section>`;
