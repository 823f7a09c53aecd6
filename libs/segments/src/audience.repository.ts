import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import type { Statement } from '#libs/rules';

@Injectable()
export class AudienceRepository {
  constructor(private readonly database: Database) {}

  /** How many contacts a compiled rule selects. */
  async count({ sql, parameters }: Statement): Promise<number> {
    const [row] = await this.database.query<{ n: string | number }>(
      `SELECT COUNT(*) AS n FROM (${sql}) m`,
      parameters,
    );
    return Number(row?.n ?? 0);
  }
}
