import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';
import { comparable } from '#libs/rules';
import { ChangeRepository } from '../changes/change.repository.js';
import { topics } from '../changes/topics.js';
import { FeedRepository } from '../changes/feed.repository.js';
import { ContactRepository } from '../contacts/contact.repository.js';
import { matchKeys } from '../contacts/contact.js';
import { MetricKeeper } from '../metrics/metric-keeper.js';
import { feedHorizonMs, type ContactRef, type EventOutcome, type NewEvent } from './event.js';
import { summarise } from './event-summary.js';

/** An event whose contact and name are found. */
interface Placed {
  event: NewEvent;
  contactId: string;
  nameId: number;
}

const refKey = ({ by, value }: ContactRef): string => `${by}:${value}`;

@Injectable()
export class EventRepository {
  constructor(
    private readonly contacts: ContactRepository,
    private readonly changes: ChangeRepository,
    private readonly feed: FeedRepository,
    private readonly metrics: MetricKeeper,
  ) {}

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
    const placed: Placed[] = [];
    const outcomes = events.map((event): EventOutcome => {
      const hash = event.clientHash.toString('hex');
      if (seen.has(hash)) return { status: 'duplicate' };
      const given = options.resolved?.get(event.contact);
      const ids = given === undefined ? found.get(refKey(event.contact)) : [given];
      if (!ids?.length) return unknownContact;
      if (ids.length > 1) return ambiguousContact;
      seen.add(hash);
      placed.push({ event, contactId: ids[0]!, nameId: nameIds.get(event.name)! });
      return { status: 'accepted', contactId: ids[0]! };
    });
    if (placed.length > 0 && options.write) await this.write(sql, placed, options.now);
    return outcomes;
  }

  /** Writes events with all that follows from them, in one transaction. */
  private async write(sql: Sql, placed: readonly Placed[], now: Date): Promise<void> {
    await sql.execute(
      `INSERT INTO event (contact_id, name_id, occurred_at, received_at, client_hash, value,
         currency, properties, comparable) VALUES ?`,
      [
        placed.map(({ event, contactId, nameId }) => [
          contactId,
          nameId,
          event.occurredAt,
          now,
          event.clientHash,
          event.value,
          event.currency,
          event.properties,
          comparableText(event.properties),
        ]),
      ],
    );
    await summarise(
      sql,
      placed.map(({ event, contactId, nameId }) => ({ ...event, contactId, nameId })),
    );
    await this.changes.noteAll(sql, distinctTopics(placed));
    await this.changes.note(sql, await this.metrics.follow(sql, placed), topics.person);
    await this.announce(sql, placed, now);
  }

  /** Hands on the events that somebody waits for, unless they come too late to be acted upon. */
  private async announce(sql: Sql, placed: readonly Placed[], now: Date): Promise<void> {
    const horizon = new Date(now.getTime() - feedHorizonMs);
    const fresh = placed.filter(({ event }) => !event.history && event.occurredAt >= horizon);
    const names = [...new Set(fresh.map(({ nameId }) => nameId))];
    const awaited = await this.feed.awaited(sql, 'event', names);
    const wanted = fresh.filter(({ nameId }) => awaited.has(String(nameId)));
    if (wanted.length === 0) return;
    const rows = await sql.query<{ id: string; client_hash: Buffer }>(
      'SELECT id, client_hash FROM event WHERE client_hash IN (?)',
      [wanted.map(({ event }) => event.clientHash)],
    );
    const ids = new Map(rows.map(({ id, client_hash: hash }) => [hash.toString('hex'), id]));
    const happenings = wanted.map(({ event, contactId, nameId }) => ({
      kind: 'event' as const,
      subject: String(nameId),
      contactId,
      ref: ids.get(event.clientHash.toString('hex'))!,
      occurredAt: event.occurredAt,
    }));
    await this.feed.append(sql, happenings, now);
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

function comparableText(properties: string | null): string | null {
  const form = properties && comparable(JSON.parse(properties) as Record<string, unknown>);
  return form ? JSON.stringify(form) : null;
}

/** Each contact and name once. */
function distinctTopics(placed: readonly Placed[]): { contactId: string; topic: number }[] {
  const found = new Map(
    placed.map(({ contactId, nameId }) => [`${contactId} ${nameId}`, { contactId, topic: nameId }]),
  );
  return [...found.values()];
}
