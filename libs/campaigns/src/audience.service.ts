import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { PlanningRepository, type PlanCounts } from '#libs/messaging';
import { CLOCK } from '#libs/platform';
import { SegmentService } from '#libs/segments';
import { everybody } from './campaign-definition.js';
import type { Campaign } from './campaign.entity.js';
import type { CampaignVersion } from './run.repository.js';

/** Who a campaign would reach if it started now. */
@Injectable()
export class AudienceService {
  constructor(
    private readonly segments: SegmentService,
    private readonly planning: PlanningRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * How many would get it, how many would be held out, and for the rest why not, by reason: the same
   * people as in earnest, as long as rule and contacts stay as they are. Of a triggered campaign: those
   * for whom it could start, if it came to that.
   */
  async dryRun(campaign: Campaign): Promise<PlanCounts> {
    const { definition } = campaign;
    const { segmentId, trigger } = definition;
    if (!segmentId && !trigger) return { audience: 0, planned: 0, heldOut: 0, skipped: {} };
    const rule = segmentId ? await this.segments.frozenRule(segmentId) : everybody;
    return this.reach(campaign, { definition, rule });
  }

  /** The same of a version, whatever was edited since. */
  async reach(
    { channel, salt }: Pick<Campaign, 'channel' | 'salt'>,
    { definition, rule }: Pick<CampaignVersion, 'definition' | 'rule'>,
  ): Promise<PlanCounts> {
    const audience = await this.segments.compileRule(rule, this.clock.now());
    const { purpose, holdoutShare } = definition;
    return this.planning.dryRun(audience, { channel, purpose, holdoutShare, salt });
  }
}
