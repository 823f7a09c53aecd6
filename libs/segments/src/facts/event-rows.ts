import type { Sql } from '#libs/platform';
import type { Comparable, EventFact } from '#libs/rules';
import { partsOf, type Asked } from './asked.js';
import type { Summary } from './tallies.js';

/** One statement over events: of which names, since when, and how much of each. */
export interface Reading {
  /** By event_name.id. */
  readonly names: ReadonlyMap<number, string>;
  /** Of all names, under `*`. */
  readonly every: boolean;
  /** null: from the beginning. */
  readonly since: Date | null;
  /** Whether to read these, too; without, the index alone answers. */
  readonly properties: boolean;
  readonly currency: boolean;
}

/** By contact and name. */
type ByName<T> = Map<string, Map<string, T[]>>;
export type EventsOf = ByName<EventFact>;
export type SummariesOf = ByName<Summary>;

function append<T>(into: ByName<T>, contact: string, name: string, item: T): void {
  let ofContact = into.get(contact);
  if (!ofContact) into.set(contact, (ofContact = new Map<string, T[]>()));
  const known = ofContact.get(name);
  if (known) known.push(item);
  else ofContact.set(name, [item]);
}

interface EventRow {
  contact_id: string;
  name_id: number;
  occurred_at: Date;
  /** DECIMAL as text. */
  value: string | null;
  currency?: string | null;
  comparable?: Comparable | null;
}

export async function loadEvents(
  sql: Sql,
  asked: Asked,
  { names, every, since, properties, currency }: Reading,
  into: EventsOf,
): Promise<void> {
  const parts = partsOf(asked, { names, every });
  if (parts.length === 0) return;
  const part = `(SELECT contact_id, name_id, occurred_at, value
       ${currency ? ', currency' : ''} ${properties ? ', comparable' : ''}
     FROM event FORCE INDEX (event_by_contact)
     WHERE contact_id IN (?) ${every ? '' : 'AND name_id IN (?)'}
       ${since === null ? '' : 'AND occurred_at >= ?'})`;
  const rows = await sql.query<EventRow>(
    parts.map(() => part).join(' UNION ALL '),
    parts.flatMap(({ contactIds, nameIds }) => [
      contactIds,
      ...(every ? [] : [nameIds]),
      ...(since === null ? [] : [since]),
    ]),
  );
  for (const { contact_id: contact, name_id: id, occurred_at: at, value, ...rest } of rows) {
    const name = every ? '*' : names.get(id)!;
    const fact: EventFact = {
      at,
      value: value === null ? null : Number(value),
      decimal: value,
      currency: rest.currency ?? null,
      properties: rest.comparable ?? none,
    };
    append(into, contact, name, fact);
  }
}

const none: Comparable = {};

interface SummaryRow {
  contact_id: string;
  name_id: number;
  currency: string;
  times: number;
  total: string;
  first_at: Date;
  last_at: Date;
}

/** What the names of a reading come to; currencies only where they are read. */
export async function loadSummaries(
  sql: Sql,
  asked: Asked,
  reading: Reading,
  into: SummariesOf,
): Promise<void> {
  const { names, every, currency: read } = reading;
  const parts = partsOf(asked, reading);
  if (parts.length === 0) return;
  const part = `(SELECT contact_id, name_id, currency, times, total, first_at, last_at
     FROM contact_event FORCE INDEX (PRIMARY)
     WHERE contact_id IN (?) ${every ? '' : 'AND name_id IN (?)'})`;
  const rows = await sql.query<SummaryRow>(
    parts.map(() => part).join(' UNION ALL '),
    parts.flatMap(({ contactIds, nameIds }) => (every ? [contactIds] : [contactIds, nameIds])),
  );
  for (const { contact_id: contact, name_id: id, first_at, last_at, ...rest } of rows) {
    if (rest.currency !== '' && !read) continue;
    const { currency, times, total } = rest;
    const summary = { currency, times, total, firstAt: first_at, lastAt: last_at };
    append(into, contact, every ? '*' : names.get(id)!, summary);
  }
}
