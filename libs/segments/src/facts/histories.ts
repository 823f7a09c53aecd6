import type { Sql } from '#libs/platform';
import type { EventHistory, EventNeeds, Schema } from '#libs/rules';
import type { Asked } from './asked.js';
import {
  loadEvents,
  loadSummaries,
  type EventsOf,
  type Reading,
  type SummariesOf,
} from './event-rows.js';
import { addUp, remainder } from './tallies.js';

/** What contacts did, by contact and name of the event. */
export type Histories = ReadonlyMap<string, ReadonlyMap<string, EventHistory>>;

const any = '*';

/**
 * Loads what contacts did as far as they are asked: single events of each name back to its horizon, and
 * what came before summed up; two statements for all names of one horizon. Must run on one snapshot of the database, or the
 * remainder of a summary would be wrong.
 */
export async function loadHistories(
  sql: Sql,
  asked: Asked,
  needs: ReadonlyMap<string, EventNeeds>,
  schema: Schema,
  now: Date,
): Promise<Histories> {
  const readings = readingsOf(needs, schema, now);
  const events: EventsOf = new Map();
  for (const reading of readings) await loadEvents(sql, asked, reading, events);
  const bounded = readings.filter(({ since }) => since !== null);
  const before: SummariesOf = new Map();
  for (const reading of bounded) await loadSummaries(sql, asked, reading, before);
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
  before: SummariesOf,
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
      const those = { contactIds: contacts, about: () => true };
      await loadEvents(sql, those, { ...reading, names, every, since: null }, events);
    }
  }
}

function combine(events: EventsOf, before: SummariesOf): Histories {
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
