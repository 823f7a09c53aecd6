import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { pastReportOf } from './assemble-past.js';
import type { PastCampaign, PastLayout } from './past-campaign.js';
import { tallyOf } from './past-csv.js';
import { notRead, pastNotFound, wrongLayout } from './past.errors.js';
import { PastRepository } from './past.repository.js';
import type { PastReport } from './past-report.js';

/** Results of campaigns that were not sent from here, told as if they had been. */
@Injectable()
export class PastService {
  constructor(
    private readonly repository: PastRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError past.wrong_layout for a column that is to be two things */
  async create(
    campaign: Pick<PastCampaign, 'name' | 'ranOn' | 'layout'>,
    userId: string | null,
  ): Promise<PastCampaign> {
    check(campaign.layout);
    const createdAt = this.clock.now();
    return this.get(await this.repository.insert({ ...campaign, createdAt }, userId));
  }

  /** @throws DomainError past.not_found */
  async get(id: string): Promise<PastCampaign> {
    const found = await this.repository.find(id);
    if (!found) throw pastNotFound(id);
    return found;
  }

  list(after: string, limit: number): Promise<PastCampaign[]> {
    return this.repository.list(after, limit);
  }

  /**
   * Takes in the file: only its sums are kept, nobody in it can be told from another.
   * @throws DomainError past.not_found, or what is wrong with the file, with line and column
   */
  async read(id: string, file: AsyncIterable<Uint8Array>): Promise<PastReport> {
    const campaign = await this.get(id);
    await this.repository.keep(id, await tallyOf(file, campaign.layout), this.clock.now());
    return this.report(id);
  }

  /** @throws DomainError past.not_found, past.no_file */
  async report(id: string): Promise<PastReport> {
    const campaign = await this.get(id);
    const tally = await this.repository.tally(id);
    if (!tally) throw notRead(id);
    return pastReportOf(campaign, tally);
  }
}

function check({ arm, outcomes, groups, before }: PastLayout): void {
  const told = new Map<string, string>([[arm, '/layout/arm']]);
  const named: [string, string][] = [
    ...outcomes.map(({ column }, n): [string, string] => [column, `/layout/outcomes/${n}/column`]),
    ...groups.map((column, n): [string, string] => [column, `/layout/groups/${n}`]),
  ];
  for (const [column, place] of named) {
    if (told.has(column)) throw wrongLayout(place, `${column} stands at ${told.get(column)!} too.`);
    told.set(column, place);
  }
  if (before !== null && outcomes.some(({ column }) => column === before))
    throw wrongLayout('/layout/before', 'What was known before cannot be an outcome.');
}
