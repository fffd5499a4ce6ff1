import { decider, happened, refuse, shanghaiYear, startOfShanghaiYear, streamName, type Command } from '@lianxin/kernel';
import type { EventOf, numberDrawn } from '@lianxin/contracts';

/**
 * A register (登记簿): gives out the numbers of one district and legal year, one after the other, in the same append as
 * what bears them. So no number is lost, doubled or left out.
 */
export type RegisterEvent = EventOf<typeof numberDrawn>;

export type Series = RegisterEvent['data']['series'];
export type RegisterCommand = Command<'DrawNumbers', { readonly district: string; readonly year: number; readonly series: readonly Series[] }>;

/** Last number given out of each series. */
export interface Register { readonly case: number; readonly matter: number }

const LAST = 999_999;
/** `XF` before a matter's number: said on the phone, the two cannot be mixed up. */
const PREFIX: Readonly<Record<Series, string>> = { case: '', matter: 'XF' };

export const numberText = (series: Series, district: string, year: number, seq: number): string => `${PREFIX[series]}${district}-${year}-${String(seq).padStart(6, '0')}`;

/** The one register of a district and year: its id is the UUIDv7 of the year's first millisecond in Asia/Shanghai, without chance. */
export function registerStream(district: string, year: number): string {
  const ms = startOfShanghaiYear(year).toString(16).padStart(12, '0');
  return streamName('register', district, `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`);
}

export const register = decider<RegisterCommand, RegisterEvent, Register>({
  name: 'register',
  stateVersion: 1,
  initial: { case: 0, matter: 0 },

  decide: {
    DrawNumbers: ({ district, year, series }, s, { now }) => {
      if (shanghaiYear(now) !== year) return refuse('register/other-year');
      const last = { ...s };
      const drawn: RegisterEvent[] = [];
      for (const name of series) {
        last[name] += 1;
        if (last[name] > LAST) return refuse('register/full');
        drawn.push(happened('NumberDrawn', { series: name, year, seq: last[name], number: numberText(name, district, year, last[name]) }));
      }
      return drawn;
    },
  },

  evolve: {
    NumberDrawn: (s, e) => ({ ...s, [e.series]: e.seq }),
  },
});
