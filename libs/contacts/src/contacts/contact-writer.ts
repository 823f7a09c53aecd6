import { fold } from '#libs/kernel';
import type { AddressHasher, Sql } from '#libs/platform';
import type { AttributeType, AttributeValue } from '../attributes/attribute.js';
import type { DraftContact } from './contact-batch.js';
import type { Core } from './contact.js';

const columns =
  'external_id, email, email_hash, phone, phone_hash, first_name, first_name_fold, last_name, ' +
  'last_name_fold, language, time_zone, country, city, city_fold, birth_date, created_at, updated_at';

const updates = columns
  .split(', ')
  .filter((column) => column !== 'created_at')
  .map((column) => `${column} = VALUES(${column})`)
  .join(', ');

/** Rows of one multi-row statement: keeps each well below max_allowed_packet (16 MB by default). */
const rowsPerStatement = 5000;

export interface WriteContext {
  now: Date;
  hasher: AddressHasher;
  /** The type of every attribute that was touched. */
  typeOf: (attributeId: number) => AttributeType;
}

/**
 * Writes what a batch changed: new contacts, changed contacts, attribute values and tags, each as one
 * statement, within the caller's transaction. Sets the ids of the new ones.
 * @throws a duplicate-key error when somebody else took an address meanwhile: run the batch again.
 */
export async function writeDrafts(
  sql: Sql,
  drafts: readonly DraftContact[],
  context: WriteContext,
): Promise<void> {
  const added = drafts.filter(({ id }) => id === null);
  const stored = drafts.filter(({ id }) => id !== null);
  // Updates first: an address that one contact gives up may be what a new one has.
  await updateContacts(sql, stored, context);
  await insertContacts(sql, added, context);
  await writeValues(sql, drafts, new Set(added), context);
  await writeTags(sql, drafts);
}

