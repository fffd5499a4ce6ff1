import { parseEnvelope, parseStream, type Clock, type SagaEvent, type SomeSaga } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import type { EventTypes } from '../commands/event-types.js';
import type { InstanceQuery, InstanceRow, PendingRow, SagaIndex, TimerRow } from './saga-index.js';

interface Words { readonly zh: string; readonly en: string }

/** One line of an instance's history: an event of its stream. */
export interface SagaLine {
  readonly version: number;
  /** UTC milliseconds. */
  readonly recordedat: number;
  readonly event: SagaEvent;
  readonly causationid?: string;
}

/** An instance from inside: where it stands and what it waits for. */
export interface SagaView {
  readonly instance: InstanceRow;
  /** The step in words, as its definition has them. */
  readonly step?: Words;
  /** Why it does not go on by itself. */
  readonly waits: Words;
  readonly timers: readonly TimerRow[];
  readonly pending: readonly PendingRow[];
}

export interface SagaReads {
  /** Instances by saga, state, step, case; in the order of their streams, page by page. */
  list(query: InstanceQuery): readonly InstanceRow[];
  counts(): ReturnType<SagaIndex['counts']>;
  one(stream: string): SagaView | undefined;
  /** What happened in an instance, oldest first. */
  history(stream: string): Promise<readonly SagaLine[]>;
  /** The definitions that run here. */
  definitions(): readonly SomeSaga[];
}

export interface ReadsParts { readonly index: SagaIndex; readonly log: EventLog; readonly types: EventTypes; readonly sagas: ReadonlyMap<string, SomeSaga>; readonly clock: Clock }

export function sagaReads({ index, log, types, sagas }: ReadsParts): SagaReads {
  return {
    list: (query) => index.find(query),
    counts: () => index.counts(),
    definitions: () => [...sagas.values()],
    one(stream) {
      const instance = index.instance(stream);
      if (!instance) return undefined;
      const timers = index.timersOf(stream);
      const pending = index.pendingOf(stream);
      const step = sagas.get(instance.saga)?.steps[instance.step];
      return { instance, timers, pending, ...(step ? { step } : {}), waits: waitsFor(instance, step, timers, pending) };
    },
    async history(stream) {
      const name = parseStream(stream);
      const row = index.instance(stream);
      if (!name || !row) return [];
      const lines: SagaLine[] = [];
      for (const logName of await log.logs()) {
        if (!logName.includes(`.${name.district}`) || logName.includes('-access')) continue;
        for (let after = 0; ;) {
          const page = await log.readStream(logName, stream, { after, limit: 500 });
          for (const stored of page) {
            const e = parseEnvelope(stored.body);
            const event = types.read(e.type, e.data) as SagaEvent | undefined;
            if (event) lines.push({ version: stored.version, recordedat: stored.recordedat, event, ...(e.causationid === undefined ? {} : { causationid: e.causationid }) });
          }
          if (page.length < 500) break;
          after = page.at(-1)!.version;
        }
      }
      return lines;
    },
  };
}

/** Why an instance does not go on by itself, in words; the most pressing reason first. */
function waitsFor(i: InstanceRow, step: Words | undefined, timers: readonly TimerRow[], pending: readonly PendingRow[]): Words {
  if (i.status === 'finished') return { zh: `已结束：${i.outcome ?? ''}`, en: `finished: ${i.outcome ?? ''}` };
  if (i.quarantined !== undefined) return { zh: `已隔离，待人处理：${i.quarantined}`, en: `put aside until a person releases it: ${i.quarantined}` };
  if (i.status === 'waits') return { zh: '起始事件尚未到达', en: 'what it starts on has not come yet' };
  const asked = pending.map((p) => (p.key === undefined ? p.command : `${p.command} (${p.key})`)).join(', ');
  const next = timers.find((t) => !t.paused);
  const held = timers.filter((t) => t.paused).map((t) => t.timer).join(', ');
  const zh = [step?.zh ?? i.step, ...(asked ? [`等待指令答复：${asked}`] : []), ...(next ? [`下一时限 ${next.timer}：${next.due.legal ?? next.due.fireAt}`] : []), ...(held ? [`暂停计时：${held}`] : [])];
  const en = [step?.en ?? i.step, ...(asked ? [`waits for the answer to ${asked}`] : []), ...(next ? [`next timer ${next.timer}: ${next.due.legal ?? next.due.fireAt}`] : []), ...(held ? [`held: ${held}`] : [])];
  return { zh: zh.join('；'), en: en.join('; ') };
}
