import type { Clearance } from '@lianxin/archive';
import { clearForClosing, type CrisisParts } from '@lianxin/crisis';
import { refused } from '@lianxin/kernel';

type Running = ReadonlyMap<string, { readonly started: { readonly parts: object } }>;

/** The archive asks crisis whether a case may be closed. Nobody to ask is no leave to close. */
export const clearanceOf = (running: Running): Clearance => ({
  clear(ask, actor) {
    const crisis = running.get('crisis')?.started.parts as CrisisParts | undefined;
    return crisis ? clearForClosing(crisis, ask, actor) : Promise.resolve(refused('archive/no-clearance'));
  },
});
