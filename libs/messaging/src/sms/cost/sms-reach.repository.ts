import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import { decisions, everyId, type Audience, type Terms } from '../../delivery/decisions.js';

/** So many numbers that begin alike, of people who read one language. */
export interface SmsReach {
  language: string | null;
  /** The first digits, with the +. */
  prefix: string;
  people: number;
}

@Injectable()
export class SmsReachRepository {
  constructor(private readonly database: Database) {}

  /**
   * The numbers that would get a message: decided as planning does.
   * @param digits after the + by which numbers are told apart.
   */
  async of(audience: Audience, terms: Terms, digits: number): Promise<SmsReach[]> {
    const decided = decisions(audience, everyId, terms);
    const rows = await this.database.query<Omit<SmsReach, 'people'> & { people: string }>(
      `SELECT MIN(c.language) AS language, LEFT(c.phone, ?) AS prefix,
         COUNT(DISTINCT x.address_hash) AS people
       FROM (${decided.sql}) x JOIN contact c ON c.id = x.id
       WHERE x.reason IS NULL GROUP BY c.language, prefix`,
      [digits + 1, ...decided.parameters],
    );
    return rows.map((row) => ({ ...row, people: Number(row.people) }));
  }
}
