/** A source of chance that gives the same numbers for the same seed, on every machine. */
export class Random {
  private state: number;

  /** @param seed any text; texts that differ give independent sequences */
  constructor(seed: string) {
    this.state = fnv1a(seed);
  }

  /**
   * The next number in [0, 1), in steps of 2^-32: mulberry32 by Tommy Ettinger (2017, public domain).
   * Its period of 2^32 is ample for a sample; it is no source of secrets.
   */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both ends included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[Math.floor(this.next() * items.length)] ?? items[0];
  }

  /** Log-normal with median 1: most are ordinary, a few are many times that. */
  heavyTail(sigma: number): number {
    // Box and Muller (1958); 1 - next() keeps the logarithm finite.
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return Math.exp(sigma * radius * Math.cos(2 * Math.PI * this.next()));
  }
}

/** Draws indices in proportion to weights: cumulative sums and a binary search. */
export class Weighted {
  private readonly sums: readonly number[];

  constructor(weights: readonly number[]) {
    let sum = 0;
    this.sums = weights.map((weight) => (sum += weight));
  }

  draw(random: Random): number {
    const target = random.next() * (this.sums.at(-1) ?? 0);
    let low = 0;
    let high = this.sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sums[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** 32-bit FNV-1a (Fowler, Noll, Vo) over the UTF-8 octets. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const octet of Buffer.from(text)) hash = Math.imul(hash ^ octet, 0x01000193);
  return hash >>> 0;
}
