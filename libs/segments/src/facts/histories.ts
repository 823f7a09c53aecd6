import type { Sql } from '#libs/platform';
import type { EventHistory, EventNeeds, Schema } from '#libs/rules';
import { loadEvents, loadSummaries, type EventsOf, type Reading } from './event-rows.js';
import { addUp, remainder, type Summary } from './tallies.js';

/** What contacts did, by contact and name of the event. */
export type Histories = ReadonlyMap<string, ReadonlyMap<string, EventHistory>>;

const any = '*';

/**
 * Loads what contacts did as far as a rule needs it: single events of each name back to its horizon,
 * and one statement for what came before, summed up. Must run on one snapshot of the database, or the
 * remainder of a summary would be wrong.
 */
export async function loadHistories(
  sql: Sql,
  contactIds: readonly string[],
  needs: ReadonlyMap<string, EventNeeds>,
  schema: Schema,
  now: Date,
): Promise<Histories> {
  const readings = readingsOf(needs, schema, now);
  const events: EventsOf = new Map();
  for (const reading of readings) await loadEvents(sql, contactIds, reading, events);
  const bounded = readings.filter(({ since }) => since !== null);
  const before = await loadSummaries(sql, contactIds, bounded);
  await loadUnsettled(sql, bounded, before, now, events);
  return combine(events, before);
}

/** Names that are read back to the same horizon share a statement. */
function readingsOf(needs: ReadonlyMap<string, EventNeeds>, schema: Schema, now: Date): Reading[] {
  const readings = new Map<string, Reading & { names: Map<number, string> }>();
  for (const [name, { last, properties, currency }] of needs) {
    const id = schema.event(name);
    if (id === undefined && name !== any) continue;
    const key = `${name === any} ${last} ${properties} ${currency}`;
    const since = last === Infinity ? null : new Date(now.getTime() - last);
    const reading = readings.get(key) ?? {
      names: new Map(),
      every: name === any,
      since,
      properties,
      currency,
    };
    if (id !== undefined) reading.names.set(id, name);
    readings.set(key, reading);
  }
  return [...readings.values()];
}

/**
 * A summary that reaches into the future says nothing about the last event until now: of those few
 * contacts the events are read whole.
 */
async function loadUnsettled(
  sql: Sql,
  bounded: readonly Reading[],
  before: Map<string, Map<string, Summary[]>>,
  now: Date,
  events: EventsOf,
): Promise<void> {
  const unsettled = new Map<string, string[]>();
  for (const [contact, byName] of before)
    for (const [name, summaries] of byName)
      if (summaries.some(({ lastAt }) => lastAt > now)) {
        unsettled.set(name, [...(unsettled.get(name) ?? []), contact]);
        byName.delete(name);
      }
  for (const [name, contacts] of unsettled) {
    for (const contact of contacts) events.get(contact)?.delete(name);
    for (const reading of bounded) {
      const names = new Map([...reading.names].filter(([, one]) => one === name));
      const every = reading.every && name === any;
      if (names.size === 0 && !every) continue;
      await loadEvents(sql, contacts, { ...reading, names, every, since: null }, events);
    }
  }
}

function combine(events: EventsOf, before: Map<string, Map<string, Summary[]>>): Histories {
  const histories = new Map<string, Map<string, EventHistory>>();
  const of = (contact: string): Map<string, EventHistory> => {
    const known = histories.get(contact) ?? new Map<string, EventHistory>();
    histories.set(contact, known);
    return known;
  };
  for (const [contact, byName] of events)
    for (const [name, list] of byName) of(contact).set(name, { events: list, before: [] });
  for (const [contact, byName] of before)
    for (const [name, summaries] of byName) {
      const loaded = events.get(contact)?.get(name) ?? [];
      const rest = addUp(summaries)
        .map((summary) => remainder(summary, loaded))
        .filter((tally) => tally !== undefined);
      if (rest.length > 0) of(contact).set(name, { events: loaded, before: rest });
    }
  return histories;
}
