/** Why the archive no longer follows a log. It stays so until a person has looked: the process must be started anew. */
export type AlarmKind =
  /** The owner left out positions, or hands over something that cannot follow. */
  | 'gap'
  /** The owner's bytes, or its signed root, are not those the archive holds. */
  | 'differs'
  /** The owner has fewer events than the archive: it was restored to an earlier state and must be refilled. */
  | 'shorter'
  /** The owner's checkpoint is not signed with the key the archive knows. */
  | 'signature';

export interface Alarm {
  readonly log: string;
  readonly kind: AlarmKind;
  /** UTC milliseconds. */
  readonly since: number;
  /** For the person on duty and the log file; names no personal value. */
  readonly detail: string;
}

const words: Readonly<Record<AlarmKind, { readonly zh: string; readonly en: string }>> = {
  gap: { zh: '来源日志有缺口或次序不符', en: 'the source log has a gap or is out of order' },
  differs: { zh: '来源日志与档案镜像不一致', en: 'the source log differs from the archive’s mirror' },
  shorter: { zh: '来源日志比档案镜像短', en: 'the source log is shorter than the archive’s mirror' },
  signature: { zh: '来源日志的检查点签名不符', en: 'a checkpoint of the source log is not properly signed' },
};
export const alarmWords = (kind: AlarmKind): { readonly zh: string; readonly en: string } => words[kind];

/** One alarm per log, the first one found. */
export class Alarms {
  private readonly raised = new Map<string, Alarm>();

  constructor(private readonly onRaised: (alarm: Alarm) => void = () => undefined) {}

  raise(alarm: Alarm): void {
    if (this.raised.has(alarm.log)) return;
    this.raised.set(alarm.log, alarm);
    this.onRaised(alarm);
  }

  of(log: string): Alarm | undefined { return this.raised.get(log); }
  all(): readonly Alarm[] { return [...this.raised.values()]; }
}
