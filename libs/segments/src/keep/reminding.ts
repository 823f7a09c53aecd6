import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK, Database, type Sql } from '#libs/platform';
import type { Rule, Schema } from '#libs/rules';
import { Catalogue, withSegments } from '../catalogue.js';
import { horizonAt, renewBefore } from './horizon.js';
import { KeepRepository, type Keep } from './keep.repository.js';
import { readRule } from './kept-segments.js';
import type { IdRange } from './ranges.js';
import { reminders } from './reminders.js';
import { RemindingRepository, type Renewal } from './reminding.repository.js';

/** Contacts of one transaction: keepers that write a reminder of theirs wait for it. */
const piece = 250_000n;

/**
 * Sees to it that every change by time alone has a reminder before it comes. They are kept for the next
 * days only: keepers drop those beyond the horizon, and each day it is moved on and what lies between the
 * old and the new one is searched for everybody. Why none is missed: the move waits for keepers that know
 * the old horizon, and the search comes after it. So whoever was judged by the old one is searched, and
 * whoever is judged after the search has a reminder of their own. What is asked is what may change after
 * the old horizon: until there the reminders that are written lead.
 */
@Injectable()
export class Reminding {
  constructor(
    private readonly database: Database,
    private readonly catalogue: Catalogue,
    private readonly keeps: KeepRepository,
    private readonly repository: RemindingRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The first ones, in the transaction that takes in the members of a range. */
  async begin(sql: Sql, keep: Keep, rule: Rule, schema: Schema, range: IdRange): Promise<void> {
    const instant = keep.buildInstant!;
    const found = reminders(rule, schema, instant);
    const first = { from: new Date(0), until: horizonAt(instant) };
    await this.repository.add(sql, keep.segmentId, found, range, first);
  }

  /** Moves horizons on where it is time, and writes reminders of some. @returns whether there may be more */
  async renew(): Promise<boolean> {
    for (const id of await this.repository.ending(renewBefore(this.clock.now())))
      await this.database.transaction((sql) => this.move(sql, id));
    return this.write();
  }

  private async move(sql: Sql, segmentId: string): Promise<void> {
    const now = this.clock.now();
    const keep = await this.keeps.lock(sql, segmentId);
    const { rule, remindedUntil: from } = keep;
    if (rule === null || from === null || from >= renewBefore(now)) return;
    const until = horizonAt(now);
    await this.keeps.nextEpoch(sql);
    await this.keeps.write(sql, segmentId, { remindedUntil: until });
    await this.repository.want(sql, keep, { from, until });
  }

  private async write(): Promise<boolean> {
    const open = await this.repository.open();
    if (open.length === 0) return false;
    const schema = withSegments(await this.catalogue.vocabulary(), []);
    // One that cannot be read, which nobody keeps here, does not hold up the others.
    for (const renewal of open) {
      const rule = readable(renewal.rule, schema);
      if (rule) return this.remind(renewal, rule, schema);
    }
    return false;
  }

  private async remind(renewal: Renewal, rule: Rule, schema: Schema): Promise<boolean> {
    const found = reminders(rule, schema, renewal.from);
    await this.database.transaction(async (sql) => {
      const some = await this.repository.take(sql, renewal, piece);
      if (some) await this.repository.add(sql, renewal.segmentId, found, some, renewal);
    });
    return true;
  }
}

/** null for what is none of this version's rules; keepers have said so. */
function readable(json: string, schema: Schema): Rule | null {
  try {
    return readRule(json, schema);
  } catch {
    return null;
  }
}
