import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import type { Comparable, EventFact } from '#libs/rules';

interface EventRow {
  name_id: number;
  occurred_at: Date;
  /** DECIMAL as text. */
  value: string | null;
  currency: string | null;
  comparable: Comparable | null;
}

@Injectable()
export class EventFactsRepository {
  constructor(private readonly database: Database) {}

  /** What one contact did, of these names only, by event_name.id. */
  async load(
    contactId: string,
    nameIds: readonly number[] | 'all',
  ): Promise<ReadonlyMap<number, readonly EventFact[]>> {
    const events = new Map<number, EventFact[]>();
    if (nameIds.length === 0) return events;
    const rows = await this.database.query<EventRow>(
      `SELECT name_id, occurred_at, value, currency, comparable FROM event
       WHERE contact_id = ?${nameIds === 'all' ? '' : ' AND name_id IN (?)'}`,
      [contactId, nameIds],
    );
    for (const { name_id: id, occurred_at: at, value, currency, comparable } of rows) {
      const fact = {
        at,
        value: value === null ? null : Number(value),
        decimal: value,
        currency,
        properties: comparable ?? {},
      };
      const known = events.get(id);
      if (known) known.push(fact);
      else events.set(id, [fact]);
    }
    return events;
  }
}
