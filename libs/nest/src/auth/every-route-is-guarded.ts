import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod, type INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ACTION_METADATA, PAGE_METADATA, PUBLIC_METADATA } from './decorators.js';
import { ACTION_POLICY, type ActionPolicy } from './principal.js';

export interface GuardedRoute {
  readonly controller: string;
  readonly method: string;
  /** For example `GET`. */
  readonly verb: string;
  /** For example `/api/intake/dossiers/:dossier`. */
  readonly path: string;
  /** Signed in by the session cookie instead of a bearer token. */
  readonly page: boolean;
  readonly action?: string;
  readonly open?: string;
}

/** All routes of an application with what guards them. */
export function guardedRoutes(app: INestApplicationContext): GuardedRoute[] {
  const routes: GuardedRoute[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      for (const [name, { value }] of methodsOf(metatype.prototype as object)) {
        if (typeof value !== 'function' || Reflect.getMetadata(METHOD_METADATA, value) === undefined) continue;
        const own = (key: string): unknown => Reflect.getMetadata(key, value);
        const meta = (key: string) => (own(key) ?? Reflect.getMetadata(key, metatype)) as string | undefined;
        const path = [Reflect.getMetadata(PATH_METADATA, metatype), own(PATH_METADATA)].flatMap((part) => String(part ?? '').split('/')).filter((part) => part !== '').join('/');
        const [action, open] = [meta(ACTION_METADATA), meta(PUBLIC_METADATA)];
        routes.push({ controller: metatype.name, method: name, verb: RequestMethod[own(METHOD_METADATA) as RequestMethod], path: `/${path}`, page: meta(PAGE_METADATA) !== undefined, ...(action === undefined ? {} : { action }), ...(open === undefined ? {} : { open }) });
      }
    }
  }
  return routes;
}

function methodsOf(prototype: object): [string, PropertyDescriptor][] {
  const chain: [string, PropertyDescriptor][] = [];
  for (let at: object | null = prototype; at && at !== Object.prototype; at = Object.getPrototypeOf(at) as object | null) chain.push(...Object.entries(Object.getOwnPropertyDescriptors(at)));
  return chain;
}

/** Stops the start when a route has neither `@Action` nor `@Public`, or names an action the role table does not know. */
export function assertEveryRouteIsGuarded(app: INestApplicationContext): void {
  const policy = app.get<ActionPolicy>(ACTION_POLICY);
  const faults = guardedRoutes(app).flatMap(({ controller, method, action, open }) => {
    if (action !== undefined) return policy.knows(action) ? [] : [`${controller}.${method}: no row "${action}" in the role table`];
    return open !== undefined ? [] : [`${controller}.${method}: neither @Action nor @Public`];
  });
  if (faults.length > 0) throw new Error(`routes without a guard:\n${faults.join('\n')}`);
}
