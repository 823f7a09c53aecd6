import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { messageOf } from '#libs/kernel';
import { ENV, type Env, Log, REDIS } from '#libs/platform';
import type { PaceRule } from './pace-rules.js';
import { takeScript } from './take-script.js';
import { shareOf, type Urgency } from './urgency.js';

/** How long everybody waits while Redis cannot be asked: losing it loses time. */
const awayMs = 1000;
/** Slots of a window: the counts are exact to one of them, on the careful side. */
const slots = 20;

interface Request {
  resolve: (waitMs: number) => void;
}

interface Group {
  rules: readonly PaceRule[];
  urgency: Urgency;
  requests: Request[];
}

/**
 * Asks, for each message, whether it may go now by all limits that concern it. The counts stand in Redis
 * and all processes share them. Messages that ask in the same turn of the event loop are asked for
 * together.
 */
@Injectable()
export class Pacer {
  private groups = new Map<string, Group>();

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(ENV) private readonly env: Env,
    private readonly log: Log,
  ) {}

  /** @returns 0 when it may go now: that is counted; else the milliseconds after which to ask again. */
  take(rules: readonly PaceRule[], urgency: Urgency): Promise<number> {
    if (rules.length === 0) return Promise.resolve(0);
    return new Promise((resolve) => {
      if (this.groups.size === 0) setImmediate(() => this.ask());
      const key = JSON.stringify([urgency, rules]);
      const group = this.groups.get(key);
      if (group) group.requests.push({ resolve });
      else this.groups.set(key, { rules, urgency, requests: [{ resolve }] });
    });
  }

  private ask(): void {
    const groups = [...this.groups.values()];
    this.groups = new Map();
    for (const group of groups) void this.askFor(group);
  }

  private async askFor({ rules, urgency, requests }: Group): Promise<void> {
    try {
      const [granted, wait, spacing, horizon] = await this.run(rules, urgency, requests.length);
      requests.forEach(({ resolve }, n) =>
        resolve(n < granted ? 0 : Math.max(1, Math.min(horizon, wait + (n - granted) * spacing))),
      );
    } catch (error) {
      this.log.warn('pace.unknown', { why: messageOf(error) });
      for (const { resolve } of requests) resolve(awayMs);
    }
  }

  private async run(
    rules: readonly PaceRule[],
    urgency: Urgency,
    wanted: number,
  ): Promise<[granted: number, waitMs: number, spacingMs: number, horizonMs: number]> {
    const prefix = `${this.env.queuePrefix}:{pace}`;
    const tightest = rules.reduce((a, b) =>
      b.windowMs / b.capacity > a.windowMs / a.capacity ? b : a,
    );
    const keys = rules.map(({ name, windowMs }) => `${prefix}:${name}:${windowMs}`);
    keys.push(`${prefix}:queue:${urgency}:${tightest.name}`);
    const parameters = rules.flatMap(({ windowMs, capacity, horizonMs }) => [
      windowMs,
      Math.ceil(windowMs / slots),
      // Whatever the share: one at a time always gets through.
      Math.max(1, Math.floor(capacity * shareOf[urgency])),
      horizonMs,
    ]);
    return (await this.redis.eval(takeScript, keys.length, ...keys, wanted, ...parameters)) as [
      number,
      number,
      number,
      number,
    ];
  }
}
