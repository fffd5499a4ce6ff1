import { escalationReasons, escalationResolutions, ladderLevels, ladderProcesses } from '@lianxin/contracts';
import type { EscalationEvent } from './escalation.decider.js';

/** What happened, in a sentence for people. */
export interface Line { readonly zh: string; readonly en: string }
interface Said { readonly type: string; readonly data: unknown; readonly time: string; readonly actorid: string }

/** Moments as people in Guangzhou read them. */
const clock = (time: string): string => new Date(Date.parse(time) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

function sentence({ type, data }: EscalationEvent, by: string): Line {
  const level = (of: string) => ladderLevels.find(of)!;
  switch (type) {
    case 'EscalationRaised': {
      const [process, reason, whose, until] = [ladderProcesses.find(data.process)!, escalationReasons.find(data.reason)!, level(data.level), clock(data.due)];
      return { zh: `发起升级（${process.zh}：${reason.zh}）；第${data.rung}级${whose.zh}应于${until}前应答`, en: `raised (${process.en}: ${reason.en}); rung ${data.rung}, ${whose.en}, answers by ${until}` };
    }
    case 'EscalationClimbed': {
      const [whose, until] = [level(data.level), clock(data.due)];
      return { zh: `第${data.from}级未应答，升至第${data.rung}级${whose.zh}，应于${until}前应答`, en: `rung ${data.from} did not answer: climbed to rung ${data.rung}, ${whose.en}, who answers by ${until}` };
    }
    case 'EscalationUnanswered': return { zh: `已至最高层级（${level(data.level).zh}），仍无人应答，留在本级`, en: `at the top (${level(data.level).en}) nobody answered: it stays there` };
    case 'EscalationAcknowledged': return { zh: `第${data.rung}级${level(data.level).zh}应答（${by}），停止升级`, en: `acknowledged on rung ${data.rung}, ${level(data.level).en}, by ${by}: it climbs no more` };
    case 'EscalationResolved': return { zh: `办结：${escalationResolutions.find(data.outcome)!.zh}（${by}）`, en: `resolved: ${escalationResolutions.find(data.outcome)!.en} (${by})` };
  }
}

/** The history of an escalation, a line for each event. */
export const historyLines = (entries: readonly Said[]): readonly (Line & { readonly time: string })[] => entries.map((e) => {
  const { zh, en } = sentence({ type: e.type, data: e.data } as EscalationEvent, e.actorid);
  return { time: e.time, zh: `${clock(e.time)} ${zh}`, en: `${clock(e.time)} ${en}` };
});
