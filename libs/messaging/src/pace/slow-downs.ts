import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { messageOf, type Clock } from '#libs/kernel';
import { CLOCK, ENV, type Env, Log, REDIS } from '#libs/platform';
import type { PaceRule } from './pace-rules.js';

/** How a domain is spared that has asked for it. */
interface SlowDown {
  /** Messages a second at `since`. */
  rate: number;
  /** Milliseconds */
  since: number;
  /** Messages a second before the first refusal. */
  before: number;
}

/** What people are shown of one. */
export interface ShownSlowDown {
  domain: string;
  perSecond: number;
}

/**
 * Refusals that say it is too much, or not now (RFC 5321 section 4.2.2); 454 is what a provider's limit on
 * the pace is told as.
 */
const tooMuch: ReadonlySet<number> = new Set([421, 450, 451, 454]);

export const isTooMuch = (code: number | null | undefined): boolean => tooMuch.has(code ?? 0);

/** So long a rate takes to double again. */
const doublingMs = 10_000;
/** Refusals of what was under way when the first one came are one refusal. */
const deafMs = 2000;
/** Messages a second: what a domain gets at least, and what a little used one is taken to bear. */
const slowest = 1;
const usual = 20;
/** What is refused of all that is tried: below this it is about single mailboxes, not about the pace. */
const leastShare = 0.2;
const refreshMs = 1000;
/** Nobody is told to wait for longer: by then it goes many times as fast, or not at all. */
const horizonMs = 60_000;
const spanMs = 10_000;

const rateAt = ({ rate, since }: SlowDown, now: number): number =>
  rate * 2 ** (Math.max(0, now - since) / doublingMs);

/** Over when it goes twice as fast as before: then nothing is limited any more. */
const isOver = (slow: SlowDown, now: number): boolean => rateAt(slow, now) >= 2 * slow.before;

/** Counts by domain, of this and of the last span of ten seconds. */
class Recent {
  private counts: [current: Map<string, number>, last: Map<string, number>] = [
    new Map(),
    new Map(),
  ];
  private span = 0;

  add(domain: string, now: number): void {
    const [current] = this.at(now);
    current.set(domain, (current.get(domain) ?? 0) + 1);
  }

  /** Of the busier of the two spans. */
  of(domain: string, now: number): number {
    return Math.max(...this.at(now).map((counts) => counts.get(domain) ?? 0));
  }

  private at(now: number) {
    const span = Math.floor(now / spanMs);
    if (span !== this.span)
      this.counts = [new Map(), span === this.span + 1 ? this.counts[0] : new Map()];
    this.span = span;
    return this.counts;
  }
}

/**
 * Slows down what goes to a domain whose servers say that it is too much (421, 450, 451: RFC 5321
 * section 4.2.2), to half at each refusal, and lets it recover step by step, as TCP does with a congested
 * line. Shared by all processes through Redis; each looks once a second.
 */
@Injectable()
export class SlowDowns {
  private slow = new Map<string, SlowDown>();
  private looked = 0;
  private looking: Promise<void> | null = null;
  private readonly accepted = new Recent();
  private readonly refusals = new Recent();
  private readonly key: string;

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) env: Env,
    private readonly log: Log,
  ) {
    this.key = `${env.queuePrefix}:{pace}:slow`;
  }

  /** Takes note of a message that was handed over. */
  sent(domain: string): void {
    this.accepted.add(domain, this.clock.now().getTime());
  }

  /** Takes note of a refusal. */
  async refused(domain: string): Promise<void> {
    const now = this.clock.now().getTime();
    this.refusals.add(domain, now);
    const refused = this.refusals.of(domain, now);
    if (refused / (refused + this.accepted.of(domain, now)) < leastShare) return;
    const known = this.slow.get(domain);
    const slow = known && !isOver(known, now) ? known : undefined;
    if (slow && now - slow.since < deafMs) return;
    const rate = slow
      ? rateAt(slow, now)
      : Math.max(usual, (this.accepted.of(domain, now) * 1000) / spanMs);
    const next = { rate: Math.max(slowest, rate / 2), since: now, before: slow?.before ?? rate };
    this.slow.set(domain, next);
    this.log.warn('pace.slowed_down', { domain, perSecond: next.rate });
    await this.tell(() => this.redis.hset(this.key, domain, JSON.stringify(next)));
  }

  /** The rule that spares the domain now; null while it need not be spared. */
  ruleOf(domain: string): PaceRule | null {
    this.refresh();
    const now = this.clock.now().getTime();
    const slow = this.slow.get(domain);
    if (!slow || isOver(slow, now)) return null;
    return {
      name: `slow:${domain}`,
      windowMs: 1000,
      capacity: Math.floor(rateAt(slow, now)),
      horizonMs,
    };
  }

  /** Every domain that is being spared, slowest first. */
  async all(): Promise<ShownSlowDown[]> {
    await this.look();
    const now = this.clock.now().getTime();
    return [...this.slow]
      .filter(([, slow]) => !isOver(slow, now))
      .map(([domain, slow]) => ({ domain, perSecond: rateAt(slow, now) }))
      .sort((a, b) => a.perSecond - b.perSecond);
  }

  private refresh(): void {
    if (this.clock.now().getTime() - this.looked < refreshMs) return;
    this.looking ??= this.look().finally(() => (this.looking = null));
  }

  private look(): Promise<void> {
    this.looked = this.clock.now().getTime();
    return this.tell(async () => {
      const kept = await this.redis.hgetall(this.key);
      const slow = new Map(
        Object.entries(kept).map(([domain, json]) => [domain, JSON.parse(json) as SlowDown]),
      );
      const over = [...slow]
        .filter(([, each]) => isOver(each, this.looked))
        .map(([domain]) => domain);
      if (over.length > 0) await this.redis.hdel(this.key, ...over);
      this.slow = slow;
    });
  }

  /** A Redis that is away loses time, and here not even that: what this process knows goes on. */
  private async tell(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.warn('pace.unshared', { why: messageOf(error) });
    }
  }
}