async function insertContacts(
  sql: Sql,
  added: readonly DraftContact[],
  context: WriteContext,
): Promise<void> {
  if (added.length === 0) return;
  const { insertId } = await sql.execute(`INSERT INTO contact (${columns}) VALUES ?`, [
    added.map(({ core }) => rowOf(core, context)),
  ]);
  // InnoDB gives consecutive values to a statement whose rows are counted beforehand; that the ids
  // are ours is verified all the same, since a cluster may hand them out otherwise.
  const [step] = await sql.query<{ step: string }>('SELECT @@auto_increment_increment AS step');
  const ids = added.map((_, i) => String(BigInt(insertId) + BigInt(i) * BigInt(step!.step)));
  const rows = await sql.query<{ id: string } & Pick<Core, 'externalId' | 'email' | 'phone'>>(
    'SELECT id, external_id AS externalId, email, phone FROM contact WHERE id IN (?)',
    [ids],
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  added.forEach((draft, i) => {
    const row = stored.get(ids[i]!);
    const { externalId, email, phone } = draft.core;
    if (row?.externalId !== externalId || row.email !== email || row.phone !== phone)
      throw new Error('The database did not give consecutive ids to one INSERT statement.');
    draft.id = row.id;
  });
}

async function updateContacts(
  sql: Sql,
  stored: readonly DraftContact[],
  context: WriteContext,
): Promise<void> {
  const touched = stored.filter(
    (draft) =>
      !draft.coreChanged &&
      draft.changedAttributes.size + draft.addedTags.size + draft.removedTags.size > 0,
  );
  if (touched.length > 0)
    await sql.execute('UPDATE contact SET updated_at = ? WHERE id IN (?)', [
      context.now,
      touched.map(({ id }) => id),
    ]);
  // Addresses that change hands within the batch must be let go before they are taken.
  const passing = stored.filter(({ identityChanged }) => identityChanged);
  if (passing.length > 0)
    await sql.execute('UPDATE contact SET email = NULL, external_id = NULL WHERE id IN (?)', [
      passing.map(({ id }) => id),
    ]);
  const changed = stored.filter(({ coreChanged }) => coreChanged);
  if (changed.length === 0) return;
  await sql.execute(
    `INSERT INTO contact (id, ${columns}) VALUES ? ON DUPLICATE KEY UPDATE ${updates}`,
    [changed.map(({ id, core }) => [id, ...rowOf(core, context)])],
  );
}

const folded = (text: string | null): string | null => (text === null ? null : fold(text));

function rowOf(core: Core, { now, hasher }: WriteContext): unknown[] {
  return [
    core.externalId,
    core.email,
    core.email && hasher.hash(core.email),
    core.phone,
    core.phone && hasher.hash(core.phone),
    core.firstName,
    folded(core.firstName),
    core.lastName,
    folded(core.lastName),
    core.language,
    core.timeZone,
    core.country,
    core.city,
    folded(core.city),
    core.birthDate,
    now,
    now,
  ];
}

/** The rows of the three value tables that a set of contacts needs. */
interface ValueRows {
  text: unknown[][];
  number: unknown[][];
  time: unknown[][];
  /** (contact, attribute) pairs whose stored rows go first. */
  stale: Record<'text' | 'number' | 'time', [string, number][]>;
}

const tableOf: Record<AttributeType, 'text' | 'number' | 'time'> = {
  text: 'text',
  list: 'text',
  number: 'number',
  boolean: 'number',
  date: 'time',
  datetime: 'time',
};

/** An instant or a day as DATETIME(3) in UTC. */
const dateTime = (value: string): string =>
  value.length === 10 ? `${value} 00:00:00.000` : value.slice(0, 23).replace('T', ' ');

function addValue(
  rows: ValueRows,
  id: string,
  attribute: number,
  value: AttributeValue,
  type: AttributeType,
) {
  if (typeof value === 'object')
    value.forEach((item, n) => rows.text.push([id, attribute, n, item, fold(item)]));
  else if (tableOf[type] === 'time') rows.time.push([id, attribute, dateTime(String(value))]);
  else if (tableOf[type] === 'number') rows.number.push([id, attribute, Number(value)]);
  else rows.text.push([id, attribute, 0, value, fold(String(value))]);
}

async function writeValues(
  sql: Sql,
  drafts: readonly DraftContact[],
  added: ReadonlySet<DraftContact>,
  { typeOf }: WriteContext,
): Promise<void> {
  const rows: ValueRows = {
    text: [],
    number: [],
    time: [],
    stale: { text: [], number: [], time: [] },
  };
  for (const draft of drafts)
    for (const attribute of draft.changedAttributes) {
      const type = typeOf(attribute);
      const value = draft.attributes.get(attribute);
      // A single value is overwritten in its place; lists and values taken away leave rows behind.
      if (!added.has(draft) && (value === undefined || type === 'list'))
        rows.stale[tableOf[type]].push([draft.id!, attribute]);
      if (value !== undefined) addValue(rows, draft.id!, attribute, value, type);
    }
  for (const table of ['text', 'number', 'time'] as const) {
    for (const pairs of pieces(rows.stale[table]))
      await sql.execute(
        `DELETE FROM contact_${table}
         WHERE contact_id IN (?) AND (contact_id, attribute_id) IN (?)`,
        [pairs.map(([id]) => id), pairs],
      );
    const into = table === 'text' ? 'ordinal, value, folded' : 'value';
    const set = table === 'text' ? ', folded = VALUES(folded)' : '';
    for (const values of pieces(rows[table]))
      await sql.execute(
        `INSERT INTO contact_${table} (contact_id, attribute_id, ${into}) VALUES ?
         ON DUPLICATE KEY UPDATE value = VALUES(value)${set}`,
        [values],
      );
  }
}

async function writeTags(sql: Sql, drafts: readonly DraftContact[]): Promise<void> {
  const pairs = (of: 'addedTags' | 'removedTags') =>
    drafts.flatMap((draft) => [...draft[of]].map((tag) => [draft.id!, tag] as const));
  for (const gone of pieces(pairs('removedTags')))
    await sql.execute(
      'DELETE FROM contact_tag WHERE contact_id IN (?) AND (contact_id, tag) IN (?)',
      [gone.map(([id]) => id), gone],
    );
  for (const added of pieces(pairs('addedTags')))
    await sql.execute(
      'INSERT INTO contact_tag (contact_id, tag) VALUES ? ON DUPLICATE KEY UPDATE tag = VALUES(tag)',
      [added],
    );
}

function* pieces<T>(rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += rowsPerStatement) yield rows.slice(i, i + rowsPerStatement);
}
