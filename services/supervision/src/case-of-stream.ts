import { parseEnvelope } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';

/** What is found by its own id: its stream says which case it belongs to. Asked of the log, so that nothing lags. */
export interface CaseOfStream {
  /** '' when it belongs to no case; undefined when there is no such stream. */
  caseOfStream(log: string, stream: string): Promise<string | undefined>;
}

export const caseOfStream = (store: EventLog): CaseOfStream => ({
  async caseOfStream(log, stream) {
    const [first] = await store.readStream(log, stream, { limit: 1 });
    return first && (parseEnvelope(first.body).caseid ?? '');
  },
});
