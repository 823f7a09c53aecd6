import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { EventNames, FeedRepository } from '#libs/contacts';
import { CLOCK, Database, type Sql } from '#libs/platform';
import { inlineSegments } from '#libs/rules';
import { RuleService } from '#libs/segments';
import { FiringRepository } from './firing.repository.js';
import { LiveTriggerRepository, type EndedRow } from './live-trigger.repository.js';
import type { Trigger } from './trigger.js';

/** Firings that are dropped by one statement. */
const chunk = 10_000;

/** Begins and ends triggers, within the moves of their campaigns. */
@Injectable()
export class TriggerLifecycle {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTriggerRepository,
    private readonly firings: FiringRepository,
    private readonly feed: FeedRepository,
    private readonly events: EventNames,
    private readonly rules: RuleService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The trigger as it is approved: rules with their segments put in, an event with a name that may be
   * waited for before it ever happened. @throws DomainError `rule.invalid`
   */
  async freeze(trigger: Trigger): Promise<Trigger> {
    if (trigger.on === 'event') await this.events.resolve([trigger.event]);
    const { exit } = trigger;
    if (!exit?.rule) return trigger;
    const rule = await this.rules.parse(exit.rule);
    return { ...trigger, exit: { ...exit, rule: inlineSegments(rule, await this.rules.schema()) } };
  }

  /** From the commit on, what happens is fed to the campaign. */
  async begin(sql: Sql, campaignId: string, trigger: Trigger): Promise<void> {
    await this.live.begin(sql, campaignId, trigger.on, this.clock.now());
    if (trigger.on === 'event') {
      const subject = await this.live.eventNameId(sql, trigger.event);
      await this.feed.await(sql, { kind: 'event', subject }, campaignId);
    } else if (trigger.on === 'entered' || trigger.on === 'left')
      await this.feed.await(sql, { kind: trigger.on, subject: trigger.segmentId }, campaignId);
  }

  /** From the commit on nothing more is fired. @returns whether there was a trigger to end. */
  async end(sql: Sql, campaignId: string, userId: string | null): Promise<boolean> {
    const ended = await this.live.end(sql, campaignId, this.clock.now(), userId);
    if (ended) await this.feed.forget(sql, campaignId);
    return ended;
  }

  /** Ended triggers of campaigns that are still to be closed. */
  ended(): Promise<EndedRow[]> {
    return this.live.ended();
  }

  /** Drops what still waits of a trigger that has ended, and what it no longer needs. */
  async dropWaiting({ campaignId, state }: EndedRow): Promise<void> {
    const reason = state === 'cancelled' ? 'cancelled' : 'stopped';
    for (let dropped = chunk; dropped === chunk;)
      dropped = await this.firings.dropWaiting(
        this.database,
        campaignId,
        reason,
        this.clock.now(),
        chunk,
      );
    await this.firings.dropGuards(this.database, campaignId);
  }
}
