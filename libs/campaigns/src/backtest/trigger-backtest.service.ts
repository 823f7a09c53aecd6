import { Inject, Injectable } from '@nestjs/common';
import { EventNames } from '#libs/contacts';
import { DomainError, type ErrorPlace } from '#libs/kernel';
import { ENV, type Env } from '#libs/platform';
import type { Rule } from '#libs/rules';
import { Backtests, SegmentService } from '#libs/segments';
import { campaignErrors } from '../campaign.errors.js';
import { TriggerCheck } from '../triggers/trigger.check.js';
import { TriggerLifecycle } from '../triggers/trigger-lifecycle.js';
import type { Trigger } from '../triggers/trigger.js';
import { shownTriggerBacktest, type ShownTriggerBacktest } from './shown-trigger-backtest.js';
import type { AskedTrigger, TriggerBacktestInput } from './trigger-backtest.js';
import { triggerBacktestLine as line } from './trigger-backtest.jobs.js';
import { emptyTriggerTally, type TriggerTally } from './trigger-tally.js';

/** Triggers tried out on the past: begun, watched, cancelled. */
@Injectable()
export class TriggerBacktestService {
  constructor(
    private readonly backtests: Backtests,
    private readonly triggers: TriggerCheck,
    private readonly lifecycle: TriggerLifecycle,
    private readonly segments: SegmentService,
    private readonly events: EventNames,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Begins to find out what a trigger would have fired for within the past days, as if its campaign had
   * started with the first of them.
   * @throws DomainError campaign.invalid with every place that is wrong, backtest.too_many.
   */
  async start(
    { definition, arrival, campaignId, ...span }: TriggerBacktestInput,
    by: string | null,
  ): Promise<ShownTriggerBacktest> {
    const trigger = await this.triggers.read(definition.trigger ?? null);
    if (!trigger)
      throw refused('/definition/trigger', 'backtest.no_trigger', 'A trigger is expected here.');
    await this.mustBeKnown(trigger);
    const asked: AskedTrigger = {
      trigger: await this.lifecycle.freeze(trigger),
      members: await this.membersOf(trigger, definition.segmentId ?? null),
      watched:
        trigger.on === 'entered' || trigger.on === 'left'
          ? await this.frozen(trigger.segmentId, '/definition/trigger/segmentId')
          : null,
      arrival,
      campaignId,
    };
    const of = { ...span, asked, result: emptyTriggerTally() };
    return this.get(await this.backtests.begin(line, of, by));
  }

  /** @throws DomainError backtest.not_found. */
  async get(id: string): Promise<ShownTriggerBacktest> {
    const found = await this.backtests.get<AskedTrigger, TriggerTally>(line.kind, id);
    const sentence = await this.triggers.say(found.asked.trigger);
    return shownTriggerBacktest(found, sentence, this.env.timeZone);
  }

  /** Twice is once. @throws DomainError backtest.not_found, backtest.state_conflict. */
  async cancel(id: string): Promise<ShownTriggerBacktest> {
    await this.backtests.cancel(line.kind, id);
    return this.get(id);
  }

  /** Queues again what nobody works on. */
  sweep(): Promise<void> {
    return this.backtests.sweep(line);
  }

  /** An event that nobody ever did is a slip of the pen: its past would be empty. */
  private async mustBeKnown(trigger: Trigger): Promise<void> {
    const names = [
      { name: trigger.on === 'event' ? trigger.event : null, place: '/definition/trigger/event' },
      { name: trigger.exit?.event ?? null, place: '/definition/trigger/exit/event' },
    ];
    for (const { name, place } of names)
      if (name !== null && (await this.events.find(name)) === undefined)
        throw refused(
          place,
          'backtest.unknown_event',
          `No event “${name}” has ever been received.`,
        );
  }

  private membersOf({ on }: Trigger, segmentId: string | null): Promise<Rule | null> {
    const place = '/definition/segmentId';
    if (segmentId !== null) return this.frozen(segmentId, place);
    if (on === 'calendar')
      throw refused(place, 'backtest.no_segment', 'A calendar needs a segment.');
    return Promise.resolve(null);
  }

  private async frozen(segmentId: string, place: string): Promise<Rule> {
    try {
      return await this.segments.frozenRule(segmentId);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw refused(place, error.code, error.message);
    }
  }
}

const refused = (place: string, code: string, message: string): DomainError =>
  campaignErrors.invalid([{ place, code, message } satisfies ErrorPlace]);
