import { Injectable } from '@nestjs/common';
import { AddressHasher, Database, isDuplicate, type Sql } from '#libs/platform';
import type { AttributeType } from '../attributes/attribute.js';
import { ChangeRepository } from '../changes/change.repository.js';
import { topics } from '../changes/topics.js';
import { ContactBatch, type Applied, type DraftContact, type Target } from './contact-batch.js';
import { coreSelect, loadAttributes, loadDrafts, loadTags, type Wanted } from './contact-loader.js';
import { writeDrafts } from './contact-writer.js';
import type { Contact, ContactPatch, Core, MatchKey } from './contact.js';
import type { Verdict } from '../values/index.js';

/** One change and whom it is meant for. */
export interface ContactChange {
  target: Target;
  patch: ContactPatch;
}

interface ContactRow extends Core {
  id: string;
  createdAt: Date;
  updatedAt: Date;
}

/** Filters of a list; texts are canonical. */
export interface ContactFilter extends Partial<Record<MatchKey, string>> {
  tag?: string;
}

/** How often a batch is worked out again when somebody else takes an address in between. */
const maxAttempts = 4;

const readSelect = `SELECT ${coreSelect.map((c) => `c.${c}`).join(', ')},
  c.created_at AS createdAt, c.updated_at AS updatedAt`;

@Injectable()
export class ContactRepository {
  constructor(
    private readonly database: Database,
    private readonly hasher: AddressHasher,
    private readonly changes: ChangeRepository,
  ) {}

  /**
   * Runs `work` in a transaction, again from the start when a unique key was taken by somebody else
   * while it ran: what it then finds is no longer new.
   */
  async retryingTaken<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.database.transaction(work);
      } catch (error) {
        if (attempt === maxAttempts || !isDuplicate(error)) throw error;
      }
    }
  }

  /** Loads what `changes` may touch, applies them in order and writes the difference. */
  async upsert(
    sql: Sql,
    changes: readonly ContactChange[],
    types: ReadonlyMap<number, AttributeType>,
    options: { now: Date; write: boolean },
  ): Promise<Verdict<Applied>[]> {
    return this.change(sql, wantedBy(changes, types), types, options, (batch) =>
      changes.map(({ target, patch }) => batch.apply(target, patch)),
    );
  }

  /**
   * Loads what is wanted, lets `work` change it in memory, and writes the difference: contacts have
   * their ids when this resolves.
   */
  async change<T>(
    sql: Sql,
    wanted: Wanted,
    types: ReadonlyMap<number, AttributeType>,
    options: { now: Date; write: boolean },
    work: (batch: ContactBatch) => T | Promise<T>,
  ): Promise<T> {
    const batch = new ContactBatch((await loadDrafts(sql, wanted)).values());
    const result = await work(batch);
    if (options.write) {
      const changed = batch.contacts.filter(isChanged);
      await writeDrafts(sql, batch.contacts, {
        now: options.now,
        hasher: this.hasher,
        typeOf: (id) => types.get(id)!,
      });
      const ids = changed.map(({ id }) => id!);
      await this.changes.note(sql, ids, topics.person);
    }
    return result;
  }

  /** Whole contacts, by id, one statement a table. Ids that do not exist are absent. */
  async load(ids: readonly string[], sql: Sql = this.database): Promise<Map<string, Contact>> {
    if (ids.length === 0) return new Map();
    const rows = await sql.query<ContactRow>(
      `${readSelect} FROM contact c WHERE c.id IN (?) ORDER BY c.id`,
      [ids],
    );
    return this.complete(rows, sql);
  }

  /** A page of contacts in order of id. */
  async list(filter: ContactFilter, after: string, limit: number): Promise<Contact[]> {
    const where = ['c.id > ?'];
    const values: unknown[] = [after];
    const add = (condition: string, value: string | undefined) => {
      if (value === undefined) return;
      where.push(condition);
      values.push(value);
    };
    add('c.email = ?', filter.email);
    add('c.phone = ?', filter.phone);
    add('c.external_id = ?', filter.externalId);
    add('EXISTS (SELECT 1 FROM contact_tag t WHERE t.contact_id = c.id AND t.tag = ?)', filter.tag);
    const rows = await this.database.query<ContactRow>(
      `${readSelect} FROM contact c WHERE ${where.join(' AND ')} ORDER BY c.id LIMIT ?`,
      [...values, limit],
    );
    return [...(await this.complete(rows, this.database)).values()];
  }

  /**
   * Ids of the contacts that hold these values of a key; of a shared phone, all of them. Their rows
   * are locked until the transaction ends: nobody erases them, or sums up their events meanwhile.
   */
  async idsByKey(
    key: MatchKey,
    values: readonly string[],
    sql: Sql,
  ): Promise<Map<string, string[]>> {
    const ids = new Map<string, string[]>();
    if (values.length === 0) return ids;
    const column = { email: 'email', phone: 'phone', externalId: 'external_id' }[key];
    const rows = await sql.query<{ id: string; value: string }>(
      `SELECT id, ${column} AS value FROM contact WHERE ${column} IN (?) FOR UPDATE`,
      [values],
    );
    for (const { id, value } of rows) ids.set(value, [...(ids.get(value) ?? []), id]);
    return ids;
  }

  /** Which of these ids exist; their rows are locked likewise. */
  async existing(ids: readonly string[], sql: Sql): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows = await sql.query<{ id: string }>(
      'SELECT id FROM contact WHERE id IN (?) FOR UPDATE',
      [ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  private async complete(rows: readonly ContactRow[], sql: Sql): Promise<Map<string, Contact>> {
    const ids = rows.map(({ id }) => id);
    const declared = await sql.query<{ id: number; name: string; type: AttributeType }>(
      'SELECT id, name, type FROM attribute',
    );
    const nameOf = new Map(declared.map(({ id, name }) => [id, name]));
    const types = new Map(declared.map(({ id, type }) => [id, type]));
    const attributes = await loadAttributes(sql, ids, types);
    const tags = await loadTags(sql, ids);
    return new Map(
      rows.map((row) => [
        row.id,
        {
          ...row,
          attributes: Object.fromEntries(
            [...(attributes.get(row.id) ?? [])].map(([id, value]) => [nameOf.get(id)!, value]),
          ),
          tags: tags.get(row.id) ?? [],
        },
      ]),
    );
  }
}

/** Whether something of it must be written. */
const isChanged = (draft: DraftContact): boolean =>
  draft.id === null ||
  draft.coreChanged ||
  draft.changedAttributes.size + draft.addedTags.size + draft.removedTags.size > 0;

/** Everything that a set of changes may find, or collide with. */
function wantedBy(
  changes: readonly ContactChange[],
  types: ReadonlyMap<number, AttributeType>,
): Wanted {
  const ids = new Set<string>();
  const keys = {
    email: new Set<string>(),
    phone: new Set<string>(),
    externalId: new Set<string>(),
  };
  const attributeTypes = new Map<number, AttributeType>();
  let tags = false;
  for (const { target, patch } of changes) {
    if (target !== 'create') (target.by === 'id' ? ids : keys[target.by]).add(target.value);
    if (patch.core.email) keys.email.add(patch.core.email);
    if (patch.core.externalId) keys.externalId.add(patch.core.externalId);
    for (const id of patch.attributes.keys()) attributeTypes.set(id, types.get(id)!);
    tags ||= patch.addTags.length + patch.removeTags.length > 0;
  }
  return { ids, keys, attributeTypes, tags };
}
