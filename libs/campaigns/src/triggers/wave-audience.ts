import { DomainError, addDays, dayOf, localInstant, zoneOr } from '#libs/kernel';
import { type Field, type Schema, type Statement } from '#libs/rules';
import { dueDates } from './anniversaries.js';
import type { CalendarTrigger, DateTrigger } from './trigger.js';
import { noZone, oneZone, type Wave, type WaveAudience } from './wave.repository.js';

/** The contacts whom a day concerns: those of the zone and, for a date, those whose date it is. */
export function waveAudience(
  trigger: DateTrigger | CalendarTrigger,
  { zone, day }: Wave,
  schema: Schema,
  timeZone: string,
): WaveAudience {
  const conditions: Statement[] = [];
  if (zone === noZone) conditions.push({ sql: 'c.time_zone IS NULL', parameters: [] });
  else if (zone !== oneZone) conditions.push({ sql: 'c.time_zone = ?', parameters: [zone] });
  if (trigger.on === 'calendar') return { from: 'contact c', conditions };

  const field = schema.field(trigger.field);
  if (!field || !isDate(field))
    throw new DomainError('trigger.unknown_field', 'invalid', `No date: ${trigger.field}.`);
  const { from, column, own } = placeOf(field);
  conditions.push(...own);
  const dates = dueDates(dayOf(day), trigger);
  const clock = zoneOr(zone === noZone || zone === oneZone ? null : zone, timeZone);
  conditions.push(field.kind === 'date' ? onDays(column, dates) : within(column, dates, clock));
  return { from, conditions };
}

/** Whether a field is a calendar day or an instant. */
export const isDate = ({ kind }: Field): boolean => kind === 'date' || kind === 'datetime';

/** Where the date lives; names of tables and columns come from the schema alone. */
function placeOf({ place }: Field): { from: string; column: string; own: Statement[] } {
  if (!('table' in place)) return { from: 'contact c', column: `c.${place.column}`, own: [] };
  const picked: [string, string | number][] = [...(place.where ?? [])].map(([...pair]) => pair);
  if (place.attribute !== undefined) picked.push(['attribute_id', place.attribute]);
  const own = picked.map(([column, value]) => ({ sql: `d.${column} = ?`, parameters: [value] }));
  const from = `${place.table} d JOIN contact c ON c.id = d.contact_id`;
  return { from, column: `d.${place.column}`, own };
}

const onDays = (column: string, days: readonly string[]): Statement => ({
  sql: `${column} IN (${days.map(() => '?').join(', ')})`,
  parameters: days,
});

/** Instants that fall on one of the days in a zone. */
const within = (column: string, days: readonly string[], zone: string): Statement => ({
  sql: days.map(() => `(${column} >= ? AND ${column} < ?)`).join(' OR '),
  parameters: days.flatMap((day) => [
    instantText(localInstant(dayOf(day), 0, zone)),
    instantText(localInstant(addDays(dayOf(day), 1), 0, zone)),
  ]),
});

const instantText = (instant: number): string =>
  new Date(instant).toISOString().slice(0, 23).replace('T', ' ');
