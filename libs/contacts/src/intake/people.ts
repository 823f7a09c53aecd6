import { type ContactBatch, type DraftContact, type Target } from '../contacts/contact-batch.js';
import { type ContactPatch } from '../contacts/contact.js';
import { maxWaiting } from './intake.js';
import { refusalOf, type Item, type Refusal } from './item.js';

/** A visitor as they are known. */
export interface Visitor {
  contactId: string | null;
  /** Events that wait for them to say who they are. */
  waiting: number;
}

const patchOf = (core: ContactPatch['core'] = {}): ContactPatch => ({
  core,
  attributes: new Map(),
  addTags: [],
  removeTags: [],
});

/** A contact of the batch, new ones too, by what it is found by. */
function targetOf({ id, core }: DraftContact): Target {
  if (id !== null) return { by: 'id', value: id };
  return core.externalId !== null
    ? { by: 'externalId', value: core.externalId }
    : { by: 'email', value: core.email! };
}

/**
 * Works out, message after message, who did what: contacts are made and changed in the batch, visitors
 * become contacts, and what a visitor did before in the same group of messages goes with them. Pure.
 */
export class People {
  readonly placed: { item: Item; contact: DraftContact }[] = [];
  /** Events of visitors who have not said who they are. */
  readonly waiting = new Map<string, Item[]>();
  /** Visitors who said so just now. */
  readonly links = new Map<string, DraftContact>();
  /** As of when the traits are, where that has changed. */
  readonly traitsAt = new Map<DraftContact, Date>();
  readonly refusals: Refusal[] = [];

  /**
   * @param batch knows every contact that a message may name.
   * @param known as of when the traits of stored contacts are, by id.
   */
  constructor(
    private readonly batch: ContactBatch,
    private readonly visitors: ReadonlyMap<string, Visitor>,
    private readonly known: ReadonlyMap<string, Date>,
  ) {}

  take(item: Item): void {
    const { message } = item;
    const { type, userId, anonymousId, previousId } = message;
    const person = type === 'identify' ? this.identify(item) : this.personOf(item);
    if (person && type === 'alias') this.alias(item, previousId!, person);
    const says = type === 'identify' || userId !== null;
    if (person && says && anonymousId !== null) this.link(anonymousId, person, type === 'identify');
    if (!message.event) return;
    if (person) this.placed.push({ item, contact: person });
    else this.wait(anonymousId!, item);
  }

  /** By userId, made where there is none; else whom the visitor was said to be. */
  private personOf({ message: { userId, anonymousId } }: Item): DraftContact | undefined {
    if (userId === null) return anonymousId === null ? undefined : this.linked(anonymousId);
    const owner = this.batch.owner('externalId', userId);
    if (owner) return owner;
    const made = this.batch.apply('create', patchOf({ externalId: userId }));
    return made.ok ? made.value.contact : undefined;
  }

  private linked(anonymousId: string): DraftContact | undefined {
    const now = this.links.get(anonymousId);
    if (now) return now;
    const { contactId = null } = this.visitors.get(anonymousId) ?? {};
    return contactId === null ? undefined : this.batch.get(contactId);
  }

  private wait(anonymousId: string, item: Item): void {
    const items = this.waiting.get(anonymousId);
    const before = this.visitors.get(anonymousId)?.waiting ?? 0;
    if (before + (items?.length ?? 0) >= maxWaiting)
      return this.refuse(item, '/anonymousId', 'intake.visitor_full');
    if (items) items.push(item);
    else this.waiting.set(anonymousId, [item]);
  }

  /** @param anew a visitor who was somebody else becomes this person, from now on. */
  private link(anonymousId: string, person: DraftContact, anew: boolean): void {
    const before = this.linked(anonymousId);
    if (before === person || (before && !anew)) return;
    this.links.set(anonymousId, person);
    for (const item of this.waiting.get(anonymousId) ?? [])
      this.placed.push({ item, contact: person });
    this.waiting.delete(anonymousId);
  }

  private alias(item: Item, previousId: string, person: DraftContact): void {
    const other = this.batch.owner('externalId', previousId);
    if (other && other !== person) this.refuse(item, '/previousId', 'intake.alias_of_contact');
    else if (!other) this.link(previousId, person, true);
  }

  private identify(item: Item): DraftContact | undefined {
    const { message, traits } = item;
    const { core, attributes } = traits!;
    const { userId } = message;
    const target = this.whomToIdentify(item);
    if (!target && userId === null && !core.email) {
      this.refuse(item, '', 'intake.nobody');
      return undefined;
    }
    const patch = { ...patchOf({ ...core }), attributes: new Map(attributes) };
    const owner = core.email ? this.batch.owner('email', core.email) : undefined;
    if (owner && owner !== target) {
      delete patch.core.email;
      this.refuse(item, '/traits/email', 'contact.email_taken');
    }
    const older = target && this.asOf(target) > message.at.getTime();
    if (older) onlyGaps(patch.core, patch.attributes, target);
    if (userId !== null) patch.core.externalId = userId;
    const verdict = this.batch.apply(target ? targetOf(target) : 'create', patch);
    if (!verdict.ok) {
      this.refuse(item, '/traits', verdict.error.code);
      return target;
    }
    const { contact } = verdict.value;
    if (!older) this.traitsAt.set(contact, message.at);
    return contact;
  }

  /**
   * The contact of this userId; without one, whoever has the e-mail address, if no other userId is
   * theirs: people who came in by a file are found again when they log in.
   */
  private whomToIdentify({ message, traits }: Item): DraftContact | undefined {
    const { userId, anonymousId } = message;
    const byEmail = traits!.core.email ? this.batch.owner('email', traits!.core.email) : undefined;
    if (userId === null)
      return (anonymousId === null ? undefined : this.linked(anonymousId)) ?? byEmail;
    const byId = this.batch.owner('externalId', userId);
    return byId ?? (byEmail?.core.externalId === null ? byEmail : undefined);
  }

  /** As of when its traits are, milliseconds; -Infinity when nobody said any. */
  private asOf(contact: DraftContact): number {
    const at = this.traitsAt.get(contact) ?? (contact.id ? this.known.get(contact.id) : undefined);
    return at?.getTime() ?? -Infinity;
  }

  private refuse({ source, receivedAt, message: json }: Item, place: string, code: string): void {
    this.refusals.push(refusalOf({ source, receivedAt, json }, { place, code }));
  }
}

/** Leaves of older traits what the contact does not have yet. */
function onlyGaps(
  core: ContactPatch['core'],
  attributes: Map<number, unknown>,
  { core: present, attributes: values }: DraftContact,
): void {
  for (const field of Object.keys(core) as (keyof typeof core)[])
    if (present[field] !== null || core[field] === null) delete core[field];
  for (const [id, value] of attributes) if (values.has(id) || value === null) attributes.delete(id);
}
