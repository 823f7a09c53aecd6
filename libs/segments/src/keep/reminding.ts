import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import { MAX_TIME, type Rule, type Schema } from '#libs/rules';
import { Catalogue, withSegments } from '../catalogue.js';
import type { Keep } from './keep.repository.js';
import { readRule } from './kept-segments.js';
import type { IdRange } from './ranges.js';
import { reminders } from './reminders.js';
import { RemindingRepository } from './reminding.repository.js';

/** Reminders that fall due sooner are written with the members: no building takes so long. */
const nearMs = 6 * 3_600_000;

/** Up to when the reminders of a building are near. */
const nearUntil = (instant: Date): Date => new Date(instant.getTime() + nearMs);

/**
 * Writes the reminders of a new generation: those of the next hours with its members, the far ones when
 * it serves, as of the instant of the building, too: whoever changed since was judged, and has a reminder
 * of their own.
 */
@Injectable()
export class Reminding {
  constructor(
    private readonly database: Database,
    private readonly catalogue: Catalogue,
    private readonly repository: RemindingRepository,
  ) {}

  /** To be called in the transaction that takes in the members of a range. */
  async begin(sql: Sql, keep: Keep, rule: Rule, schema: Schema, range: IdRange): Promise<void> {
    const instant = keep.buildInstant!;
    const found = reminders(rule, schema, instant);
    if (found.length === 0) return;
    const near = { from: new Date(0), until: nearUntil(instant) };
    await this.repository.add(sql, keep.segmentId, found, range, near);
    await this.repository.postpone(sql, keep, range);
  }

  /** The far ones of one range. @returns whether there may be more. */
  async remind(): Promise<boolean> {
    const range = await this.repository.next();
    if (!range) return false;
    const schema = withSegments(await this.catalogue.vocabulary(), []);
    const rule = readRule(range.rule, schema);
    const far = { from: nearUntil(range.instant), until: new Date(MAX_TIME) };
    await this.database.transaction(async (sql) => {
      if (!(await this.repository.take(sql, range)) || rule === null) return;
      const found = reminders(rule, schema, range.instant);
      await this.repository.add(sql, range.segmentId, found, range, far);
    });
    return true;
  }
}
