import { fold } from '#libs/kernel';
import type { EventFact, FactValue, Facts, Field, Schema, SegmentDefinition } from '#libs/rules';
import type { Connection } from 'mysql2/promise';
import { type Message, type Reach, mayReach, messageOf } from './others.js';
import { eventIds, storeEvents } from './store-events.js';
import { storeOthers } from './store-others.js';

/** A contact as the laws make it up: fields by name, and events by name. */
export interface Person {
  readonly values: { readonly [field: string]: FactValue | null };
  readonly events: { readonly [name: string]: readonly EventFact[] };
  /** The place among all, from 1 on; '1' when absent. */
  readonly id?: string;
  readonly messages?: readonly Message[];
  readonly lists?: readonly string[];
  readonly reach?: Reach;
}

const label = (text: string) => ({ en: text, th: text });
const column = (name: string, kind: Field['kind'], place: string, form?: Field['form']): Field => ({
  name,
  kind,
  label: label(name),
  place: { column: place },
  ...(form ? { form } : {}),
});
const attribute = (name: string, kind: Field['kind'], id: number): Field => {
  const tables = {
    text: ['contact_text', 'folded'],
    list: ['contact_text', 'folded'],
    number: ['contact_number', 'value'],
    yes_no: ['contact_number', 'value'],
    date: ['contact_time', 'value'],
    datetime: ['contact_time', 'value'],
  } as const;
  const [table, value] = tables[kind];
  const place = { table, column: value, attribute: id };
  return { name: `attributes.${name}`, kind, label: label(name), place };
};

/** Every kind of field, in a column and in rows. */
export const fields: readonly Field[] = [
  column('externalId', 'text', 'external_id', 'exact'),
  column('email', 'text', 'email', 'lower'),
  column('country', 'text', 'country', 'upper'),
  column('firstName', 'text', 'first_name_fold'),
  column('city', 'text', 'city_fold'),
  column('birthDate', 'date', 'birth_date'),
  column('createdAt', 'datetime', 'created_at'),
  {
    name: 'tags',
    kind: 'list',
    label: label('tags'),
    place: { table: 'contact_tag', column: 'tag' },
  },
  attribute('nickname', 'text', 1),
  attribute('score', 'number', 2),
  attribute('vip', 'yes_no', 3),
  attribute('renewal', 'date', 4),
  attribute('seen', 'datetime', 5),
  attribute('hobbies', 'list', 6),
];

export { eventIds };

export const lists: { readonly [id: string]: string } = { 1: 'Guests', 2: 'Press' };

/** A schema over the fields above. */
export function schemaOf(
  timeZone: string,
  segments: { readonly [id: string]: SegmentDefinition } = {},
): Schema {
  const byName = new Map(fields.map((field) => [field.name, field]));
  return {
    timeZone,
    field: (name) => byName.get(name),
    event: (name) => eventIds[name],
    segment: (id) => segments[id],
    list: (id) => lists[id],
    campaign: () => undefined,
  };
}

/** What a person did under a name, or under every name. */
export const eventsOf = ({ events }: Person, name: string): readonly EventFact[] =>
  name === '*' ? Object.values(events).flat() : (events[name] ?? []);

export const factsOf = (person: Person): Facts => ({
  id: person.id ?? '1',
  value: (field) => person.values[field] ?? null,
  history: (name) => ({ events: eventsOf(person, name), before: [] }),
  messages: () => (person.messages ?? []).map(messageOf),
  lists: () => new Set(person.lists),
  mayReach: mayReach(person.reach),
});

const sqlTime = (value: FactValue | null): string | null =>
  value instanceof Date ? value.toISOString().slice(0, 23).replace('T', ' ') : null;
const folded = (value: FactValue | null | undefined): string | null =>
  typeof value === 'string' ? fold(value) : null;

/** Replaces all contacts by these; the first gets id 1. */
export async function store(connection: Connection, people: readonly Person[]): Promise<void> {
  const tables = ['contact', 'contact_text', 'contact_number', 'contact_time', 'contact_tag'];
  for (const table of tables) await connection.query(`TRUNCATE TABLE ${table}`);
  const insert = async (into: string, rows: readonly (readonly unknown[])[]): Promise<void> => {
    if (rows.length > 0) await connection.query(`INSERT INTO ${into} VALUES ?`, [rows]);
  };
  const each = <T>(make: (person: Person, id: number) => readonly T[]): T[] =>
    people.flatMap((person, index) => make(person, index + 1));
  const one = (name: string, id: number, convert: (value: FactValue) => unknown) =>
    each(({ values }, contact) => {
      const value = values[`attributes.${name}`] ?? null;
      return value === null ? [] : [[contact, id, convert(value)]];
    });

  await insert(
    `contact (id, external_id, email, country, first_name, first_name_fold, city, city_fold,
      birth_date, created_at, updated_at)`,
    each(({ values: v }, id) => [
      [
        id,
        v.externalId,
        v.email,
        v.country,
        v.firstName,
        folded(v.firstName),
        v.city,
        folded(v.city),
        v.birthDate,
        sqlTime(v.createdAt ?? null),
        sqlTime(v.createdAt ?? null),
      ],
    ]),
  );
  const texts = each(({ values }, id) => {
    const [nickname, hobbies] = [values['attributes.nickname'], values['attributes.hobbies']];
    const list = Array.isArray(hobbies) ? (hobbies as string[]) : [];
    return [
      ...(typeof nickname === 'string' ? [[id, 1, 0, nickname, fold(nickname)]] : []),
      ...list.map((item, ordinal) => [id, 6, ordinal, item, fold(item)]),
    ];
  });
  await insert('contact_text (contact_id, attribute_id, ordinal, value, folded)', texts);
  await insert('contact_number (contact_id, attribute_id, value)', [
    ...one('score', 2, Number),
    ...one('vip', 3, Number),
  ]);
  await insert('contact_time (contact_id, attribute_id, value)', [
    ...one('renewal', 4, String),
    ...one('seen', 5, sqlTime),
  ]);
  await insert(
    'contact_tag (contact_id, tag)',
    each(({ values }, id) => ((values.tags ?? []) as string[]).map((tag) => [id, fold(tag)])),
  );
  await storeEvents(connection, people);
  await storeOthers(connection, people);
}
