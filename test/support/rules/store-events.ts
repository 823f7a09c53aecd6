import type { Connection } from 'mysql2/promise';
import type { EventFact } from '#libs/rules';

interface Doer {
  readonly events: { readonly [name: string]: readonly EventFact[] };
}

export const eventIds: { readonly [name: string]: number } = { purchase: 1, visit: 2 };

const sqlTime = (at: Date): string => at.toISOString().slice(0, 23).replace('T', ' ');

/** Replaces all events, and what is kept of each contact's events; the first contact has id 1. */
export async function storeEvents(connection: Connection, people: readonly Doer[]): Promise<void> {
  for (const table of ['event', 'contact_event']) await connection.query(`TRUNCATE TABLE ${table}`);
  const events = people.flatMap((person, index) =>
    Object.entries(person.events).flatMap(([name, all]) =>
      all.map((event) => ({ ...event, contact: index + 1, nameId: eventIds[name] })),
    ),
  );
  if (events.length === 0) return;
  await connection.query(
    `INSERT INTO event (contact_id, name_id, occurred_at, received_at, client_hash, value, currency,
       comparable) VALUES ?`,
    [
      events.map(({ contact, nameId, at, value, decimal, currency, properties }, serial) => {
        const hash = Buffer.alloc(16);
        hash.writeUInt32BE(serial);
        const form = Object.keys(properties).length > 0 ? JSON.stringify(properties) : null;
        return [contact, nameId, sqlTime(at), sqlTime(at), hash, decimal ?? value, currency, form];
      }),
    ],
  );
  // As the event store sums up: '' counts every event, a currency those that have it.
  for (const currency of ["''", 'currency'])
    await connection.query(
      `INSERT INTO contact_event
       SELECT contact_id, name_id, ${currency}, COUNT(*), COALESCE(SUM(value), 0), MIN(occurred_at), MAX(occurred_at)
       FROM event WHERE ${currency} IS NOT NULL GROUP BY contact_id, name_id, ${currency}`,
    );
  await connection.query(
    `UPDATE contact c JOIN (SELECT contact_id, MAX(occurred_at) AS at FROM event GROUP BY contact_id) e
     ON e.contact_id = c.id SET c.last_event_at = e.at`,
  );
}
