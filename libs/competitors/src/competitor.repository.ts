import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, Not, type Repository } from 'typeorm';
import { Database, isDuplicate } from '#libs/platform';
import { Competitor } from './competitor.entity.js';

@Injectable()
export class CompetitorRepository {
  constructor(private readonly database: Database) {}

  private get rows(): Repository<Competitor> {
    return this.database.manager.getRepository(Competitor);
  }

  find(id: string): Promise<Competitor | null> {
    return this.rows.findOneBy({ id });
  }

  /** In the order of their making. */
  list(archived: boolean, after: string, limit: number): Promise<Competitor[]> {
    return this.rows.find({
      where: { id: MoreThan(after), archivedAt: archived ? Not(IsNull()) : IsNull() },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  /** @returns the new row, or null when another one has this name */
  async insert(values: Omit<Competitor, 'id'>): Promise<Competitor | null> {
    const row = this.rows.create(values);
    try {
      await this.rows.insert(row);
      return row;
    } catch (error) {
      if (isDuplicate(error)) return null;
      throw error;
    }
  }

  /** @returns whether it was written: false when another one has this name */
  async update(id: string, values: Partial<Omit<Competitor, 'id'>>): Promise<boolean> {
    try {
      await this.rows.update({ id }, values);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }
}
