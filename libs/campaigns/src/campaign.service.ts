import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import type { ChannelName } from '#libs/messaging';
import { CLOCK } from '#libs/platform';
import type { Words } from '#libs/rules';
import { emptyDefinition, type CampaignDefinition } from './campaign-definition.js';
import type { CampaignState } from './campaign-state.js';
import type { Campaign } from './campaign.entity.js';
import { campaignErrors } from './campaign.errors.js';
import { CampaignRepository, type CampaignMove } from './campaign.repository.js';
import { TriggerCheck } from './triggers/trigger.check.js';

export interface CampaignContent {
  name: string;
  channel: ChannelName;
  /** The trigger as it was written: raw JSON. */
  definition: Partial<Omit<CampaignDefinition, 'trigger'>> & { trigger?: unknown };
}

/** Campaigns as marketers write them. */
@Injectable()
export class CampaignService {
  constructor(
    private readonly campaigns: CampaignRepository,
    private readonly triggers: TriggerCheck,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `campaign.invalid` */
  async create(content: CampaignContent, userId: string | null): Promise<Campaign> {
    const now = this.clock.now();
    return this.campaigns.insert({
      name: content.name,
      channel: content.channel,
      definition: { ...emptyDefinition, ...(await this.read(content.definition)) },
      state: 'draft',
      salt: randomBytes(16).toString('hex'),
      versionId: null,
      startsAt: null,
      startedAt: null,
      finishedAt: null,
      stateReason: null,
      revision: 1,
      createdBy: userId,
      createdAt: now,
      updatedAt: now,
    });
  }

  /** @throws DomainError `campaign.not_found`. */
  async get(id: string): Promise<Campaign> {
    const campaign = await this.campaigns.get(id);
    if (!campaign) throw campaignErrors.notFound();
    return campaign;
  }

  list(filter: {
    state?: CampaignState;
    before: string | null;
    limit: number;
  }): Promise<Campaign[]> {
    return this.campaigns.list(filter);
  }

  /**
   * Changes a draft.
   * @param revision the one the writer has seen.
   * @throws DomainError `campaign.invalid`, `campaign.not_editable`, `campaign.revision_conflict`.
   */
  async edit(id: string, revision: number, content: Partial<CampaignContent>): Promise<Campaign> {
    const campaign = await this.get(id);
    const edited: Campaign = {
      ...campaign,
      name: content.name ?? campaign.name,
      channel: content.channel ?? campaign.channel,
      definition: { ...campaign.definition, ...(await this.read(content.definition ?? {})) },
      updatedAt: this.clock.now(),
    };
    if (await this.campaigns.edit(edited, revision)) return this.get(id);
    const now = await this.get(id);
    throw now.state === 'draft'
      ? campaignErrors.revisionConflict(now.revision)
      : campaignErrors.notEditable(now.state);
  }

  /** With what its trigger does, in words. @throws DomainError `campaign.not_found`. */
  async show(id: string): Promise<{ campaign: Campaign; triggerSentence: Words | null }> {
    const campaign = await this.get(id);
    const { trigger } = campaign.definition;
    return { campaign, triggerSentence: trigger ? await this.triggers.say(trigger) : null };
  }

  private async read({
    trigger,
    ...rest
  }: CampaignContent['definition']): Promise<Partial<CampaignDefinition>> {
    return trigger === undefined ? rest : { ...rest, trigger: await this.triggers.read(trigger) };
  }

  /** Everything that was done to it, oldest first. */
  async moves(id: string): Promise<CampaignMove[]> {
    await this.get(id);
    return this.campaigns.moves(id);
  }
}
