import { mayDo } from '@lianxin/contracts';
import type { Actor, Result } from '@lianxin/kernel';
import type { StoredEvent } from '@lianxin/event-log';
import { onCase, type CaseFacts, type Cases, type ServiceEngine, type ViewReader } from '@lianxin/runtime';
import type { BehaviourPlanDoc } from '../views/behaviour-plans.view.js';
import type { CaseworkDoc } from '../views/casework.view.js';
import type { CommitmentDoc } from '../views/commitments.view.js';
import type { DeliveryDoc } from '../views/deliveries.view.js';
import type { DepartmentDoc } from '../views/departments.view.js';
import type { GroupDoc } from '../views/groups.view.js';
import type { InboxDoc } from '../views/inbox.view.js';
import type { ReferralDoc } from '../views/referrals.view.js';

/** What reading in coordination needs. */
export interface ReadParts {
  readonly engine: ServiceEngine;
  readonly cases: Cases;
  readonly casework: ViewReader<CaseworkDoc>;
  readonly deliveries: ViewReader<DeliveryDoc>;
  readonly commitments: ViewReader<CommitmentDoc>;
  readonly behaviourPlans: ViewReader<BehaviourPlanDoc>;
  readonly groups: ViewReader<GroupDoc>;
  readonly departments: ViewReader<DepartmentDoc>;
  readonly referrals: ViewReader<ReferralDoc>;
  readonly inbox: ViewReader<InboxDoc>;
}

/** A case that the actor may read here by this right. */
export async function readable(cases: Cases, caseid: string, actor: Actor, action: string): Promise<Result<CaseFacts>> {
  const found = await onCase(cases, caseid, actor);
  if (!found.ok) return found;
  const may = mayDo(action, actor, { district: found.value.district });
  return may.ok ? found : may;
}

export const streamOf = (engine: ServiceEngine, district: string, stream: string): Promise<readonly StoredEvent[]> => engine.parts.log.readStream(`${engine.parts.service}.${district}`, stream);
