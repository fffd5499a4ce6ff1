/**
 * A failure of the store itself, told in words; `code` is stable. Whether an append that was under way became durable
 * is then not known: repeat it under its commandid.
 */
export class EventLogError extends Error {
  constructor(
    readonly code: 'event-log/not-a-store' | 'event-log/newer-schema' | 'event-log/disk-full' | 'event-log/locked' | 'event-log/unreadable'
      | 'event-log/damaged' | 'event-log/closed' | 'event-log/overloaded' | 'event-log/failed',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'EventLogError';
  }
}
