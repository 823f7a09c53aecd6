import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK, Database, ENV, type Env } from '#libs/platform';
import type { Rule } from '#libs/rules';
import { RuleService, type RuleVerdict } from '#libs/segments';
import { campaignErrors } from '../campaign.errors.js';
import type { Campaign } from '../campaign.entity.js';
import { CampaignService } from '../campaign.service.js';
import { admit, earliestThatMatters } from './admission.js';
import { happeningOf, type ExplainedCause } from './explained-cause.js';
import { explainedDay } from './explained-day.js';
import type { FiringLine, FiringState, Step } from './firing.js';
import { FiringListRepository } from './firing-list.repository.js';
import { FiringRepository } from './firing.repository.js';
import { HappeningRepository } from './happening.repository.js';
import { segmentStep } from './judge-firing.js';
import { LiveTriggerRepository } from './live-trigger.repository.js';
import { LiveTriggers } from './live-triggers.js';
import { tellSteps, type ToldStep } from './step-words.js';
import type { Trigger } from './trigger.js';
import { WaveRepository } from './wave.repository.js';

/** A firing with its steps in words. */
export type ToldFiring = Omit<FiringLine, 'steps'> & { steps: ToldStep[] };

/** Why a campaign was fired for a contact, or why not. */
export interface FiringExplanation {
  /** What was written down; null when nothing came of it at once. */
  firing: ToldFiring | null;
  /** Each thing that was looked at, up to the one that failed. */
  steps: ToldStep[];
  /** No step failed. */
  verdict: boolean;
  /** Why the contact is in the campaign's segment, or why not; null when that was not looked at. */
  segment: RuleVerdict | null;
}

/** What a person asks about. */
export interface AskedCause {
  eventId?: string | null;
  day?: string | null;
}

/** Firings, shown and explained. */
@Injectable()
export class FiringService {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly lists: FiringListRepository,
    private readonly firings: FiringRepository,
    private readonly happenings: HappeningRepository,
    private readonly live: LiveTriggerRepository,
    private readonly waves: WaveRepository,
    private readonly triggers: LiveTriggers,
    private readonly rules: RuleService,
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** A page, newest first. @throws DomainError `campaign.not_found`, `campaign.no_trigger`. */
  async list(
    campaignId: string,
    filter: { state?: FiringState; contactId?: string; before: string | null; limit: number },
  ): Promise<ToldFiring[]> {
    const { trigger } = await this.triggerOf(await this.campaigns.get(campaignId));
    return (await this.lists.list(campaignId, filter)).map((line) => this.tell(line, trigger));
  }

  /**
   * What came of an event for a contact, or of a local day; judged again when nothing was written down,
   * as things stood then.
   * @param asked the event's own id, or the day, `2026-03-01`; the contact's latest when left out.
   * @throws DomainError `campaign.not_found`, `campaign.no_trigger`, `campaign.other_cause`,
   *   `contact.not_found`.
   */
  async explain(
    campaignId: string,
    contactId: string,
    asked: AskedCause = {},
  ): Promise<FiringExplanation> {
    const { trigger, rule } = await this.triggerOf(await this.campaigns.get(campaignId));
    const cause = await this.causeOf(campaignId, trigger, contactId, asked);
    const line = cause.entryKey && (await this.lists.find(campaignId, contactId, cause.entryKey));
    if (line) {
      const firing = this.tell(line, trigger);
      return { firing, steps: firing.steps, verdict: passed(line.steps), segment: null };
    }
    const steps = [...cause.steps];
    const at = cause.receivedAt ?? undefined;
    const segment = passed(steps) && rule ? await this.rules.explain(rule, contactId, at) : null;
    if (segment) steps.push(segmentStep(segment.verdict));
    if (passed(steps)) steps.push(...(await this.admission(campaignId, contactId, trigger, cause)));
    const told = tellSteps(steps, trigger, this.env.timeZone);
    return { firing: null, steps: told, verdict: passed(steps), segment };
  }

  private async causeOf(
    campaignId: string,
    trigger: Trigger,
    contactId: string,
    { eventId = null, day = null }: AskedCause,
  ): Promise<ExplainedCause> {
    const { timeZone } = this.env;
    const timed = trigger.on === 'date' || trigger.on === 'calendar';
    if (eventId !== null && trigger.on !== 'event') throw campaignErrors.otherCause('eventId');
    if (day !== null && !timed) throw campaignErrors.otherCause('day');
    const startedAt = (await this.live.span(campaignId))?.startedAt ?? null;
    const now = this.clock.now();
    if (timed) {
      const field = trigger.on === 'date' ? trigger.field : null;
      const values = await this.rules.values(contactId, ['timeZone', ...(field ? [field] : [])]);
      const zone = values.get('timeZone') as string | null;
      const contact = { id: contactId, zone, value: (field && values.get(field)) ?? null };
      const context = { campaignId, day, startedAt, now, timeZone };
      return explainedDay(this.waves, trigger, contact, context);
    }
    // A campaign that has not started looks on as if it had from the beginning.
    const when = { startedAt: startedAt ?? new Date(0), now, timeZone };
    return happeningOf(this.happenings, trigger, { contactId, eventId }, when);
  }

  private async admission(
    campaignId: string,
    contactId: string,
    trigger: Trigger,
    { firing, receivedAt }: ExplainedCause,
  ): Promise<Step[]> {
    const since = firing && earliestThatMatters(trigger, [firing]);
    if (!since) return [];
    const earlier = await this.firings.earlier(this.database, campaignId, [contactId], since);
    // What happened after it had come in stood in nobody's way.
    const known = (earlier.get(contactId) ?? []).filter(
      ({ happenedAt }) => receivedAt === null || happenedAt <= receivedAt,
    );
    return admit(trigger, firing, known);
  }

  private tell(line: FiringLine, trigger: Trigger): ToldFiring {
    return { ...line, steps: tellSteps(line.steps, trigger, this.env.timeZone) };
  }

  /** As it was approved, or as it stands in the draft. */
  private async triggerOf({
    versionId,
    definition,
  }: Campaign): Promise<{ trigger: Trigger; rule: Rule | null }> {
    const frozen = versionId && (await this.triggers.of(versionId));
    if (frozen) return frozen;
    if (!definition.trigger) throw campaignErrors.noTrigger();
    return { trigger: definition.trigger, rule: null };
  }
}

const passed = (steps: readonly Step[]): boolean => steps.every(({ verdict }) => verdict);
