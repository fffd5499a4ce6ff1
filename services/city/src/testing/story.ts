import { expect } from '@jest/globals';

export type Json = Readonly<Record<string, unknown>>;
interface Told { readonly status: number; readonly type: string; readonly body: Json; readonly text: string }
/** One request of the story, as the document shows it. */
interface Asked { readonly who: string; readonly request: string; readonly body?: string; readonly answer: string }
interface Step { readonly zh: string; readonly en: string; readonly asked: Asked[] }

const PATIENCE_MS = 20_000;

const same = (actual: unknown, wanted: unknown): void => { expect(actual).toEqual(wanted); };
const shows = (actual: object, wanted: object): void => { expect(actual).toMatchObject(wanted); };

/** Tells a story to a running server, request by request, and keeps what was asked and answered for the document. */
export class Story {
  readonly steps: Step[] = [];
  /** What the document calls things that are different in every run. */
  private readonly names = new Map<string, string>();
  private readonly tokens = new Map<string, string>();
  private readonly cookies = new Map<string, string>();

  constructor(private readonly url: string) {}

  /** Begins a step. What is asked from here on belongs to it. */
  step(zh: string, en: string): void { this.steps.push({ zh, en, asked: [] }); }

  /** Sets the virtual clock forward to a minute of Beijing time, for example `2030-01-07T09:00`. */
  async clock(to: string): Promise<void> {
    const response = await fetch(`${this.url}/dev/clock`, { method: 'POST', body: JSON.stringify({ to: `${to}:00+08:00` }), headers: { 'content-type': 'application/json' } });
    same([to, response.status], [to, 200]);
    this.steps.at(-1)?.asked.push({ who: '时钟 clock', request: to.replace('T', ' '), answer: '' });
  }

  /** Names an id or code of an answer; returns it. */
  name(name: string, value: unknown): string {
    same([name, typeof value], [name, 'string']);
    this.names.set(value as string, `{${name}}`);
    return value as string;
  }

  /** A command that is accepted. */
  async give(user: string | undefined, path: string, body: unknown, wanted: Json = {}): Promise<Json> {
    const told = await this.send(user, path, body);
    same([user, path, told.status < 300 ? {} : told.body], [user, path, {}]);
    shows(told.body, wanted);
    this.keep(user, 'POST', path, body, this.answered(told.status, wanted));
    return told.body;
  }

  /** A request that is refused, with the reason. */
  async refused(user: string | undefined, path: string, body: unknown, status: number, code: string, more: Json = {}): Promise<Json> {
    const told = await this.send(user, path, body);
    shows([user, path, told.status, told.body], [user, path, status, { code, detail: expect.stringMatching(/\p{Script=Han}/u), ...more }]);
    this.keep(user, body === undefined ? 'GET' : 'POST', path, body, `${status} ${code}${typeof told.body['rule'] === 'string' ? `（${told.body['rule']}）` : ''}`);
    return told.body;
  }

  /** What a reader finds; views follow the logs a moment later, so it is asked until it is so. */
  async see(user: string | undefined, path: string, wanted: Json = {}): Promise<Json> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const told = await this.send(user, path);
      try {
        same([user, path, told.status === 200 ? 200 : told], [user, path, 200]);
        shows(told.body, wanted);
        this.keep(user, 'GET', path, undefined, this.answered(200, wanted));
        return told.body;
      } catch (error) {
        if (performance.now() > end) throw error;
      }
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }

  /** A text, for example a bundle. */
  async text(user: string, path: string): Promise<string> {
    const told = await this.send(user, path);
    same([path, told.status], [path, 200]);
    this.keep(user, 'GET', path, undefined, '200');
    return told.text;
  }

  /** A page that shows all these words, and what it must not show. */
  async page(user: string, path: string, words: readonly string[]): Promise<string> {
    if (!this.cookies.has(user)) {
      const response = await fetch(`${this.url}/login`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ user }), headers: { origin: this.url } });
      this.cookies.set(user, response.headers.get('set-cookie')!.split(';')[0]!);
    }
    const response = await fetch(this.url + path, { redirect: 'manual', headers: { cookie: this.cookies.get(user)!, accept: 'text/html' } });
    const text = await response.text();
    same([path, response.status, words.filter((w) => !text.includes(w))], [path, 200, []]);
    this.keep(user, 'GET', path, undefined, `网页 page：${words.join('、')}`);
    return text;
  }

  /** A command line, with its exit code and what it must say. */
  said(line: string, result: { readonly exit: number; readonly out: string; readonly err: string }, words: string): void {
    same([line, result.exit, result.err, result.out], [line, 0, expect.any(String), expect.stringContaining(words)]);
    this.steps.at(-1)!.asked.push({ who: '$', request: `npm run lianxin -- ${this.named(line)}`, answer: words });
  }

  /** Anybody, without signing in: the petitioner. */
  async post(path: string, body: unknown, wanted: Json): Promise<Json> { return this.give(undefined, path, body, wanted); }

  private async send(user: string | undefined, path: string, body?: unknown): Promise<Told> {
    const response = await fetch(this.url + path, {
      headers: { ...(user === undefined ? {} : { authorization: `Bearer ${await this.token(user)}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    const [text, type] = [await response.text(), response.headers.get('content-type') ?? ''];
    return { status: response.status, type, text, body: /[/+]json\b/.test(type) ? JSON.parse(text) as Json : {} };
  }

  private async token(user: string): Promise<string> {
    const known = this.tokens.get(user);
    if (known !== undefined) return known;
    const { token } = (await (await fetch(`${this.url}/dev/token`, { method: 'POST', body: JSON.stringify({ user }), headers: { 'content-type': 'application/json' } })).json()) as { token: string };
    this.tokens.set(user, token);
    return token;
  }

  private keep(user: string | undefined, method: string, path: string, body: unknown, answer: string): void {
    this.steps.at(-1)!.asked.push({ who: user ?? '信访人 petitioner', request: `${method} ${this.named(path)}`, answer, ...(body === undefined ? {} : { body: this.named(JSON.stringify(body)) }) });
  }

  private answered(status: number, wanted: Json): string {
    const words = JSON.stringify(inWords(wanted));
    return words === '{}' ? String(status) : `${status} ${this.named(words)}`;
  }

  /** The words of the document: what is different in every run by its name. */
  private named(text: string): string {
    let named = text;
    for (const [value, name] of this.names) named = named.replaceAll(value, name);
    return named;
  }
}

/** What was expected, as a reader understands it: a matcher shows what it looks for. */
function inWords(wanted: unknown): unknown {
  if (typeof wanted !== 'object' || wanted === null) return wanted;
  if ('asymmetricMatch' in wanted) {
    const { sample } = wanted as { readonly sample?: unknown };
    if (typeof sample === 'string') return `…${sample}…`;
    return Array.isArray(sample) ? [...sample.map(inWords), '…'] : typeof sample === 'object' ? inWords(sample) : undefined;
  }
  return Array.isArray(wanted) ? wanted.map(inWords) : Object.fromEntries(Object.entries(wanted).map(([member, value]) => [member, inWords(value)]));
}

/** The story as a document, step by step. */
export function storyDocument(intro: string, { steps }: Story): string {
  const told = steps.map(({ zh, en, asked }, i) => {
    const lines = asked.map(({ who, request, body, answer }) => `${who === '$' ? `$ ${request}` : `${who}: ${request}`}${body === undefined ? '' : `\n    ${body}`}${answer === '' ? '' : `\n    → ${answer}`}`);
    return `## ${i + 1} ${zh}\n\n${en}\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n`;
  });
  return `${intro}\n${told.join('\n')}`;
}
