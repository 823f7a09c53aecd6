import type { Sql } from '#libs/platform';
import { coreColumns, coreFields, type Core, type MatchKey } from './contact.js';
import type { AttributeType, AttributeValue } from '../attributes/attribute.js';
import { draftOf, type DraftContact } from './contact-batch.js';

/** Which contacts a batch must know. */
export interface Wanted {
  ids: ReadonlySet<string>;
  keys: Record<MatchKey, ReadonlySet<string>>;
  /** Attributes that the changes touch, with their types. */
  attributeTypes: ReadonlyMap<number, AttributeType>;
  /** Whether the changes touch tags. */
  tags: boolean;
}

export const coreSelect = ['id', ...coreFields.map((field) => `${coreColumns[field]} AS ${field}`)];

type CoreRow = Core & { id: string };

/**
 * Loads contacts with what the changes may touch of them, one statement a table, and locks their rows
 * until the transaction ends, so that nobody else works out a difference from the same state.
 */
export async function loadDrafts(sql: Sql, wanted: Wanted): Promise<Map<string, DraftContact>> {
  const ids = new Set(wanted.ids);
  for (const key of Object.keys(wanted.keys) as MatchKey[]) {
    if (wanted.keys[key].size === 0) continue;
    const rows = await sql.query<{ id: string }>(
      `SELECT id FROM contact WHERE ${coreColumns[key]} IN (?)`,
      [[...wanted.keys[key]]],
    );
    for (const { id } of rows) ids.add(id);
  }
  const drafts = new Map<string, DraftContact>();
  if (ids.size === 0) return drafts;
  const rows = await sql.query<CoreRow>(
    `SELECT ${coreSelect.join(', ')} FROM contact WHERE id IN (?) ORDER BY id FOR UPDATE`,
    [[...ids]],
  );
  for (const { id, ...core } of rows) drafts.set(id, draftOf(id, core));
  const attributes = await loadAttributes(sql, [...drafts.keys()], wanted.attributeTypes);
  for (const [id, values] of attributes) drafts.get(id)!.attributes = values;
  if (wanted.tags) {
    const tags = await loadTags(sql, [...drafts.keys()]);
    for (const [id, names] of tags) drafts.get(id)!.tags = new Set(names);
  }
  return drafts;
}

interface ValueRow {
  contact_id: string;
  attribute_id: number;
  value: string | number | Date;
}

const valueTables = ['contact_text', 'contact_number', 'contact_time'] as const;

function place(
  values: Map<number, AttributeValue>,
  { attribute_id: id, value }: ValueRow,
  type: AttributeType,
): void {
  if (value instanceof Date)
    values.set(id, type === 'date' ? value.toISOString().slice(0, 10) : value.toISOString());
  else if (type === 'boolean') values.set(id, value === 1);
  else if (type !== 'list') values.set(id, value);
  else {
    const items = values.get(id);
    values.set(id, [...(typeof items === 'object' ? items : []), String(value)]);
  }
}

/**
 * Attribute values of contacts, by contact id and attribute id.
 * @param types of the attributes that are wanted; values of others are passed over.
 */
export async function loadAttributes(
  sql: Sql,
  contactIds: readonly string[],
  types: ReadonlyMap<number, AttributeType>,
): Promise<Map<string, Map<number, AttributeValue>>> {
  const byContact = new Map<string, Map<number, AttributeValue>>();
  if (contactIds.length === 0 || types.size === 0) return byContact;
  for (const table of valueTables) {
    // The rows of a contact lie together under the primary key; left alone, the optimiser sometimes
    // prefers the index by value, which is scattered over all contacts.
    const rows = await sql.query<ValueRow>(
      `SELECT contact_id, attribute_id, value FROM ${table} FORCE INDEX (PRIMARY)
       WHERE contact_id IN (?)
       ORDER BY contact_id, attribute_id${table === 'contact_text' ? ', ordinal' : ''}`,
      [contactIds],
    );
    for (const row of rows) {
      const type = types.get(row.attribute_id);
      if (!type) continue;
      let values = byContact.get(row.contact_id);
      if (!values) byContact.set(row.contact_id, (values = new Map<number, AttributeValue>()));
      place(values, row, type);
    }
  }
  return byContact;
}

/** Tags of contacts, sorted. */
export async function loadTags(
  sql: Sql,
  contactIds: readonly string[],
): Promise<Map<string, string[]>> {
  const byContact = new Map<string, string[]>();
  if (contactIds.length === 0) return byContact;
  const rows = await sql.query<{ contact_id: string; tag: string }>(
    'SELECT contact_id, tag FROM contact_tag WHERE contact_id IN (?) ORDER BY contact_id, tag',
    [contactIds],
  );
  for (const { contact_id: id, tag } of rows) {
    const tags = byContact.get(id);
    if (tags) tags.push(tag);
    else byContact.set(id, [tag]);
  }
  return byContact;
}
