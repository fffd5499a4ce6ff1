import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Remembers every route as it is added and tells which methods an address answers: the `Allow` of a 405. */
export function allowedMethods(fastify: FastifyInstance): (request: FastifyRequest) => readonly string[] {
  const routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const route = routes.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const m of [method].flat()) route.methods.add(m);
    routes.set(url, route);
  });
  return (request) => {
    const path = request.url.split('?', 1)[0]!;
    const methods = new Set<string>();
    for (const route of routes.values()) if (route.pattern.test(path)) for (const m of route.methods) methods.add(m);
    methods.delete(request.method);
    return [...methods].toSorted();
  };
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.split(/(:\w+|\*)/).map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))).join('')}/?$`);
