import type { Sql } from '#libs/platform';
import type { FactValue, Field, FieldKind } from '#libs/rules';

type Raw = string | number | Date;
/** What is known of each contact, by field; contacts that do not exist are absent. */
export type Known = Map<string, Map<string, FactValue>>;

/** A stored value as the language takes it. Texts come folded: they are folded again, and stay. */
function factOf(kind: FieldKind, raw: Raw): FactValue {
  if (kind === 'yes_no') return Number(raw) === 1;
  if (kind === 'date' && raw instanceof Date) return raw.toISOString().slice(0, 10);
  return raw;
}

/** Loads fields of contacts: one statement for the columns, and one for each table of rows. */
export async function loadFields(
  sql: Sql,
  contactIds: readonly string[],
  fields: readonly Field[],
): Promise<Known> {
  const known = await loadColumns(sql, contactIds, fields);
  const tables = new Map<string, Field[]>();
  for (const field of fields) {
    if (!('table' in field.place)) continue;
    tables.set(field.place.table, [...(tables.get(field.place.table) ?? []), field]);
  }
  for (const [table, ofTable] of tables) await loadRows(sql, contactIds, table, ofTable, known);
  return known;
}

async function loadColumns(
  sql: Sql,
  contactIds: readonly string[],
  fields: readonly Field[],
): Promise<Known> {
  const columns = fields.flatMap(({ name, kind, place }) =>
    'table' in place ? [] : [{ name, kind, column: place.column }],
  );
  const select = ['id', ...columns.map(({ column }) => column)].join(', ');
  const rows = await sql.query<{ id: string; [column: string]: Raw | null }>(
    `SELECT ${select} FROM contact WHERE id IN (?)`,
    [contactIds],
  );
  const known: Known = new Map();
  for (const row of rows) {
    const values = new Map<string, FactValue>();
    for (const { name, kind, column } of columns) {
      const raw = row[column];
      if (raw !== null && raw !== undefined) values.set(name, factOf(kind, raw));
    }
    known.set(row.id, values);
  }
  return known;
}

interface ValueRow {
  contact_id: string;
  attribute_id: number;
  value: Raw;
}

async function loadRows(
  sql: Sql,
  contactIds: readonly string[],
  table: string,
  fields: readonly Field[],
  known: Known,
): Promise<void> {
  const byAttribute = new Map<number, Field>();
  let column = '';
  for (const field of fields) {
    if (!('table' in field.place)) continue;
    column = field.place.column;
    byAttribute.set(field.place.attribute ?? 0, field);
  }
  const declared = !byAttribute.has(0);
  // Under the primary key the rows of a contact lie together; the index by value is scattered.
  const rows = await sql.query<ValueRow>(
    `SELECT contact_id, ${declared ? 'attribute_id' : '0 AS attribute_id'}, ${column} AS value
     FROM ${table} FORCE INDEX (PRIMARY)
     WHERE contact_id IN (?) ${declared ? 'AND attribute_id IN (?)' : ''}`,
    declared ? [contactIds, [...byAttribute.keys()]] : [contactIds],
  );
  const lists = new Map<string, string[]>();
  for (const { contact_id: id, attribute_id: attribute, value } of rows) {
    const values = known.get(id);
    const field = byAttribute.get(attribute);
    if (!values || !field) continue;
    if (field.kind !== 'list') {
      values.set(field.name, factOf(field.kind, value));
      continue;
    }
    const key = `${id} ${field.name}`;
    const items = lists.get(key) ?? [];
    if (items.push(String(value)) === 1) {
      lists.set(key, items);
      values.set(field.name, items);
    }
  }
}
