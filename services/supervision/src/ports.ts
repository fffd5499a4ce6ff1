import type { Cases } from '@lianxin/runtime';

/** A case as a list of all cases needs it. */
export interface CaseListed {
  readonly caseid: string;
  readonly district: string;
  readonly accusation: boolean;
  /** UTC. */
  readonly openedAt: string;
  /** UTC; absent while it is open. */
  readonly closedAt?: string;
}

/** A matter as indicators need it: codes and times only. */
export interface MatterListed {
  readonly id: string;
  readonly caseid: string;
  readonly district: string;
  readonly flags: readonly string[];
  /** UTC. */
  readonly receivedAt: string;
  readonly answers: readonly { readonly unit: string; readonly at: string }[];
  readonly isRepeat: boolean;
  /** The earlier matters it repeats, as far as the link may be known. */
  readonly repeats: readonly { readonly matter: string; readonly case: string }[];
}

/** A range of moments (UTC): from inclusive, below exclusive; district absent = all. */
export interface InRange { readonly district?: string | undefined; readonly from: string; readonly below: string }

/** A crisis episode as the indicator of timely response needs it. */
export interface EpisodeListed { readonly id: string; readonly caseid: string; readonly district: string; readonly level: string; readonly openedAt: string; readonly respondedAt?: string }

/** A service to a case, as the indicator of process notes needs it. */
export interface DeliveryListed { readonly id: string; readonly caseid: string; readonly district: string; /** UTC. */ readonly at: string; readonly writtenInTime: boolean }

/** A referral that was sent. */
export interface ReferralListed {
  readonly id: string;
  readonly caseid: string;
  readonly district: string;
  /** Kind of the receiving unit. */
  readonly unit: string;
  /** UTC. */
  readonly sentAt: string;
  readonly withdrawn: boolean;
  /** UTC; absent while the unit has not reported. */
  readonly reportedAt?: string;
  /** Legal day by which it was to report. */
  readonly replyBy: string;
}

/** A case that was accepted for service, and so is to be planned. */
export interface PlanListed {
  readonly caseid: string;
  readonly district: string;
  /** UTC. */
  readonly acceptedAt: string;
  /** Legal day by which the plan is to be drafted. */
  readonly due: string;
  /** Legal day on which its first edition was drafted; absent while there is none. */
  readonly plannedOn?: string;
}

/**
 * What supervision asks of other services; the host answers from those who own the facts. A list that nobody in this
 * installation keeps is absent: indicators then say so.
 */
export interface SupervisionPorts {
  readonly cases: Cases;
  /** Cases opened in the range. */
  casesOpened?(range: InRange): Promise<readonly CaseListed[]>;
  /** Matters received in the range. */
  mattersReceived?(range: InRange): Promise<readonly MatterListed[]>;
  /** Cases closed in the range. */
  casesClosed?(range: InRange): Promise<readonly CaseListed[]>;
  /** Crisis episodes opened in the range. */
  episodesOpened?(range: InRange): Promise<readonly EpisodeListed[]>;
  /** Services delivered in the range; those entered by mistake left out. */
  servicesDelivered?(range: InRange): Promise<readonly DeliveryListed[]>;
  /** Referrals sent in the range. */
  referralsSent?(range: InRange): Promise<readonly ReferralListed[]>;
  /** Cases accepted for service in the range. */
  casesToPlan?(range: InRange): Promise<readonly PlanListed[]>;
  /** Ids of the goals of the case's present plan; undefined when there is none, or nobody knows. */
  planGoals(caseid: string): Promise<readonly string[] | undefined>;
  /** The case of a 查询码. Whether there is one is nobody's to learn. */
  caseOfCode(code: string): Promise<string | undefined>;
  secret(name: string): Promise<Uint8Array>;
}
