import type { Archive } from '@lianxin/archive';
import type { AssessmentParts } from '@lianxin/assessment';
import type { CoordinationParts } from '@lianxin/coordination';
import type { CrisisParts } from '@lianxin/crisis';
import type { IntakeParts } from '@lianxin/intake';
import type { Actor, Clock } from '@lianxin/kernel';
import type { SupervisionParts } from '@lianxin/supervision';
import { work, type AskWork, type DeskViews, type Work } from './work.query.js';

type Running = ReadonlyMap<string, { readonly started: { readonly parts: object } }>;

/** What a station's desk asks of the services of this host. */
export class Desk {
  constructor(readonly views: DeskViews) {}

  /** Of the services of a composition; undefined without intake, of whose cases the lists are made. */
  static of(running: Running, clock: Clock): Desk | undefined {
    const intake = running.get('intake')?.started.parts as IntakeParts | undefined;
    const crisis = running.get('crisis')?.started.parts as CrisisParts | undefined;
    const assessment = running.get('assessment')?.started.parts as AssessmentParts | undefined;
    const coordination = running.get('coordination')?.started.parts as CoordinationParts | undefined;
    const supervision = running.get('supervision')?.started.parts as SupervisionParts | undefined;
    const archive = running.get('archive')?.started.parts as Archive | undefined;
    return intake && new Desk({
      dossiers: intake.dossiers, matters: intake.matters, filed: archive?.cases, safeties: crisis?.safeties, episodes: crisis?.episodes, assessments: assessment?.assessments, referrals: coordination?.referrals,
      commitments: coordination?.commitments, outcomes: supervision?.outcomes, clock,
    });
  }

  work(actor: Actor, ask: AskWork): Promise<Work> { return work(this.views, actor, ask); }
}

export const USUAL: AskWork = { unansweredDays: 15, silentDays: 14, limit: 20 };
