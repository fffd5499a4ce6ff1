/**
 * Remembers which named appends were not appended. Bounded: when the oldest are forgotten, a ticket from before then
 * counts as failed, because deciding again is always right.
 */
export class FailedTickets {
  private readonly failed = new Set<number>();
  private forgottenUpTo = 0;

  constructor(private readonly limit = 100_000) {}

  add(ticket: number): void {
    this.failed.add(ticket);
    if (this.failed.size <= this.limit) return;
    const oldest = this.failed.values().next().value as number;
    this.failed.delete(oldest);
    this.forgottenUpTo = Math.max(this.forgottenUpTo, oldest);
  }

  anyOf(tickets: readonly number[] | undefined): boolean {
    if (tickets === undefined) return false;
    for (const t of tickets) if (t <= this.forgottenUpTo || this.failed.has(t)) return true;
    return false;
  }
}
