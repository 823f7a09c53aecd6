import { Injectable } from '@nestjs/common';
import { AddressHasher, Database, type Sql } from '#libs/platform';
import type { Item } from './item.js';

/** Who a message names, each apart from the others. */
function namesOf({ message, traits }: Item): string[] {
  const { userId, anonymousId, previousId } = message;
  const email = traits?.core.email;
  const names = [userId, previousId].map((id) => id && `user:${id}`);
  const visitors = [anonymousId, previousId].map((id) => id && `anonymous:${id}`);
  return [...names, ...visitors, email && `email:${email}`].filter(
    (name) => typeof name === 'string',
  );
}

/**
 * Whom an erasure has removed, as keyed hashes. What they or others sent before it, and is taken in
 * later, brings nobody back.
 */
@Injectable()
export class ErasedRepository {
  constructor(
    private readonly database: Database,
    private readonly hasher: AddressHasher,
  ) {}

  /** Takes note of these people and removes their visitors, in the transaction of the erasure. */
  async erase(sql: Sql, contactIds: readonly string[], now: Date): Promise<void> {
    const people = await sql.query<{ email: string | null; externalId: string | null }>(
      'SELECT email, external_id AS externalId FROM contact WHERE id IN (?)',
      [contactIds],
    );
    const visitors = await sql.query<{ id: string }>(
      'SELECT anonymous_id AS id FROM anonymous WHERE contact_id IN (?) FOR UPDATE',
      [contactIds],
    );
    const names = [
      ...people.flatMap(({ email, externalId }) => [
        ...(externalId === null ? [] : [`user:${externalId}`]),
        ...(email === null ? [] : [`email:${email}`]),
      ]),
      ...visitors.map(({ id }) => `anonymous:${id}`),
    ];
    await sql.execute('DELETE FROM anonymous WHERE contact_id IN (?)', [contactIds]);
    if (names.length === 0) return;
    await sql.execute(
      `INSERT INTO erased_identity (identity_hash, erased_at) VALUES ?
       ON DUPLICATE KEY UPDATE erased_at = VALUES(erased_at)`,
      [names.map((name) => [this.hashOf(name), now])],
    );
  }

  /** Which of these came in before somebody whom they name was erased. */
  async stale(sql: Sql, items: readonly Item[]): Promise<Set<Item>> {
    const oldest = Math.min(...items.map(({ receivedAt }) => receivedAt.getTime()));
    const any = await sql.query('SELECT 1 FROM erased_identity WHERE erased_at >= ? LIMIT 1', [
      new Date(oldest),
    ]);
    if (any.length === 0) return new Set();
    const hashes = new Map<string, string>();
    for (const name of items.flatMap(namesOf))
      if (!hashes.has(name)) hashes.set(name, this.hashOf(name).toString('hex'));
    const rows = await sql.query<{ hash: Buffer; at: Date }>(
      `SELECT identity_hash AS hash, erased_at AS at FROM erased_identity
       WHERE identity_hash IN (?) AND erased_at >= ?`,
      [[...hashes.values()].map((hash) => Buffer.from(hash, 'hex')), new Date(oldest)],
    );
    const erased = new Map(rows.map(({ hash, at }) => [hash.toString('hex'), at]));
    return new Set(
      items.filter((item) =>
        namesOf(item).some((name) => (erased.get(hashes.get(name)!) ?? 0) >= item.receivedAt),
      ),
    );
  }

  /** Forgets those whom nothing in the inbox can bring back any more. */
  async sweep(before: Date): Promise<void> {
    await this.database.execute(
      `DELETE FROM erased_identity WHERE erased_at < ? AND erased_at < COALESCE(
         (SELECT received_at FROM intake ORDER BY id LIMIT 1), ?)`,
      [before, before],
    );
  }

  private hashOf(name: string): Buffer {
    return this.hasher.hash(name);
  }
}
