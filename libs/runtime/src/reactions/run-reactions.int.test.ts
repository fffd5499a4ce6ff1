import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { decider, happened, headText, refuse, utc, uuidv7, virtualClock, type Command, type Event } from '@lianxin/kernel';
import { memoryEventLog, type EventLog } from '@lianxin/event-log';
import { forwardEvents, inProcessBus, memoryInbox, memoryLeases, type Bus, type Forwarder, type Inbox } from '@lianxin/messaging';
import { commandHandler, step } from '../commands/handler.js';
import { CommandPipeline } from '../commands/pipeline.js';
import { feedOf } from '../feed.js';
import { issue, reaction } from './reaction.js';
import { runReactions } from './run-reactions.js';

type SafetyEvent = Event<'SafetyOpened', { from: string }>;
const safety = decider<Command<'OpenSafety', { from: string }>, SafetyEvent, { open: boolean }>({
  name: 'safety', stateVersion: 1, initial: { open: false },
  decide: { OpenSafety: (c, s) => (c.from === 'bad' ? refuse('safety/bad') : s.open ? refuse('safety/open') : [happened('SafetyOpened', c)]) },
  evolve: { SafetyOpened: () => ({ open: true }) },
});
const openSafety = commandHandler<{ caseid: string; from: string }>({
  name: 'OpenSafety', action: 'crisis.open', body: z.object({ caseid: z.string(), from: z.string() }), district: (_, actor) => actor.district,
  prepare: async ({ caseid, from }) => ({ steps: [step(safety, `safety-440106-${caseid}`, { type: 'OpenSafety', data: { from } }, { caseid })] }),
});
const whenConcernRaisedThenOpenSafety = reaction({
  name: 'when-concern-raised-then-open-safety', on: ['ConcernRaised'], fine: (r) => r.code === 'safety/open',
  react: (event, meta) => [issue(openSafety, { caseid: meta.caseid!, from: (event.data as { from: string }).from })],
});

const names: Record<string, string> = { 'lianxin.intake.concernraised.v1': 'ConcernRaised', 'lianxin.crisis.safetyopened.v1': 'SafetyOpened' };
const types = {
  typeOf: (name: string) => Object.keys(names).find((t) => names[t] === name)!, nameOf: (type: string) => names[type],
  read: (type: string, data: unknown) => (names[type] === undefined ? undefined : { type: names[type], data }),
};
const clock = virtualClock(Date.UTC(2026, 0, 5));
let intake: EventLog;
let crisis: EventLog;
let bus: Bus;
let forwarder: Forwarder;
let inbox: Inbox;

async function raise(caseid: string, from: string): Promise<void> {
  const [id, stream] = [uuidv7(), `dossier-440106-${caseid}`];
  const type = 'lianxin.intake.concernraised.v1';
  const [last] = (await intake.readStream('intake.440106', stream)).slice(-1);
  const head = headText({
    specversion: '1.0', id, source: 'test.example/intake.440106', type, subject: stream, time: utc(clock.now()), datacontenttype: 'application/json',
    log: 'intake.440106', stream, caseid, district: '440106', actorid: 'a', actorrole: 'worker', data: { from },
  });
  await intake.append({ log: 'intake.440106', actorid: 'a', streams: [{ stream, caseid, expected: last?.version ?? 0, events: [{ id, type, time: clock.now(), head }] }] });
}

async function start(): Promise<void> {
  bus = inProcessBus();
  const feed = feedOf(intake);
  const pipeline = new CommandPipeline({
    service: 'crisis', installation: 'test.example', log: crisis, types, clock, seal: () => Promise.reject(new Error('nothing is sealed here')), secret: async () => Buffer.alloc(32),
  });
  inbox = await runReactions({ service: 'crisis', reactions: [whenConcernRaisedThenOpenSafety], pipeline, types, bus, feeds: new Map([['intake', feed]]), store: memoryInbox() });
  forwarder = forwardEvents({ service: 'intake', feed, bus, leases: memoryLeases(), holder: 'test', poll: 20 });
}
async function stop(): Promise<void> {
  await forwarder.close();
  await inbox.close();
  await bus.close();
}
async function settled(): Promise<void> {
  for (let i = 0; i < 500; i += 1) {
    const [lag] = await inbox.lag();
    if (lag && lag.behind === 0) return;
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
  throw new Error('the reactions did not catch up in 5 s');
}

beforeEach(async () => {
  intake = memoryEventLog({ clock });
  crisis = memoryEventLog({ clock });
  await start();
});
afterEach(stop);

describe('a reaction', () => {
  it('gives its command once for each event, recorded after its cause', async () => {
    await raise('c1', 'worker');
    await settled();
    const [opened] = await crisis.readStream('crisis.440106', 'safety-440106-c1');
    const [cause] = await intake.readStream('intake.440106', 'dossier-440106-c1');
    expect(opened).toMatchObject({ version: 1, caseid: 'c1' });
    expect(opened!.recordedat).toBeGreaterThan(cause!.recordedat);
    expect(JSON.parse(opened!.body)).toMatchObject({ causationid: cause!.id, actorid: 'system:crisis', data: { from: 'worker' } });
  });

  it('is not repeated by a consumer that lost its memory, and an expected refusal is fine', async () => {
    await raise('c2', 'worker');
    await settled();
    await stop();
    await start(); // a fresh inbox receives everything again
    await raise('c2', 'again');
    await settled();
    expect(await crisis.readStream('crisis.440106', 'safety-440106-c2')).toHaveLength(1);
    expect(await inbox.parked()).toEqual([]);
  });

  it('that is refused unexpectedly is parked, and the others go on', async () => {
    await raise('c3', 'bad');
    await raise('c4', 'worker');
    await settled();
    expect(await inbox.parked()).toMatchObject([{ stream: 'dossier-440106-c3', error: expect.stringContaining('safety/bad') }]);
    expect(await crisis.readStream('crisis.440106', 'safety-440106-c4')).toHaveLength(1);
  });
});
