import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import {
  SmsEstimateService,
  TemplateService,
  type CompiledTemplate,
  type PlanCounts,
  type SmsEstimate,
} from '#libs/messaging';
import { CLOCK } from '#libs/platform';
import { SegmentService } from '#libs/segments';
import { AudienceService } from './audience.service.js';
import { everybody } from './campaign-definition.js';
import type { Campaign } from './campaign.entity.js';

/** What a campaign would send, in figures and in money. */
export interface Forecast extends PlanCounts {
  /** Null for mail, and where the template is missing or faulty. */
  sms: SmsEstimate | null;
}

/** Says what a campaign of text messages would send. */
@Injectable()
export class SmsForecastService {
  constructor(
    private readonly audiences: AudienceService,
    private readonly segments: SegmentService,
    private readonly templates: TemplateService,
    private readonly estimates: SmsEstimateService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The dry run, and for text messages their parts and their cost by language. */
  async dryRun(campaign: Campaign): Promise<Forecast> {
    const counts = await this.audiences.dryRun(campaign);
    const template = await this.template(campaign);
    if (!template) return { ...counts, sms: null };
    const { audience, terms } = await this.audience(campaign);
    return { ...counts, sms: await this.estimates.estimate(template, audience, terms) };
  }

  /** How many numbers of a country it would write to. @param country `+66` */
  async reachIn(country: string, campaign: Campaign): Promise<number> {
    const { audience, terms } = await this.audience(campaign);
    return this.estimates.reachIn(country, audience, terms);
  }

  /** Its template, if that is one of text messages without a fault. */
  async template({ channel, definition }: Campaign): Promise<CompiledTemplate | null> {
    const { templateId } = definition;
    if (channel !== 'sms' || !templateId) return null;
    try {
      const { latest } = await this.templates.get(templateId);
      const template = await this.templates.ready(latest.id);
      return template.channel === 'sms' ? template : null;
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  private async audience({ channel, definition, salt }: Campaign) {
    const { segmentId, purpose, holdoutShare } = definition;
    const rule = segmentId ? await this.segments.frozenRule(segmentId) : everybody;
    const audience = await this.segments.compileRule(rule, this.clock.now());
    return { audience, terms: { channel, purpose, holdoutShare, salt } };
  }
}
