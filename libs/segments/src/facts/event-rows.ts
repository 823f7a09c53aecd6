import type { Sql } from '#libs/platform';
import type { Comparable, EventFact } from '#libs/rules';
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

/** Events by contact and name. */
export type EventsOf = Map<string, Map<string, EventFact[]>>;

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
  contactIds: readonly string[],
  { names, every, since, properties, currency }: Reading,
  into: EventsOf,
): Promise<void> {
  const rows = await sql.query<EventRow>(
    `SELECT contact_id, name_id, occurred_at, value
       ${currency ? ', currency' : ''} ${properties ? ', comparable' : ''}
     FROM event FORCE INDEX (event_by_contact)
     WHERE contact_id IN (?) ${every ? '' : 'AND name_id IN (?)'}
       ${since === null ? '' : 'AND occurred_at >= ?'}`,
    [contactIds, ...(every ? [] : [[...names.keys()]]), ...(since === null ? [] : [since])],
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
    let ofContact = into.get(contact);
    if (!ofContact) into.set(contact, (ofContact = new Map<string, EventFact[]>()));
    const known = ofContact.get(name);
    if (known) known.push(fact);
    else ofContact.set(name, [fact]);
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

/** What the names of these readings come to, by contact and name; currencies only where they are read. */
export async function loadSummaries(
  sql: Sql,
  contactIds: readonly string[],
  readings: readonly Reading[],
): Promise<Map<string, Map<string, Summary[]>>> {
  const found = new Map<string, Map<string, Summary[]>>();
  if (readings.length === 0) return found;
  const every = readings.some((reading) => reading.every);
  const ids = readings.flatMap(({ names }) => [...names.keys()]);
  const rows = await sql.query<SummaryRow>(
    `SELECT contact_id, name_id, currency, times, total, first_at, last_at
     FROM contact_event FORCE INDEX (PRIMARY)
     WHERE contact_id IN (?) ${every ? '' : 'AND name_id IN (?)'}`,
    every ? [contactIds] : [contactIds, ids],
  );
  for (const row of rows) {
    const { contact_id: contact, name_id: id, currency, times, total } = row;
    const summary = { currency, times, total, firstAt: row.first_at, lastAt: row.last_at };
    for (const reading of readings) {
      if (currency !== '' && !reading.currency) continue;
      const name = reading.every ? '*' : reading.names.get(id);
      if (name === undefined) continue;
      let ofContact = found.get(contact);
      if (!ofContact) found.set(contact, (ofContact = new Map<string, Summary[]>()));
      const known = ofContact.get(name);
      if (known) known.push(summary);
      else ofContact.set(name, [summary]);
    }
  }
  return found;
}
