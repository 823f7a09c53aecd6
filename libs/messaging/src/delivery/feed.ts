/**
 * Hands out what is fetched in batches, one by one to many takers, and fetches the next batch while the
 * last one is being used up.
 */
export class Feed<T> {
  private ready: T[] = [];
  private at = 0;
  private coming: Promise<void> | null = null;
  private isOver = false;

  /**
   * @param fetch the next batch; an empty one is the last.
   * @param low with so many left, or fewer, the next batch is fetched.
   */
  constructor(
    private readonly fetch: () => Promise<T[]>,
    private readonly low: number,
  ) {}

  /** The next one; undefined when there are no more. @throws what `fetch` throws */
  async take(): Promise<T | undefined> {
    for (;;) {
      if (this.ready.length - this.at <= this.low && !this.isOver) this.begin();
      if (this.at < this.ready.length) return this.ready[this.at++];
      if (!this.coming) return undefined;
      await this.coming;
    }
  }

  /** Ends it. @returns what was fetched and nobody has taken */
  async end(): Promise<T[]> {
    this.isOver = true;
    await this.coming?.catch(() => undefined);
    return this.ready.splice(this.at);
  }

  private begin(): void {
    if (this.coming) return;
    this.coming = this.more();
    // Whoever takes is told; until then nobody listens.
    this.coming.catch(() => undefined);
  }

  private async more(): Promise<void> {
    const batch = await this.fetch();
    if (batch.length === 0) this.isOver = true;
    this.ready = [...this.ready.slice(this.at), ...batch];
    this.at = 0;
    this.coming = null;
  }
}
