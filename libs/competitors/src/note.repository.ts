import { Injectable } from '@nestjs/common';
import type { Repository, SelectQueryBuilder } from 'typeorm';
import { fold } from '#libs/kernel';
import { Database } from '#libs/platform';
import { Competitor } from './competitor.entity.js';
import { CompetitorNote, type NoteKind } from './note.entity.js';

/** Which notes; what is not given does not restrict. */
export interface NoteFilter {
  /** Days; a note that overlaps [from, to] at any day is meant. */
  from?: string | undefined;
  to?: string | undefined;
  competitorId?: string | undefined;
  kind?: NoteKind | undefined;
  tag?: string | undefined;
}

/** A note, and whom it is about. */
export interface NamedNote extends CompetitorNote {
  competitorName: string;
}

@Injectable()
export class NoteRepository {
  constructor(private readonly database: Database) {}

  private get rows(): Repository<CompetitorNote> {
    return this.database.manager.getRepository(CompetitorNote);
  }

  find(id: string): Promise<CompetitorNote | null> {
    return this.rows.findOneBy({ id });
  }

  async insert(values: Omit<CompetitorNote, 'id'>): Promise<CompetitorNote> {
    const row = this.rows.create(values);
    await this.rows.insert(row);
    return row;
  }

  async update(id: string, values: Partial<Omit<CompetitorNote, 'id'>>): Promise<void> {
    await this.rows.update({ id }, values);
  }

  /** @returns whether there was one */
  async delete(id: string): Promise<boolean> {
    return (await this.rows.delete({ id })).affected === 1;
  }

  /** The latest first. `after` is the last one seen, or null to begin. */
  list(filter: NoteFilter, after: CompetitorNote | null, limit: number): Promise<CompetitorNote[]> {
    const query = this.filtered(filter);
    if (after !== null)
      query.andWhere('(n.startsOn < :day OR (n.startsOn = :day AND n.id < :id))', {
        day: after.startsOn,
        id: after.id,
      });
    return query.orderBy('n.startsOn', 'DESC').addOrderBy('n.id', 'DESC').take(limit).getMany();
  }

  /** Those that overlap the days [from, to], the earliest first, at most `limit`. */
  async inPeriod(from: string, to: string, limit: number): Promise<NamedNote[]> {
    const { entities, raw } = await this.filtered({ from, to })
      .innerJoin(Competitor, 'c', 'c.id = n.competitorId')
      .addSelect('c.name', 'competitorName')
      .orderBy('n.startsOn', 'ASC')
      .addOrderBy('n.id', 'ASC')
      .limit(limit)
      .getRawAndEntities<{ competitorName: string }>();
    return entities.map((note, i) => ({ ...note, competitorName: raw[i]?.competitorName ?? '' }));
  }

  async segmentExists(id: string): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 AS found FROM segment WHERE id = ?', [id]);
    return rows.length > 0;
  }

  private filtered(filter: NoteFilter): SelectQueryBuilder<CompetitorNote> {
    const query = this.rows.createQueryBuilder('n').where('1 = 1');
    const { from, to, competitorId, kind, tag } = filter;
    if (to !== undefined) query.andWhere('n.startsOn <= :to', { to });
    if (from !== undefined) query.andWhere('COALESCE(n.endsOn, n.startsOn) >= :from', { from });
    if (competitorId !== undefined)
      query.andWhere('n.competitorId = :competitorId', { competitorId });
    if (kind !== undefined) query.andWhere('n.kind = :kind', { kind });
    if (tag !== undefined)
      query.andWhere('JSON_CONTAINS(n.tags, :tag)', { tag: JSON.stringify(fold(tag)) });
    return query;
  }
}
