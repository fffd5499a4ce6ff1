import type { Actor } from '@lianxin/kernel';
import { allowed, type ListedAction, type NextAction } from './next-action.js';

/** A case's file as the archive sees it, with what others say to closing. */
export interface FileSeen {
  readonly open: boolean;
  readonly held: boolean;
  readonly accusation: boolean;
  /** Its data may only be stored. */
  readonly restricted: boolean;
  readonly serviceGiven: boolean;
  /** The evaluation is signed off. */
  readonly evaluated: boolean;
  readonly openReferrals: number;
  /** Agreed to be followed up. */
  readonly followUp: boolean;
  /** Loans that are out. */
  readonly out: readonly string[];
}

/**
 * What this actor may do next about a case's file. Closing is listed when the file lets it; crisis is asked, and may
 * refuse, in the moment of closing. A conflict of interest leaves nothing.
 */
export function nextInArchive(seen: FileSeen, actor: Actor, { district, conflicted = [] }: { readonly district: string; readonly conflicted?: readonly string[] }): readonly NextAction[] {
  if (conflicted.includes(actor.id)) return [];
  const settled = seen.open && seen.openReferrals === 0;
  const withoutService = settled && !seen.serviceGiven && (actor.role === 'archivist' || actor.role === 'supervisor');
  const listed: readonly ListedAction[] = [
    { command: 'CloseCase', action: 'archive.case.close', when: (settled && seen.evaluated) || withoutService, zh: seen.evaluated ? '结案' : '结案（未提供个案服务，注明原因）', en: seen.evaluated ? 'close the case' : 'close without a service, with the reason' },
    { command: 'ReopenCase', action: 'archive.case.reopen', when: !seen.open, zh: '重新开案', en: 'reopen the case' },
    // Whoever does not want to be followed up may still be reported as moved or dead.
    { command: 'RecordFollowUp', action: 'archive.followup.record', when: !seen.open, zh: seen.followUp ? '登记回访' : '登记迁出或去世（未同意回访）', en: seen.followUp ? 'record a follow-up' : 'record a move or a death (no consent to follow-up)' },
    { command: 'AssignRetention', action: 'archive.retention.assign', when: true, zh: '确定保管期限', en: 'assign a retention class' },
    { command: 'PlaceHold', action: 'archive.hold.place', when: !seen.held, zh: '冻结', en: 'place a hold' },
    { command: 'LiftHold', action: 'archive.hold.lift', when: seen.held, zh: '解除冻结', en: 'lift the hold' },
    { command: 'LendFile', action: 'archive.file.lend', when: !seen.restricted, zh: seen.accusation ? '登记借阅（限纪检监察、司法机关、信访局）' : '登记借阅', en: 'record a loan' },
    ...seen.out.map((on): ListedAction => ({ command: 'ReturnFile', action: 'archive.file.lend', on, when: true, zh: '登记归还', en: 'record its return' })),
  ];
  return allowed(listed, actor, district);
}

/** A story of the case library as its reader sees it. */
export interface StorySeen { readonly id: string; readonly phase: 'drafted' | 'returned' | 'published' | 'withdrawn'; readonly author: string }

export const nextOnStory = ({ id: on, phase, author }: StorySeen, actor: Actor, district: string): readonly NextAction[] => allowed([
  { command: 'ReviseStory', action: 'archive.library.write', on, when: phase !== 'withdrawn' && author === actor.id, zh: '修改案例', en: 'revise the story' },
  { command: 'PublishStory', action: 'archive.library.review', on, when: phase === 'drafted' && author !== actor.id, zh: '审核入库', en: 'publish the story' },
  { command: 'ReturnStory', action: 'archive.library.review', on, when: phase === 'drafted' && author !== actor.id, zh: '退回案例', en: 'return the story' },
  { command: 'WithdrawStory', action: 'archive.library.review', on, when: phase !== 'withdrawn', zh: '撤下案例', en: 'withdraw the story' },
], actor, district);
