import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { messageOf } from '#libs/kernel';
import type { Env } from './env.js';
import { Log } from './log.js';
import { createWaitingRedis } from './redis.js';
import { ENV, REDIS } from './tokens.js';

/** Rings of this process within so many milliseconds are one. */
const gatherMs = 3;

/**
 * Wakes loops of other processes up, by Redis' PUBLISH. A ring may be lost: whoever waits for one asks
 * the database now and then by itself.
 */
@Injectable()
export class Bell implements OnModuleDestroy {
  private readonly due = new Set<string>();
  private readonly listeners = new Map<string, (() => void)[]>();
  private subscriber: Redis | undefined;

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(ENV) private readonly env: Env,
    private readonly log: Log,
  ) {}

  /** To be rung after the commit that made the work. Never fails and never waits. */
  ring(name: string): void {
    if (this.due.has(name)) return;
    this.due.add(name);
    setTimeout(() => {
      this.due.delete(name);
      this.redis.publish(this.channel(name), '').catch((error: unknown) => {
        this.log.warn('bell.not_rung', { bell: name, why: messageOf(error) });
      });
    }, gatherMs).unref();
  }

  /** Calls `listener` whenever any process rings. */
  on(name: string, listener: () => void): void {
    this.subscriber ??= this.subscribe();
    const channel = this.channel(name);
    const known = this.listeners.get(channel);
    if (known) known.push(listener);
    else {
      this.listeners.set(channel, [listener]);
      this.subscriber.subscribe(channel).catch((error: unknown) => {
        this.log.warn('bell.not_heard', { bell: name, why: messageOf(error) });
      });
    }
  }

  onModuleDestroy(): void {
    this.subscriber?.disconnect();
  }

  private subscribe(): Redis {
    const onError = (why: string) => this.log.warn('bell.error', { why });
    const subscriber = createWaitingRedis(this.env.redisUrl, onError);
    subscriber.on('message', (channel: string) => {
      for (const listener of this.listeners.get(channel) ?? []) listener();
    });
    return subscriber;
  }

  private channel(name: string): string {
    return `${this.env.queuePrefix}:bell:${name}`;
  }
}
