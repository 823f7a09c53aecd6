import { DomainError } from '#libs/kernel';
import type { CheckContext } from '../family.js';
import type { Schema } from '../schema.js';
import { type Sql, sql } from '../sql.js';
import type { Speaker } from '../words/speaker.js';

/** Stands for every name; no event may be called so. */
export const ANY_EVENT = '*';

export function checkEventName(name: string, { schema, fail }: CheckContext, place: string): void {
  if (name === ANY_EVENT || schema.event(name) !== undefined) return;
  fail(place, 'unknown_event', `Unknown event: ${name}.`);
}

/** The id of a name of a checked rule; throws `rule.unknown_event` if it has gone since. */
export function eventId(name: string, schema: Schema): number {
  const id = schema.event(name);
  if (id !== undefined) return id;
  throw new DomainError('rule.unknown_event', 'invalid', `Unknown event: ${name}.`);
}

/** What narrows the rows of a table with a name_id down to a name: nothing for every name. */
export const named = (table: Sql, name: string, schema: Schema): readonly Sql[] =>
  name === ANY_EVENT ? [] : [sql`${table}.name_id = ${eventId(name, schema)}`];

/** `“purchase”`, or "any event". */
export const sayEventName = (name: string, speaker: Speaker): string =>
  name === ANY_EVENT ? speaker.phrase({ en: 'any event', th: 'เหตุการณ์ใด ๆ' }) : speaker.quote(name);
