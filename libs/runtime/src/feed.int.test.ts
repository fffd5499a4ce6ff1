import { expect, it } from '@jest/globals';
import { memoryEventLog } from '@lianxin/event-log';
import { forwardEvents, inProcessBus, memoryInbox, memoryLeases, openInbox, topicOf } from '@lianxin/messaging';
import { feedOf } from './feed.js';
import { append, eventually } from './views/testing/log-words.js';

it('an event goes from a log over the bus into an inbox, once, as it is stored', async () => {
  const log = memoryEventLog();
  await append(log, 'case-440106-1', 'Opened');
  const feed = feedOf(log);
  const bus = inProcessBus();
  const forwarder = forwardEvents({ service: 'test', feed, bus, leases: memoryLeases(), holder: 'a' });
  const stop = log.onAppended(() => forwarder.wake());
  const got: string[] = [];
  const inbox = await openInbox({ group: 'g', bus, topics: [topicOf('test')], feeds: [feed], store: memoryInbox(), handler: (_, tx, body) => tx.onCommit(() => { got.push(body); }) });
  await append(log, 'case-440106-1', 'Noted');
  await append(log, 'case-440106-1', 'Noted');
  await eventually('all arrived', () => got.length === 3);
  expect(got).toEqual((await log.read('test.440106')).map((e) => e.body));
  expect(await feed.logs()).toEqual([{ log: 'test.440106', size: 3, completeTo: (await log.head('test.440106')).clock }]);
  expect(await feed.checkpoint('test.440106')).toBeUndefined();
  stop();
  await Promise.all([forwarder.close(), inbox.close()]);
  await bus.close();
});

it('a feed does not show what it must not show', async () => {
  const log = memoryEventLog();
  await append(log, 'case-440106-1', 'Opened');
  const feed = feedOf(log, () => false);
  expect(await feed.logs()).toEqual([]);
  await expect(feed.read('test.440106', 0, 10)).rejects.toThrow(/not shown/);
});
