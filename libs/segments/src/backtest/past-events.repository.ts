import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import type { Comparable, EventFact } from '#libs/rules';

interface EventRow {
  contactId: string;
  nameId: number;
  at: Date;
  value: string | null;
  currency: string | null;
  properties: Comparable | null;
}

/** Whole histories of many contacts: by contact, then by event_name.id. */
export type Histories = Map<string, Map<number, EventFact[]>>;

@Injectable()
export class PastEventsRepository {
  constructor(private readonly database: Database) {}

  async load(contactIds: readonly string[], nameIds: readonly number[]): Promise<Histories> {
    const histories: Histories = new Map();
    if (contactIds.length === 0 || nameIds.length === 0) return histories;
    const rows = await this.database.query<EventRow>(
      `SELECT contact_id AS contactId, name_id AS nameId, occurred_at AS at, value, currency,
         comparable AS properties
       FROM event FORCE INDEX (event_by_contact) WHERE contact_id IN (?) AND name_id IN (?)`,
      [contactIds, nameIds],
    );
    for (const { contactId, nameId, ...row } of rows) {
      const own = histories.get(contactId) ?? new Map<number, EventFact[]>();
      histories.set(contactId, own);
      const events = own.get(nameId) ?? [];
      own.set(nameId, events);
      events.push(eventFact(row));
    }
    return histories;
  }
}

const eventFact = (row: Omit<EventRow, 'contactId' | 'nameId'>): EventFact => ({
  at: row.at,
  value: row.value === null ? null : Number(row.value),
  decimal: row.value,
  currency: row.currency,
  properties: row.properties ?? {},
});
