import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';
import { ContactRepository } from '../contacts/contact.repository.js';
import { matchKeys } from '../contacts/contact.js';
import type { ContactRef, EventOutcome, NewEvent } from './event.js';

const refKey = ({ by, value }: ContactRef): string => `${by}:${value}`;

@Injectable()
export class EventRepository {
  constructor(private readonly contacts: ContactRepository) {}

  /**
   * Stores events as one set within the caller's transaction and says what became of each, in order.
   * @param nameIds the ids of all their names.
   * @param resolved contacts that the caller has found already, by reference.
   * @throws a duplicate-key error when the same event came in elsewhere meanwhile: run it again.
   */
  async store(
    sql: Sql,
    events: readonly NewEvent[],
    nameIds: ReadonlyMap<string, number>,
    options: { now: Date; write: boolean; resolved?: ReadonlyMap<ContactRef, string> },
  ): Promise<EventOutcome[]> {
    const found = await this.findContacts(
      sql,
      events.map(({ contact }) => contact).filter((ref) => !options.resolved?.has(ref)),
    );
    const seen = await this.stored(sql, events);
    const rows: unknown[][] = [];
    const outcomes = events.map((event): EventOutcome => {
      const hash = event.clientHash.toString('hex');
      if (seen.has(hash)) return { status: 'duplicate' };
      const given = options.resolved?.get(event.contact);
      const ids = given === undefined ? found.get(refKey(event.contact)) : [given];
      if (!ids?.length) return unknownContact;
      if (ids.length > 1) return ambiguousContact;
      seen.add(hash);
      rows.push([
        ids[0],
        nameIds.get(event.name),
        event.occurredAt,
        options.now,
        event.clientHash,
        event.value,
        event.currency,
        event.properties,
      ]);
      return { status: 'accepted', contactId: ids[0]! };
    });
    if (rows.length > 0 && options.write)
      await sql.execute(
        `INSERT INTO event (contact_id, name_id, occurred_at, received_at, client_hash, value,
           currency, properties) VALUES ?`,
        [rows],
      );
    return outcomes;
  }

  /** Client hashes, as hex, of those that are stored already. */
  private async stored(sql: Sql, events: readonly NewEvent[]): Promise<Set<string>> {
    if (events.length === 0) return new Set();
    const rows = await sql.query<{ client_hash: Buffer }>(
      'SELECT client_hash FROM event WHERE client_hash IN (?)',
      [events.map(({ clientHash }) => clientHash)],
    );
    return new Set(rows.map((row) => row.client_hash.toString('hex')));
  }

  /** Ids by reference, one statement a kind of key. */
  private async findContacts(
    sql: Sql,
    refs: readonly ContactRef[],
  ): Promise<Map<string, readonly string[]>> {
    const found = new Map<string, readonly string[]>();
    const valuesOf = (by: ContactRef['by']) => [
      ...new Set(refs.filter((ref) => ref.by === by).map(({ value }) => value)),
    ];
    for (const id of await this.contacts.existing(valuesOf('id'), sql)) found.set(`id:${id}`, [id]);
    for (const by of matchKeys)
      for (const [value, ids] of await this.contacts.idsByKey(by, valuesOf(by), sql))
        found.set(refKey({ by, value }), ids);
    return found;
  }
}

const unknownContact: EventOutcome = {
  status: 'error',
  place: '/contact',
  code: 'event.contact_unknown',
  message: 'There is no such contact.',
};

const ambiguousContact: EventOutcome = {
  status: 'error',
  place: '/contact',
  code: 'contact.ambiguous',
  message: 'Several contacts have this telephone number: name the contact otherwise.',
};
