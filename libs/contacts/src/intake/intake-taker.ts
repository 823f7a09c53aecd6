import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK, type Sql } from '#libs/platform';
import type { AttributeType } from '../attributes/attribute.js';
import { AttributeService } from '../attributes/attribute.service.js';
import type { ContactBatch } from '../contacts/contact-batch.js';
import type { Wanted } from '../contacts/contact-loader.js';
import { ContactRepository } from '../contacts/contact.repository.js';
import { EventNames } from '../events/event-names.js';
import { EventRepository } from '../events/event.repository.js';
import type { NewEvent } from '../events/event.js';
import { ErasedRepository } from './erased.repository.js';
import { eventOf, judgeItems, refusalOf, type Item, type RawItem, type Refusal } from './item.js';
import { People, type Visitor } from './people.js';
import { RefusalRepository } from './refusal.repository.js';
import { TraitsRepository } from './traits.repository.js';
import { VisitorRepository } from './visitor.repository.js';

/** Of one statement: keeps it below what the server takes (16 MB by default). */
const maxEvents = 1000;
const maxCharacters = 3 * 1024 * 1024;

/** Takes messages in: who did what, with all that follows, within the caller's transaction. */
@Injectable()
export class IntakeTaker {
  constructor(
    private readonly attributes: AttributeService,
    private readonly contacts: ContactRepository,
    private readonly names: EventNames,
    private readonly events: EventRepository,
    private readonly visitors: VisitorRepository,
    private readonly traits: TraitsRepository,
    private readonly refusals: RefusalRepository,
    private readonly erased: ErasedRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the order given; a message that came before is passed over. */
  async take(sql: Sql, raw: readonly RawItem[]): Promise<void> {
    const now = this.clock.now();
    const { items, refusals } = judgeItems(raw, await this.attributes.byName());
    if (items.length > 0) {
      const visitors = await this.visitors.lock(sql, items.flatMap(visitorsOf), now);
      const types = typesOf(items);
      const people = await this.contacts.change(
        sql,
        wantedBy(items, visitors, types),
        types,
        { now, write: true },
        (batch) => this.sortOut(sql, items, visitors, batch),
      );
      refusals.push(...people.refusals);
      await this.keep(sql, people, refusals, now);
      // Messages of somebody erased, or refused ones, leave no trace of whom they named.
      await this.visitors.forget(sql, namedInVain(visitors, people));
    }
    await this.refusals.add(sql, refusals);
  }

  /** Runs once the contacts are locked: whoever is erased after this waits for us. */
  private async sortOut(
    sql: Sql,
    items: readonly Item[],
    visitors: ReadonlyMap<string, Visitor>,
    batch: ContactBatch,
  ): Promise<People> {
    const stale = await this.erased.stale(sql, items);
    const identified = items.some(({ traits }) => traits !== null);
    const ids = identified ? batch.contacts.flatMap(({ id }) => id ?? []) : [];
    const people = new People(batch, visitors, await this.traits.asOf(sql, ids));
    for (const item of items) if (!stale.has(item)) people.take(item);
    return people;
  }

  private async keep(sql: Sql, people: People, refusals: Refusal[], now: Date): Promise<void> {
    const links = [...people.links].map(([id, { id: contactId }]) => [id, contactId!] as const);
    for await (const moved of this.visitors.takeWaiting(sql, new Map(links)))
      await this.store(sql, moved, await this.nameIds(moved), now);
    await this.visitors.link(sql, links, now);
    const told = people.placed.map(({ item, contact }) => ({
      item,
      event: eventOf(item, contact.id!),
    }));
    const events = told.map(({ event }) => event);
    const nameIds = await this.nameIds(events);
    const unnamed = told.filter(({ event }) => !nameIds.has(event.name));
    for (const { item } of unnamed)
      refusals.push(refusalOf({ ...item, json: item.message }, tooManyNames));
    await this.store(sql, events, nameIds, now);
    await this.visitors.keep(sql, people.waiting);
    await this.traits.keep(
      sql,
      [...people.traitsAt].map(([{ id }, at]) => [id!, at] as const),
    );
  }

  /** Those whose names are known. */
  private async store(
    sql: Sql,
    events: readonly NewEvent[],
    nameIds: ReadonlyMap<string, number>,
    now: Date,
  ): Promise<void> {
    for (const piece of pieces(events.filter(({ name }) => nameIds.has(name)))) {
      const resolved = new Map(piece.map(({ contact }) => [contact, contact.value]));
      await this.events.store(sql, piece, nameIds, { now, write: true, resolved });
    }
  }

  /** Once there are too many names, those that are known already. */
  private async nameIds(events: readonly NewEvent[]): Promise<ReadonlyMap<string, number>> {
    try {
      return await this.names.resolve(events.map(({ name }) => name));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return this.names.all();
    }
  }
}

/** Visitors who were not known, and whom nothing has come of. */
const namedInVain = (visitors: ReadonlyMap<string, Visitor>, people: People): string[] =>
  [...visitors.keys()].filter((id) => !people.links.has(id) && !people.waiting.has(id));

const tooManyNames = { place: '/event', code: 'event.too_many_names' };

/** Every id of a message that may be a visitor's. */
const visitorsOf = ({ message: { anonymousId, previousId } }: Item): string[] =>
  [anonymousId, previousId].filter((id) => id !== null);

function typesOf(items: readonly Item[]): Map<number, AttributeType> {
  const types = new Map<number, AttributeType>();
  for (const { traits } of items) for (const [id, type] of traits?.types ?? []) types.set(id, type);
  return types;
}

/** Every contact that the messages may name, or collide with. */
function wantedBy(
  items: readonly Item[],
  visitors: ReadonlyMap<string, Visitor>,
  attributeTypes: ReadonlyMap<number, AttributeType>,
): Wanted {
  const ids = new Set<string>();
  const emails = new Set<string>();
  const externalIds = new Set<string>();
  for (const { contactId } of visitors.values()) if (contactId !== null) ids.add(contactId);
  for (const { message, traits } of items) {
    if (message.userId !== null) externalIds.add(message.userId);
    if (message.previousId !== null) externalIds.add(message.previousId);
    if (traits?.core.email) emails.add(traits.core.email);
  }
  const keys = { email: emails, externalId: externalIds, phone: new Set<string>() };
  return { ids, keys, attributeTypes, tags: false };
}

function* pieces(events: readonly NewEvent[]): Generator<NewEvent[]> {
  let piece: NewEvent[] = [];
  let characters = 0;
  for (const event of events) {
    const own = event.properties?.length ?? 0;
    if (piece.length === maxEvents || (piece.length > 0 && characters + own > maxCharacters)) {
      yield piece;
      piece = [];
      characters = 0;
    }
    piece.push(event);
    characters += own;
  }
  if (piece.length > 0) yield piece;
}
