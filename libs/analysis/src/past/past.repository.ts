import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import type { PastCampaign } from './past-campaign.js';
import type { PastTally } from './tally.js';

const columns = `id, name, DATE_FORMAT(ran_on, '%Y-%m-%d') AS ranOn, layout, created_at AS createdAt,
  read_at AS readAt`;

type Row = Omit<PastCampaign, 'layout'> & { layout: string };

/** JSON comes as text from MariaDB, and as what it is from MySQL. */
const parsed = <T>(json: unknown): T => (typeof json === 'string' ? JSON.parse(json) : json) as T;

const campaignOf = (row: Row): PastCampaign => ({ ...row, layout: parsed(row.layout) });

@Injectable()
export class PastRepository {
  constructor(private readonly database: Database) {}

  async insert(
    { name, ranOn, layout, createdAt }: Omit<PastCampaign, 'id' | 'readAt'>,
    userId: string | null,
  ): Promise<string> {
    const { insertId } = await this.database.execute(
      `INSERT INTO past_campaign (name, ran_on, layout, created_by, created_at) VALUES (?)`,
      [[name, ranOn, JSON.stringify(layout), userId, createdAt]],
    );
    return insertId;
  }

  async find(id: string): Promise<PastCampaign | null> {
    const [row] = await this.database.query<Row>(
      `SELECT ${columns} FROM past_campaign WHERE id = ?`,
      [id],
    );
    return row ? campaignOf(row) : null;
  }

  /** In the order of their making, above `after`. */
  async list(after: string, limit: number): Promise<PastCampaign[]> {
    const rows = await this.database.query<Row>(
      `SELECT ${columns} FROM past_campaign WHERE id > ? ORDER BY id LIMIT ?`,
      [after, limit],
    );
    return rows.map(campaignOf);
  }

  /** What its file came to; null before it was read. */
  async tally(id: string): Promise<PastTally | null> {
    const [row] = await this.database.query<{ tally: unknown }>(
      'SELECT tally FROM past_campaign WHERE id = ?',
      [id],
    );
    return row?.tally ? parsed(row.tally) : null;
  }

  /** A file that is sent again takes the place of the one before. */
  async keep(id: string, tally: PastTally, readAt: Date): Promise<void> {
    await this.database.execute('UPDATE past_campaign SET tally = ?, read_at = ? WHERE id = ?', [
      JSON.stringify(tally),
      readAt,
      id,
    ]);
  }
}
