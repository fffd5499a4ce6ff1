import { emergencyCard } from '@lianxin/contracts';
import type { Principal } from '@lianxin/nest';
import { districtName, roleName } from '../dev/demo-users.js';
import { html, type Html } from './html.js';

export interface PageOptions {
  /** Who is signed in; none on the page that signs in. */
  readonly who?: Principal | undefined;
  readonly demo?: boolean;
}

/** A whole page: Chinese, works without scripts, styles from this server alone. `body` is markup made by `html`. */
export function page(title: string, body: Html, options: PageOptions = {}): string {
  const { who, demo } = options;
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · 连心</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">跳到正文</a>
<header>
<a class="brand" href="/">连心</a>${demo && html`<span class="demo">演示模式 · 账户无口令，仅限本机</span>`}
${who && html`<form method="post" action="/logout"><span>${districtName(who.district)} · ${roleName(who.role)} · ${who.id}</span> <button>退出</button></form>`}
</header>
<main id="main">
<h1>${title}</h1>
${body}
</main>
<footer>
<ul class="emergency">${emergencyCard.map((c) => html`<li><strong>${c.number}</strong> ${c.zh}</li>`)}</ul>
</footer>
</body>
</html>
`.text;
}

export const STYLE = `
:root { color-scheme: light dark; --line: #8888; --accent: #0b5cad; }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.7 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
header, main, footer { max-width: 64rem; margin: 0 auto; padding: .75rem 1rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; border-bottom: 1px solid var(--line); }
header form { margin-left: auto; }
.brand { font-weight: 700; font-size: 1.25rem; text-decoration: none; }
.demo { border: 1px solid var(--line); border-radius: .25rem; padding: 0 .5rem; }
.skip { position: absolute; left: -100rem; } .skip:focus { left: 0; }
.emergency { border: 2px solid #b00020; border-radius: .25rem; padding: .5rem .75rem; list-style: none; }
.bad { border-left: .4rem solid #b00020; padding-left: .75rem; } .good { border-left: .4rem solid #1a7f37; padding-left: .75rem; }
fieldset { border: 1px solid var(--line); margin: 0 0 1rem; }
label, legend { font-weight: 600; }
input, select, textarea, button { font: inherit; padding: .35rem .6rem; max-width: 100%; }
button { cursor: pointer; } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; } .steps { margin: 0; padding-left: 1.1rem; }
.level { border: 1px solid var(--line); border-radius: .25rem; padding: 0 .4rem; white-space: nowrap; } .level-red { border: 2px solid #b00020; } .level-orange { border: 2px solid #b45309; }
code { overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .9rem; margin: .3rem 0; } dt { opacity: .75; } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; } dd > dl { margin: 0; }
.timeline > li { margin-bottom: .9rem; } .timeline h3 { margin: 0; } .timeline p { margin: 0; opacity: .85; }
.sheet h2 { text-align: center; } .sheet .number { text-align: right; } .sheet table { table-layout: fixed; } .sheet col.term { width: 8.5rem; } .sheet th { font-weight: 600; } .sheet td { white-space: pre-wrap; overflow-wrap: anywhere; }
.sheet th, .sheet td { height: 2.4rem; } .sheet tr.tall td { height: 6rem; } .signatures { display: flex; flex-wrap: wrap; gap: 1rem 2rem; justify-content: space-between; } .signatures span { min-width: 10rem; } .sheet .note { font-size: .875rem; }
@media print { @page { size: A4; margin: 14mm; } :root { color-scheme: light; } body { font-size: 10.5pt; } header, footer, .skip, .screen, main > h1 { display: none; } main { max-width: none; padding: 0; } .sheet { break-after: page; } .sheet:last-child { break-after: auto; } .sheet th, .sheet td { border-color: #000; padding: 1.2mm 2mm; height: 8mm; } .sheet tr.tall td { height: 22mm; } .sheet tr { break-inside: avoid; } }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } table { display: block; overflow-x: auto; } }
@media (prefers-color-scheme: dark) { :root { --accent: #7cb8ff; } a { color: var(--accent); } }
`;
