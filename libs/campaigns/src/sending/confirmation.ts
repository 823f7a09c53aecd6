import { Injectable } from '@nestjs/common';
import { GuardSettingsRepository } from '#libs/messaging';
import { AudienceService } from '../audience.service.js';
import type { Campaign } from '../campaign.entity.js';
import { campaignErrors } from '../campaign.errors.js';
import { RunRepository } from '../run.repository.js';

/** As people write numbers: 12,400 or 12 400. */
const digits = (typed: string) => typed.replace(/[\s,.]/g, '');

/** Asks for more than a click where a message would go to many. */
@Injectable()
export class LaunchConfirmation {
  constructor(
    private readonly settings: GuardSettingsRepository,
    private readonly audiences: AudienceService,
    private readonly runs: RunRepository,
  ) {}

  /**
   * @param typed the number of people whom the approved version would reach now, or the campaign's name.
   * @throws DomainError `campaign.confirmation_needed` when it goes to more than the organisation's
   *   `confirmAbove`, and neither was typed. A trigger has nobody beforehand, and is not asked about.
   */
  async check(campaign: Campaign, typed: string | null): Promise<void> {
    if (campaign.state !== 'approved' || campaign.definition.trigger) return;
    if (typed?.trim().normalize() === campaign.name.trim().normalize()) return;
    const version = campaign.versionId && (await this.runs.version(campaign.versionId));
    if (!version) return;
    const { confirmAbove } = await this.settings.get();
    const { planned } = await this.audiences.reach(campaign, version);
    if (planned <= confirmAbove || (typed !== null && digits(typed) === String(planned))) return;
    throw campaignErrors.confirmationNeeded(planned, campaign.name);
  }
}
