import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { feedBell } from '#libs/contacts';
import { InstantDelivery } from '#libs/messaging';
import { Bell, CLOCK, Database, Log, Loop } from '#libs/platform';
import { Arrivals, type Share } from './arrivals.js';
import { Decisions } from './decisions.js';
import { FiringRepository } from './firing.repository.js';
import { LiveTriggerRepository } from './live-trigger.repository.js';
import { LiveTriggers, type LiveTrigger } from './live-triggers.js';
import { Waves } from './waves.js';

/** Due firings that are decided at a time. */
const share = 1000;
/** How long a happening can lie when the bell is not heard. */
const everyMs = 250;
const wavesEveryMs = 1000;

/** The part of triggers that runs in a worker. */
@Injectable()
export class TriggerWork {
  private readonly arriving: Loop;
  private readonly deciding: Loop;
  private readonly timed: Loop;

  constructor(
    private readonly database: Database,
    private readonly arrivals: Arrivals,
    private readonly decisions: Decisions,
    private readonly waves: Waves,
    private readonly firings: FiringRepository,
    private readonly live: LiveTriggerRepository,
    private readonly triggers: LiveTriggers,
    private readonly instant: InstantDelivery,
    private readonly bell: Bell,
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    const loop = (name: string, ms: number, work: () => Promise<boolean>) =>
      new Loop({ name, work, everyMs: ms }, log);
    this.arriving = loop('trigger.arriving', everyMs, () => this.arrive());
    this.deciding = loop('trigger.deciding', everyMs, () => this.decideDue());
    this.timed = loop('trigger.waves', wavesEveryMs, async () => {
      await this.waves.sweep();
      return false;
    });
  }

  start(): void {
    this.bell.on(feedBell, () => this.arriving.wake());
    for (const each of [this.arriving, this.deciding, this.timed]) each.wake();
  }

  async stop(): Promise<void> {
    await Promise.all([this.arriving.stop(), this.deciding.stop(), this.timed.stop()]);
    await this.instant.stop();
  }

  /** Acts upon a share of what has happened. @returns whether there may be more. */
  async arrive(): Promise<boolean> {
    const { done, mailings } = await this.arrivals.take();
    for (const id of mailings) this.instant.wake(id);
    return done > 0;
  }

  /** Decides a share of the firings whose hour has come. @returns whether there may be more. */
  async decideDue(): Promise<boolean> {
    const now = this.clock.now();
    let more = false;
    const rows = await this.live.withDue(now);
    for (const live of await this.triggers.prepare(rows, now)) {
      if (live.broken) continue;
      try {
        const { done, mailings } = await this.decideOf(live, now);
        for (const id of mailings) this.instant.wake(id);
        more ||= done > 0;
      } catch (error) {
        // One trigger's trouble is not the next one's.
        this.log.error('trigger.decide_failed', { campaignId: live.campaignId, error });
      }
    }
    return more;
  }

  private decideOf(live: LiveTrigger, now: Date): Promise<Share> {
    const { campaignId } = live;
    return this.database.transaction(async (sql) => {
      const states = await this.live.hold(sql, [campaignId]);
      if (states.get(campaignId) !== 'running') return { done: 0, mailings: new Set() };
      const due = await this.firings.due(sql, campaignId, now, share);
      const sending = await this.decisions.decide(sql, live, due, now, { fresh: false });
      return { done: due.length, mailings: new Set(sending ? [live.mailing.id] : []) };
    });
  }
}
