import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { MailingRepository, SenderService, TemplateService } from '#libs/messaging';
import { CLOCK, Database, type Sql } from '#libs/platform';
import { SegmentService } from '#libs/segments';
import {
  campaignPriorities,
  everybody,
  urgencyOf,
  type CampaignDefinition,
} from './campaign-definition.js';
import type { CampaignState } from './campaign-state.js';
import type { Campaign } from './campaign.entity.js';
import { campaignErrors } from './campaign.errors.js';
import {
  CampaignRepository,
  type CampaignChanges,
  type LockedCampaign,
} from './campaign.repository.js';
import { CampaignService } from './campaign.service.js';
import { PreflightService } from './preflight.service.js';
import { RunRepository } from './run.repository.js';
import { LaunchConfirmation } from './sending/confirmation.js';
import { TriggerLifecycle } from './triggers/trigger-lifecycle.js';

/** Who asks, and what they say to it. */
export interface Actor {
  userId: string | null;
  /** May approve what they wrote themselves. */
  mayApproveOwn: boolean;
}

/** An instant that is said to be now may lie this much back: clocks differ, requests travel. */
const leewayMs = 60_000;

/** Moves campaigns from draft to done, one legal move at a time. */
@Injectable()
export class LifecycleService {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignRepository,
    private readonly service: CampaignService,
    private readonly preflight: PreflightService,
    private readonly runs: RunRepository,
    private readonly mailings: MailingRepository,
    private readonly segments: SegmentService,
    private readonly templates: TemplateService,
    private readonly senders: SenderService,
    private readonly triggers: TriggerLifecycle,
    private readonly confirmation: LaunchConfirmation,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** draft → review. @throws DomainError `campaign.preflight_failed` while anything is wrong. */
  async submit(id: string, actor: Actor): Promise<Campaign> {
    await this.mustBeReady(await this.service.get(id));
    return this.move(id, 'review', actor);
  }

  /** review or approved → draft, to be changed. */
  reopen(id: string, actor: Actor, reason: string | null): Promise<Campaign> {
    return this.move(id, 'draft', actor, reason);
  }

  /**
   * review → approved: freezes rule, template, sender and all the rest in a version.
   * @throws DomainError `campaign.own_approval`, `campaign.preflight_failed`, and
   * `campaign.revision_conflict` when it was changed while it was looked over.
   */
  async approve(id: string, actor: Actor): Promise<Campaign> {
    const campaign = await this.service.get(id);
    if (campaign.createdBy === actor.userId && !actor.mayApproveOwn)
      throw campaignErrors.ownApproval();
    await this.mustBeReady(campaign);
    const definition = await this.frozen(campaign.definition);
    const rule = definition.segmentId
      ? await this.segments.frozenRule(definition.segmentId)
      : everybody;
    const { latest } = await this.templates.get(definition.templateId!);
    const sender = (await this.senders.find(definition.senderId!))!;
    return this.moveWith(id, 'approved', actor, null, async (sql, { revision }) => {
      if (revision !== campaign.revision) throw campaignErrors.revisionConflict(revision);
      const mailingId = await this.mailings.create(
        {
          campaignId: id,
          campaignName: campaign.name,
          channel: campaign.channel,
          purpose: definition.purpose,
          templateVersionId: latest.id,
          sender: { name: sender.name, address: sender.address, replyTo: sender.replyTo },
          holdoutShare: definition.holdoutShare,
          salt: campaign.salt,
          uncertainPolicy: definition.uncertainPolicy,
          urgency: urgencyOf(definition),
          priority: campaignPriorities.indexOf(definition.priority),
        },
        sql,
      );
      const versionId = await this.runs.addVersion(sql, {
        campaignId: id,
        definition,
        rule,
        mailingId,
        approvedBy: actor.userId,
        approvedAt: this.clock.now(),
      });
      return { versionId };
    });
  }

