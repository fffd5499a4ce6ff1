import type { HttpAppOptions } from '@lianxin/nest';
import { html } from './html.js';
import { page } from './page.js';

const FOR_PROGRAMS = /^\/(?:api|dev|health|metrics|openapi\.json|docs)(?:[/?]|$)/;

/** What a browser sees instead of problem details: a page in words, or the log-in. */
export const problemPage = (demo: boolean): NonNullable<HttpAppOptions['problemPage']> => (request, problem) => {
  if (FOR_PROGRAMS.test(request.url) || !(request.headers.accept ?? '').includes('text/html')) return undefined;
  if (problem.status === 401) return { redirect: request.method === 'GET' ? `/login?next=${encodeURIComponent(request.url)}` : '/login' };
  const places = problem.issues?.map((i) => html`<li>${i.detail}</li>`);
  return {
    html: page(problem.title, html`
<p class="bad" role="alert">${problem.detail}</p>
${places && html`<ul>${places}</ul>`}${problem.rule !== undefined && html`<p>依据：${problem.rule}</p>`}
<p>求助编号：<code>${problem.instance}</code></p>
<p><a href="/">回到首页</a></p>`, { demo }),
  };
};
