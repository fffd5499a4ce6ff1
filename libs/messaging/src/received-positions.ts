/** Which positions of one log were received: everything up to `complete`, and some beyond. */
export class ReceivedPositions {
  private readonly ahead = new Set<number>();

  constructor(private upTo: number) {}

  get complete(): number { return this.upTo; }

  get beyond(): number { return this.ahead.size; }

  /** How far the log would be complete with these positions as well; nothing is changed. */
  completeWith(positions: readonly number[]): number {
    const more = new Set(positions);
    let at = this.upTo;
    while (more.has(at + 1) || this.ahead.has(at + 1)) at += 1;
    return at;
  }

  add(positions: readonly number[]): void {
    for (const p of positions) if (p > this.upTo) this.ahead.add(p);
    while (this.ahead.delete(this.upTo + 1)) this.upTo += 1;
  }
}
