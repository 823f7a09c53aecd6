import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { competitorArchived, competitorNotFound } from './competitor.errors.js';
import { CompetitorRepository } from './competitor.repository.js';
import { Faults } from './faults.js';
import { checkNote, type NoteInput } from './note.check.js';
import type { CompetitorNote } from './note.entity.js';
import { noteCursorUnknown, noteNotFound, noteSegmentUnknown } from './note.errors.js';
import { type NamedNote, type NoteFilter, NoteRepository } from './note.repository.js';

/** More notes than this in one period are not shown side by side. */
const maxInPeriod = 1000;

/** The dated notes on what competitors did. */
@Injectable()
export class NoteService {
  constructor(
    private readonly notes: NoteRepository,
    private readonly competitors: CompetitorRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError competitor_note.not_found */
  async get(id: string): Promise<CompetitorNote> {
    const note = await this.notes.find(id);
    if (note === null) throw noteNotFound(id);
    return note;
  }

  /**
   * The latest first.
   * @param after id of the last note seen, or null to begin
   * @throws DomainError competitor_note.invalid (a day that is none), competitor_note.cursor_unknown
   */
  async list(filter: NoteFilter, after: string | null, limit: number): Promise<CompetitorNote[]> {
    const faults = new Faults('competitor_note');
    if (filter.from !== undefined) faults.day('from', filter.from);
    if (filter.to !== undefined) faults.day('to', filter.to);
    if (filter.from !== undefined && filter.to !== undefined && filter.to < filter.from)
      faults.add('to', 'period_reversed', 'to must not be before from.');
    faults.throwIfAny();
    const last = after === null ? null : await this.notes.find(after);
    if (after !== null && last === null) throw noteCursorUnknown(after);
    return this.notes.list(filter, last, limit);
  }

  /** Every note, archived competitors' too, that overlaps the days [from, to]; the earliest first. */
  inPeriod(from: string, to: string): Promise<NamedNote[]> {
    return this.notes.inPeriod(from, to, maxInPeriod);
  }

  /**
   * @param createdBy id of the user, or null for a program
   * @throws DomainError competitor_note.invalid, competitor.not_found, competitor.archived,
   * competitor_note.segment_unknown
   */
  async create(
    competitorId: string,
    input: NoteInput,
    createdBy: string | null,
  ): Promise<CompetitorNote> {
    const checked = checkNote(input);
    const competitor = await this.competitors.find(competitorId);
    if (competitor === null) throw competitorNotFound(competitorId);
    if (competitor.archivedAt !== null) throw competitorArchived(competitorId);
    await this.checkSegment(checked.segmentId);
    const now = this.clock.now();
    return this.notes.insert({
      ...checked,
      competitorId,
      createdBy,
      createdAt: now,
      updatedAt: now,
    });
  }

  /**
   * Changes what is given and leaves the rest.
   * @throws DomainError competitor_note.not_found, competitor_note.invalid,
   * competitor_note.segment_unknown
   */
  async update(id: string, changes: Partial<NoteInput>): Promise<CompetitorNote> {
    const stored = await this.get(id);
    const checked = checkNote({ ...stored, ...changes });
    if (checked.segmentId !== stored.segmentId) await this.checkSegment(checked.segmentId);
    await this.notes.update(id, { ...checked, updatedAt: this.clock.now() });
    return this.get(id);
  }

  /** @throws DomainError competitor_note.not_found */
  async delete(id: string): Promise<void> {
    if (!(await this.notes.delete(id))) throw noteNotFound(id);
  }

  private async checkSegment(id: string | null): Promise<void> {
    if (id !== null && !(await this.notes.segmentExists(id))) throw noteSegmentUnknown(id);
  }
}