  /**
   * approved → scheduled.
   * @param at the instant of the start; null for now.
   * @param confirm what was typed, where it goes to many: their number, or the campaign's name.
   * @throws DomainError `campaign.schedule_in_past`, `campaign.confirmation_needed`.
   */
  async schedule(
    id: string,
    actor: Actor,
    at: Date | null,
    confirm: string | null,
  ): Promise<Campaign> {
    const now = this.clock.now();
    if (at && at.getTime() < now.getTime() - leewayMs) throw campaignErrors.scheduleInPast();
    await this.confirmation.check(await this.service.get(id), confirm);
    return this.moveWith(id, 'scheduled', actor, null, async () => ({ startsAt: at ?? now }));
  }

  /** scheduled → approved. */
  unschedule(id: string, actor: Actor): Promise<Campaign> {
    return this.moveWith(id, 'approved', actor, null, async () => ({ startsAt: null }));
  }

  /** running → paused. Once this is answered, no further message gets an intent. */
  pause(id: string, actor: Actor, reason: string | null): Promise<Campaign> {
    return this.moveWith(id, 'paused', actor, reason, (sql, locked) =>
      this.gate(sql, locked, false),
    );
  }

  /** paused → running. */
  resume(id: string, actor: Actor): Promise<Campaign> {
    return this.moveWith(id, 'running', actor, null, (sql, locked) => {
      // To send what was given up once it is done is another thing to ask for.
      if (locked.state !== 'paused') throw campaignErrors.illegalMove(locked.state, 'running');
      return this.gate(sql, locked, true);
    });
  }

  /**
   * Ends a running trigger: nothing more is fired and what waits is dropped; what is on its way still
   * goes, and then the campaign is done.
   * @throws DomainError `campaign.illegal_move`, `campaign.nothing_to_stop`.
   */
  async stop(id: string, actor: Actor): Promise<Campaign> {
    const { state } = await this.service.get(id);
    await this.database.transaction(async (sql) => {
      if (!(await this.campaigns.lock(sql, id, 'done')))
        throw campaignErrors.illegalMove(state, 'done');
      if (!(await this.triggers.end(sql, id, actor.userId))) throw campaignErrors.nothingToStop();
    });
    return this.service.get(id);
  }

  /** → cancelled. What has gone has gone; nothing more gets an intent. */
  cancel(id: string, actor: Actor, reason: string | null): Promise<Campaign> {
    return this.moveWith(id, 'cancelled', actor, reason, async (sql, locked) => {
      await this.gate(sql, locked, false);
      await this.triggers.end(sql, id, actor.userId);
      // With a run there are rows to close first: the sweep does, and then writes finishedAt.
      return locked.startedAt ? {} : { finishedAt: this.clock.now() };
    });
  }

  private async frozen(definition: CampaignDefinition): Promise<CampaignDefinition> {
    const { trigger } = definition;
    return trigger ? { ...definition, trigger: await this.triggers.freeze(trigger) } : definition;
  }

  private async mustBeReady(campaign: Campaign): Promise<void> {
    const errors = (await this.preflight.check(campaign)).filter((f) => f.severity === 'error');
    if (errors.length > 0) throw campaignErrors.preflightFailed(errors);
  }

  private async gate(
    sql: Sql,
    { versionId }: LockedCampaign,
    open: boolean,
  ): Promise<CampaignChanges> {
    const version = versionId && (await this.runs.version(versionId, sql));
    if (version) await this.mailings.setOpen(version.mailingId, open, sql);
    return {};
  }

  private move(id: string, to: CampaignState, actor: Actor, reason: string | null = null) {
    return this.moveWith(id, to, actor, reason, async () => ({}));
  }

  /**
   * Locks the campaign, does what belongs to the move, and writes the move, all or nothing. `also` asks
   * on the transaction's own connection only: were the pool used up, it would wait for itself.
   */
  private async moveWith(
    id: string,
    to: CampaignState,
    actor: Actor,
    reason: string | null,
    also: (sql: Sql, locked: LockedCampaign) => Promise<CampaignChanges>,
  ): Promise<Campaign> {
    const { state } = await this.service.get(id);
    await this.database.transaction(async (sql) => {
      const locked = await this.campaigns.lock(sql, id, to);
      if (!locked) throw campaignErrors.illegalMove(state, to);
      const changes = await also(sql, locked);
      const move = { from: locked.state, to, userId: actor.userId, reason, at: this.clock.now() };
      await this.campaigns.move(sql, id, move, changes);
    });
    return this.service.get(id);
  }
}
