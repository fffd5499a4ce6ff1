import { setTimeout as delay } from 'node:timers/promises';

type Json = Readonly<Record<string, unknown>>;
export interface Told { readonly status: number; readonly text: string; readonly body: Json }
interface Schema { readonly $ref?: string; readonly example?: unknown; readonly examples?: readonly unknown[] }
interface Parameter { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema?: Schema }
export interface Operation { readonly parameters?: readonly Parameter[]; readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> } }
export interface Description { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>; readonly components: { readonly schemas: Readonly<Record<string, Schema>> } }

/** What an operation is given besides what its description shows: ids of things that are there, above all. Body members replace those of the example. */
export interface Given { readonly path?: Readonly<Record<string, string>>; readonly query?: Readonly<Record<string, string>>; readonly body?: Json }

/** What follows a command elsewhere is there a moment later; so long (ms) it may take. */
const PATIENCE_MS = 10_000;

/** A running city by its own description: operations are named `POST /api/intake/dossiers` and sent with their documented examples. */
export class Api {
  private readonly tokens = new Map<string, Promise<string>>();
  private constructor(readonly url: string, readonly description: Description) {}

  static async of(url: string): Promise<Api> {
    return new Api(url, await (await fetch(`${url}/openapi.json`)).json() as Description);
  }

  get operations(): string[] {
    return Object.entries(this.description.paths).flatMap(([path, verbs]) => Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`));
  }

  token(user: string): Promise<string> {
    const known = this.tokens.get(user);
    if (known) return known;
    const fresh = (async () => String((await this.send(undefined, 'POST', '/dev/token', { user })).body['token']))();
    this.tokens.set(user, fresh);
    return fresh;
  }

  async send(user: string | undefined, method: string, path: string, body?: unknown): Promise<Told> {
    const headers = { ...(user === undefined ? {} : { authorization: `Bearer ${await this.token(user)}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const response = await fetch(this.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, text, body: response.headers.get('content-type')?.includes('json') === true && !text.includes('\n') && text !== '' ? JSON.parse(text) as Json : {} };
  }

  /** The documented example of an operation's body; `undefined` when it takes none or shows none. */
  example(operation: string): Json | undefined {
    return this.shown(this.find(operation).requestBody?.content['application/json']?.schema) as Json | undefined;
  }

  /** An operation once, as documented. */
  async ask(user: string | undefined, operation: string, given: Given = {}): Promise<Told> {
    const [method = '', template = ''] = operation.split(' ');
    const { parameters = [] } = this.find(operation);
    const documented = (name: string, where: string): string | undefined => {
      const shown = this.shown(parameters.find((p) => p.name === name && p.in === where)?.schema);
      return typeof shown === 'string' || typeof shown === 'number' ? String(shown) : undefined;
    };
    const path = template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => encodeURIComponent(given.path?.[name] ?? documented(name, 'path') ?? whole));
    const query = parameters.filter((p) => p.in === 'query').flatMap(({ name, required = false }) => {
      const value = given.query?.[name] ?? (required ? documented(name, 'query') : undefined);
      return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`];
    });
    const example = this.example(operation);
    return this.send(user, method, path + (query.length > 0 ? `?${query.join('&')}` : ''), example === undefined && given.body === undefined ? undefined : { ...example, ...given.body });
  }

  /** The same, again while what it needs is still on its way; throws with the refusal when it does not succeed. */
  async succeed(user: string | undefined, operation: string, given: Given = {}): Promise<Told> {
    for (const until = Date.now() + PATIENCE_MS; ;) {
      const told = await this.ask(user, operation, given);
      if (told.status < 300) return told;
      if (![404, 409, 503].includes(told.status) || Date.now() > until) {
        const { code = '', path = '', en } = told.body as { code?: string; path?: string; en?: { detail?: string } };
        throw new Error(`${operation} as ${user ?? 'nobody'}: ${told.status} ${code} ${path} ${en?.detail ?? ''}`);
      }
      await delay(25);
    }
  }

  private find(operation: string): Operation {
    const [method = '', template = ''] = operation.split(' ');
    const found = this.description.paths[template]?.[method.toLowerCase()];
    if (!found) throw new Error(`the description knows no ${operation}`);
    return found;
  }

  private shown(schema: Schema | undefined): unknown {
    const whole = schema?.$ref === undefined ? schema : this.description.components.schemas[schema.$ref.split('/').at(-1)!];
    return whole?.example ?? whole?.examples?.[0];
  }
}
