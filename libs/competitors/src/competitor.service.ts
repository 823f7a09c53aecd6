import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { checkCompetitor, type CompetitorInput } from './competitor.check.js';
import type { Competitor } from './competitor.entity.js';
import { competitorNameTaken, competitorNotFound } from './competitor.errors.js';
import { CompetitorRepository } from './competitor.repository.js';

/** Which competitors to list. */
export interface CompetitorFilter {
  archived: boolean;
  /** Id of the last one seen; '0' to begin. */
  after: string;
  limit: number;
}

/** The competitors that people keep an eye on. They are archived, never deleted: their notes remain. */
@Injectable()
export class CompetitorService {
  constructor(
    private readonly competitors: CompetitorRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError competitor.not_found */
  async get(id: string): Promise<Competitor> {
    const competitor = await this.competitors.find(id);
    if (competitor === null) throw competitorNotFound(id);
    return competitor;
  }

  list(filter: CompetitorFilter): Promise<Competitor[]> {
    return this.competitors.list(filter.archived, filter.after, filter.limit);
  }

  /** @throws DomainError competitor.invalid, competitor.name_taken */
  async create(input: CompetitorInput): Promise<Competitor> {
    const now = this.clock.now();
    const created = await this.competitors.insert({
      ...checkCompetitor(input),
      createdAt: now,
      updatedAt: now,
      archivedAt: null,
    });
    if (created === null) throw competitorNameTaken();
    return created;
  }

  /**
   * Changes what is given and leaves the rest.
   * @throws DomainError competitor.not_found, competitor.invalid, competitor.name_taken
   */
  async update(id: string, changes: Partial<CompetitorInput>): Promise<Competitor> {
    const { name, aliases, website, description } = await this.get(id);
    const checked = checkCompetitor({ name, aliases, website, description, ...changes });
    const updatedAt = this.clock.now();
    if (!(await this.competitors.update(id, { ...checked, updatedAt })))
      throw competitorNameTaken();
    return this.get(id);
  }

  /** Takes it out of the lists. Twice is once. */
  async archive(id: string): Promise<Competitor> {
    const { archivedAt } = await this.get(id);
    if (archivedAt === null) await this.competitors.update(id, { archivedAt: this.clock.now() });
    return this.get(id);
  }

  /** Puts it back into the lists. */
  async restore(id: string): Promise<Competitor> {
    await this.get(id);
    await this.competitors.update(id, { archivedAt: null });
    return this.get(id);
  }
}
