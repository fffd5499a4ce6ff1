import type { Actor } from '@lianxin/kernel';
import type { RoundState } from '../code-lists/coordination-multi-referral.js';
import { allowed, type ListedAction, type NextAction } from './next-action.js';

/** A round of referrals as its reader sees it. */
export interface RoundSeen { readonly id: string; readonly state: RoundState; readonly calledOff: boolean; readonly decided: boolean }

/** Every action on a round with whether its state lets it. */
export const listedOnRound = ({ id: on, state, calledOff, decided }: RoundSeen): readonly ListedAction[] => [
  { command: 'CallOffRound', action: 'coordination.round.end', on, when: state !== 'ENDED' && !calledOff && !decided, zh: '撤销多方转介', en: 'call the round off' },
  { command: 'DecideRound', action: 'coordination.round.decide', on, when: state === 'STUCK' && !calledOff && !decided, zh: '作出决定', en: 'decide' },
];
export const nextOnRound = (seen: RoundSeen, actor: Actor, district: string): readonly NextAction[] => allowed(listedOnRound(seen), actor, district);
