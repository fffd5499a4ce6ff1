import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Frontier } from '@lianxin/kernel';
import { columnFaults, type StoredRow } from '../column-faults.js';
import type { Append, AppendOutcome, StoredEvent } from '../port.js';
import { NOON, readAll, sampleAppend, type MakeHarness } from './harness.js';

const LOGS = ['intake.440103', 'intake.440106'] as const;
const STREAMS = ['matter-440106-a', 'matter-440106-b', 'matter-440106-c'] as const;
const CASES = ['case-1', undefined, 'case-3'] as const;

/** What the port means, in as few lines as it takes. */
class Model {
  readonly rows: { stream: string; caseid: string | undefined; commandid: string | undefined; recordedat: number }[] = [];
  clock = 0;

  private of(stream: string) { return this.rows.filter((r) => r.stream === stream); }
  version(stream: string): number { return this.of(stream).length; }

  apply(a: Append, now: number): { kind: AppendOutcome['kind']; position?: number; recordedat?: number; commandRows?: number } {
    const known = this.rows.filter((r) => a.commandid !== undefined && r.commandid === a.commandid).length;
    if (known > 0) return { kind: 'repeated', commandRows: known };
    const recordedat = Math.max(now, this.clock, (a.causedAt ?? -1) + 1, ...a.streams.flatMap((s) => s.events.map((e) => e.time)));
    if (a.recordedBefore !== undefined && recordedat >= a.recordedBefore) return { kind: 'conflict' };
    for (const s of a.streams) {
      if (this.version(s.stream) !== s.expected) return { kind: 'conflict' };
      if (s.expected > 0 && this.of(s.stream)[0]!.caseid !== s.caseid) return { kind: 'refused' };
    }
    for (const s of a.streams) for (const _ of s.events) this.rows.push({ stream: s.stream, caseid: s.caseid, commandid: a.commandid, recordedat });
    this.clock = recordedat;
    return { kind: 'appended', position: this.rows.length, recordedat };
  }
}

const anAppend = fc.record({
  log: fc.integer({ min: 0, max: 1 }),
  streams: fc.uniqueArray(fc.record({ stream: fc.integer({ min: 0, max: 2 }), off: fc.constantFrom(0, 0, 0, 0, -1, 1), strayed: fc.constantFrom(false, false, false, false, true), events: fc.integer({ min: 1, max: 3 }) }),
    { minLength: 1, maxLength: 3, selector: (s) => s.stream }),
  command: fc.option(fc.integer({ min: 0, max: 8 })),
  causedIn: fc.option(fc.integer({ min: -50, max: 50 })),
  before: fc.option(fc.integer({ min: -20, max: 200 })),
});
const aStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('appends' as const), second: fc.boolean(), appends: fc.array(anAppend, { minLength: 1, maxLength: 8 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('time' as const), by: fc.integer({ min: -100, max: 100 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('heartbeat' as const), log: fc.integer({ min: 0, max: 1 }), by: fc.integer({ min: -50, max: 50 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
);

const rowsOf = (events: readonly StoredEvent[]): readonly StoredRow[] => {
  const nth = new Map<string, number>();
  return events.map((e) => {
    const n = e.commandid === undefined ? null : nth.get(e.commandid) ?? 0;
    if (e.commandid !== undefined) nth.set(e.commandid, n! + 1);
    return { ...e, caseid: e.caseid ?? null, commandid: e.commandid ?? null, n };
  });
};

export function behavesAsTheModel(make: MakeHarness, runs: number): void {
  describe('any history', () => {
    it('gives the answers and rows of the model', () => fc.assert(fc.asyncProperty(fc.array(aStep, { minLength: 1, maxLength: 25 }), async (steps) => {
      let now = NOON;
      const harness = await make({ clock: { now: () => now } });
      try {
        let log = harness.log;
        let second = harness.other ? await harness.other() : log;
        const models = LOGS.map(() => new Model());
        for (const step of steps) {
          if (step.kind === 'time') now += step.by;
          if (step.kind === 'reopen' && harness.reopen) { log = await harness.reopen(); second = harness.other ? await harness.other() : log; }
          if (step.kind === 'heartbeat') {
            await log.heartbeat(LOGS[step.log]!, now + step.by);
            models[step.log]!.clock = Math.max(models[step.log]!.clock, now + step.by);
          }
          if (step.kind !== 'appends') continue;
          const called: Append[] = [];
          const wanted = step.appends.map((p) => {
            const model = models[p.log]!;
            const append = sampleAppend(p.streams.map((s) => {
              const caseid = CASES[s.strayed ? (s.stream + 1) % 3 : s.stream];
              return { stream: STREAMS[s.stream]!, expected: Math.max(0, model.version(STREAMS[s.stream]!) + s.off), ...(caseid === undefined ? {} : { caseid }), events: Array.from({ length: s.events }, () => ({ time: NOON - 1000 })) };
            }), {
              log: LOGS[p.log]!, ...(p.command === null ? {} : { commandid: `command-${p.command}` }),
              more: { ...(p.causedIn === null ? {} : { causedAt: now + p.causedIn }), ...(p.before === null ? {} : { recordedBefore: now + p.before }) },
            });
            called.push(append);
            return model.apply(append, now);
          });
          const outcomes = await Promise.all(called.map((a) => (step.second ? second : log).append(a)));
          expect(outcomes.map((o) => (o.kind === 'appended' ? { kind: o.kind, position: o.position, recordedat: o.recordedat }
            : o.kind === 'repeated' ? { kind: o.kind, commandRows: o.command.events.length } : { kind: o.kind }))).toEqual(wanted);
        }
        for (const [i, model] of models.entries()) {
          const events = await readAll(log, LOGS[i]!);
          expect(events.map(({ stream, caseid, commandid, recordedat }) => ({ stream, caseid, commandid, recordedat }))).toEqual(model.rows);
          const tree = Frontier.empty();
          rowsOf(events).forEach((row, k, rows) => { expect(columnFaults(row, rows[k - 1])).toEqual([]); tree.push(row.leaf); });
          const head = await log.head(LOGS[i]!);
          expect([head.size, head.clock, Buffer.from(head.root).toString('hex')]).toEqual([model.rows.length, model.clock, tree.root().toString('hex')]);
        }
      } finally {
        await harness.close();
      }
    }), { numRuns: runs }));
  });
}
