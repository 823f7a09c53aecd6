import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK, Database, ENV, type Env } from '#libs/platform';
import type { Rule } from '#libs/rules';
import { RuleService, type RuleVerdict } from '#libs/segments';
import { campaignErrors } from '../campaign.errors.js';
import type { Campaign } from '../campaign.entity.js';
import { CampaignService } from '../campaign.service.js';
import { admit, earliestThatMatters } from './admission.js';
import { causeOf } from './explained-cause.js';
import type { FiringLine, FiringState, Step } from './firing.js';
import { FiringListRepository } from './firing-list.repository.js';
import { FiringRepository } from './firing.repository.js';
import { HappeningRepository } from './happening.repository.js';
import { segmentStep } from './judge-firing.js';
import { judgeHappening, reentryKeyOf } from './judge-happening.js';
import { LiveTriggerRepository } from './live-trigger.repository.js';
import { LiveTriggers } from './live-triggers.js';
import { tellSteps, type ToldStep } from './step-words.js';
import type { Trigger } from './trigger.js';

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

/** Firings, shown and explained. */
@Injectable()
export class FiringService {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly lists: FiringListRepository,
    private readonly firings: FiringRepository,
    private readonly happenings: HappeningRepository,
    private readonly live: LiveTriggerRepository,
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
   * What came of an event for a contact, or of the latest that the trigger could wait for; judged again
   * when nothing was written down, as things stood when it came in.
   * @param eventId the event's own id; the contact's latest one when it is left out.
   * @throws DomainError `campaign.not_found`, `campaign.no_trigger`, `contact.not_found`.
   */
  async explain(
    campaignId: string,
    contactId: string,
    eventId: string | null,
  ): Promise<FiringExplanation> {
    const { trigger, rule } = await this.triggerOf(await this.campaigns.get(campaignId));
    const cause = await causeOf(this.happenings, trigger, contactId, eventId);
    const line = cause.happening
      ? await this.lists.find(campaignId, contactId, `${trigger.on}:${cause.happening.ref}`)
      : await this.latest(campaignId, contactId, trigger);
    if (line) {
      const firing = this.tell(line, trigger);
      return { firing, steps: firing.steps, verdict: passed(line.steps), segment: null };
    }
    const steps = [...cause.steps];
    if (cause.happening) {
      const span = await this.live.span(campaignId);
      const now = cause.receivedAt ?? this.clock.now();
      // A campaign that has not started looks on as if it had from the beginning.
      const startedAt = span?.startedAt ?? new Date(0);
      const context = { startedAt, now, timeZone: this.env.timeZone };
      if (passed(steps)) steps.push(...judgeHappening(trigger, cause.happening, context));
    }
    const segment =
      passed(steps) && rule
        ? await this.rules.explain(rule, contactId, cause.receivedAt ?? undefined)
        : null;
    if (segment) steps.push(segmentStep(segment.verdict));
    if (passed(steps) && cause.happening) {
      const firing = {
        happenedAt: cause.happening.happenedAt,
        reentryKey: reentryKeyOf(trigger, cause.happening),
      };
      steps.push(...(await this.admission(campaignId, contactId, trigger, firing)));
    }
    const told = tellSteps(steps, trigger, this.env.timeZone);
    return { firing: null, steps: told, verdict: passed(steps), segment };
  }

  private async admission(
    campaignId: string,
    contactId: string,
    trigger: Trigger,
    firing: { happenedAt: Date; reentryKey: string | null },
  ): Promise<Step[]> {
    const since = earliestThatMatters(trigger, [firing]);
    if (since === null) return [];
    const earlier = await this.firings.earlier(this.database, campaignId, [contactId], since);
    return admit(trigger, firing, earlier.get(contactId) ?? []);
  }

  /** Triggers by time have no cause of their own to ask for. */
  private async latest(campaignId: string, contactId: string, { on }: Trigger) {
    if (on !== 'date' && on !== 'calendar') return null;
    const [line] = await this.lists.list(campaignId, { contactId, before: null, limit: 1 });
    return line ?? null;
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
