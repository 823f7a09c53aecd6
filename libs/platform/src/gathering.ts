interface Waiting<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

/**
 * Works in groups: whatever came while the last group was under way is the next one. The busier, the
 * larger the groups, and the less each costs.
 */
export class Gathering<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private running = false;

  /**
   * @param most items of one group.
   * @param work answers each item in order; what it throws is every item's.
   */
  constructor(
    private readonly most: number,
    private readonly work: (items: readonly T[]) => Promise<readonly R[]>,
  ) {}

  /** Resolves when the item's group has been worked on. */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    // Whatever comes in this turn of the event loop joins the first group.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, this.most);
      try {
        const results = await this.work(group.map(({ item }) => item));
        group.forEach(({ resolve }, n) => resolve(results[n]!));
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.running = false;
  }
}
