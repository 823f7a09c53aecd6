import { Inject, Injectable } from '@nestjs/common';
import { NoteService } from '#libs/competitors';
import type { Clock } from '#libs/kernel';
import { CLOCK, ENV, type Env } from '#libs/platform';
import { FactsRepository } from './facts/facts.repository.js';
import { assemble } from './report/assemble.js';
import type { CampaignReport } from './report/campaign-report.js';
import { weeksOf } from './report/weeks.js';
import { campaignNotFound } from './report.errors.js';

/** What campaigns did, and what they changed. */
@Injectable()
export class ReportService {
  constructor(
    private readonly facts: FactsRepository,
    private readonly notes: NoteService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * The report as of now. A campaign that has not started has one too: every figure is 0.
   * @throws DomainError campaign.not_found
   */
  async ofCampaign(campaignId: string): Promise<CampaignReport> {
    const facts = await this.facts.read(campaignId);
    if (facts === null) throw campaignNotFound(campaignId);
    const now = this.clock.now();
    const { timeZone } = this.env;
    const weeks = weeksOf(facts, now, timeZone);
    const notes = weeks === null ? [] : await this.notes.inPeriod(weeks.from, weeks.to);
    return assemble(facts, notes, now, timeZone);
  }
}
