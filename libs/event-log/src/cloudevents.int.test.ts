import { describe, expect, it } from '@jest/globals';
import { CloudEvent } from 'cloudevents';
import { headText, utc, uuidv7, type EnvelopeHead } from '@lianxin/kernel';
import { memoryEventLog } from './memory/memory-event-log.js';

describe('a stored body', () => {
  it('is a CloudEvent to the strict eyes of the CloudEvents SDK, with every attribute in use', async () => {
    const log = memoryEventLog();
    const id = uuidv7();
    const stream = `matter-440106-${uuidv7()}`;
    const now = Date.now();
    const head: Required<EnvelopeHead> = {
      specversion: '1.0', id, source: 'lianxin.example/intake.440106', type: 'lianxin.intake.matterregistered.v1', subject: stream, time: utc(now),
      datacontenttype: 'application/json', log: 'intake.440106', stream, caseid: uuidv7(), district: '440106', actorid: 'staff-1', actorrole: 'worker',
      actororg: 'street-office', onbehalfof: 'staff-2', commandid: 'command-1', correlationid: 'c', causationid: 'd', traceparent: '00-0-0-01',
      processingbasis: 'contract', timeprecision: 'day', data: { purpose: '求决' },
    };
    const outcome = await log.append({
      log: head.log, actorid: head.actorid, commandid: head.commandid,
      streams: [{ stream, expected: 0, caseid: head.caseid, events: [{ id, type: head.type, time: now, head: headText(head) }] }],
    });
    expect(outcome.kind).toBe('appended');
    const [row] = await log.read(head.log);
    const event = new CloudEvent(JSON.parse(row!.body) as Record<string, unknown>, true);
    expect(event.validate()).toBe(true);
    expect(event.toJSON()).toMatchObject({ id, subject: stream, position: '1', version: '1', caseid: head.caseid, data: { purpose: '求决' } });
    // The check can fail: an attribute name with a capital is none.
    expect(() => new CloudEvent({ ...(JSON.parse(row!.body) as Record<string, unknown>), caseId: 'x' }, true)).toThrow();
  });
});
