import { DomainError } from '#libs/kernel';

interface Waiting<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

/** How many items there may be at once. */
interface Bounds {
  /** In one group. */
  most: number;
  /** Behind it; what comes then is refused. */
  waiting: number;
}

const retryAfterSeconds = 5;

/**
 * Works in groups: whatever came while the last group was under way is the next one. The busier, the
 * larger the groups, and the less each costs.
 */
export class Gathering<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private running = false;

  /**
   * @param work answers each item in order; what it throws is every item's.
   */
  constructor(
    private readonly bounds: Bounds,
    private readonly work: (items: readonly T[]) => Promise<readonly R[]>,
  ) {}

  /**
   * Resolves when the item's group has been worked on.
   * @throws DomainError `unavailable` while as much waits as may: whatever does the work hangs or is too slow.
   */
  async add(item: T): Promise<R> {
    if (this.waiting.length >= this.bounds.waiting)
      throw new DomainError(
        'unavailable',
        'unavailable',
        'Too much waits here already. Try again.',
        [],
        retryAfterSeconds,
      );
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
      const group = this.waiting.splice(0, this.bounds.most);
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
