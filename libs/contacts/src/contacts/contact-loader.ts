import type { Sql } from '#libs/platform';
import { coreColumns, coreFields, type Core, type MatchKey } from './contact.js';
import type { AttributeValue } from '../attributes/attribute.js';
import { draftOf, type DraftContact } from './contact-batch.js';

/** Which contacts a batch must know. */
export interface Wanted {
  ids: ReadonlySet<string>;
  keys: Record<MatchKey, ReadonlySet<string>>;
  /** Attributes that the changes touch. */
  attributeIds: ReadonlySet<number>;
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
  const attributes = await loadAttributes(sql, [...drafts.keys()], [...wanted.attributeIds]);
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
  type: string;
  value: string | number | Date;
}

const valueTables = ['contact_text', 'contact_number', 'contact_time'] as const;

function place(values: Map<number, AttributeValue>, { attribute_id: id, type, value }: ValueRow) {
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
 * @param attributeIds which; all of them when absent.
 */
export async function loadAttributes(
  sql: Sql,
  contactIds: readonly string[],
  attributeIds?: readonly number[],
): Promise<Map<string, Map<number, AttributeValue>>> {
  const byContact = new Map<string, Map<number, AttributeValue>>();
  if (contactIds.length === 0 || attributeIds?.length === 0) return byContact;
  for (const table of valueTables) {
    const rows = await sql.query<ValueRow>(
      `SELECT v.contact_id, v.attribute_id, a.type, v.value
       FROM ${table} v JOIN attribute a ON a.id = v.attribute_id
       WHERE v.contact_id IN (?) ${attributeIds ? 'AND v.attribute_id IN (?)' : ''}
       ORDER BY v.contact_id, v.attribute_id ${table === 'contact_text' ? ', v.ordinal' : ''}`,
      attributeIds ? [contactIds, attributeIds] : [contactIds],
    );
    for (const row of rows) {
      let values = byContact.get(row.contact_id);
      if (!values) byContact.set(row.contact_id, (values = new Map<number, AttributeValue>()));
      place(values, row);
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
