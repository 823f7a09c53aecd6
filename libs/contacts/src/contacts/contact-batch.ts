import { err, ok } from '#libs/kernel';
import { sameValue, type AttributeValue } from '../attributes/attribute.js';
import { refuse, type Verdict } from '../values/index.js';
import {
  coreFields,
  emptyCore,
  type ContactPatch,
  type Core,
  type CoreField,
  type MatchKey,
} from './contact.js';

/** A contact while a batch is worked out in memory, with what must be written of it. */
export interface DraftContact {
  /** null until the contact is inserted. */
  id: string | null;
  core: Core;
  attributes: Map<number, AttributeValue>;
  tags: Set<string>;
  coreChanged: boolean;
  /** The e-mail address or the external id changed: it may pass from one contact to another. */
  identityChanged: boolean;
  changedAttributes: Set<number>;
  addedTags: Set<string>;
  removedTags: Set<string>;
}

export const draftOf = (id: string | null, core: Core): DraftContact => ({
  id,
  core,
  attributes: new Map(),
  tags: new Set(),
  coreChanged: false,
  identityChanged: false,
  changedAttributes: new Set(),
  addedTags: new Set(),
  removedTags: new Set(),
});

/** Which contact a change is meant for. `create`: always a new one. */
export type Target = { by: MatchKey | 'id'; value: string } | 'create';

export interface Applied {
  contact: DraftContact;
  outcome: 'created' | 'updated' | 'unchanged';
}

const unique = ['email', 'externalId'] as const satisfies readonly MatchKey[];

/**
 * Some hundreds of changes applied one after the other to the contacts they concern, in memory: later
 * rows see what earlier ones did, each change is accepted or refused alone, and what is left to write
 * is known as sets. Pure; the repository loads it and writes it.
 */
export class ContactBatch {
  private readonly byId = new Map<string, DraftContact>();
  private readonly byKey: Record<MatchKey, Map<string, DraftContact[]>> = {
    email: new Map(),
    phone: new Map(),
    externalId: new Map(),
  };
  private readonly all: DraftContact[] = [];

  /** @param existing every contact that a key or a unique value of the changes may refer to. */
  constructor(existing: Iterable<DraftContact> = []) {
    for (const contact of existing) this.remember(contact);
  }

  /** Every contact of the batch, changed or not. */
  get contacts(): readonly DraftContact[] {
    return this.all;
  }

  /** The contact with this id, if the batch knows it. */
  get(id: string): DraftContact | undefined {
    return this.byId.get(id);
  }

  /** Who has this value of a key that belongs to one contact at most. */
  owner(key: (typeof unique)[number], value: string): DraftContact | undefined {
    return this.byKey[key].get(value)?.[0];
  }

  /** Applies one change wholly or not at all. */
  apply(target: Target, patch: ContactPatch): Verdict<Applied> {
    const found = this.find(target);
    if (!found.ok) return found;
    const contact = found.value ?? draftOf(null, emptyCore());
    for (const key of unique) {
      const value = patch.core[key];
      const owner = value ? this.byKey[key].get(value)?.[0] : undefined;
      if (owner && owner !== contact) return taken(key);
    }
    const after = { ...contact.core, ...patch.core };
    if (!after.email && !after.phone && !after.externalId)
      return refuse(
        'contact.no_identity',
        'A contact needs an e-mail address, a telephone number or an external id.',
      );
    if (!found.value) this.remember(contact);
    const changed = this.change(contact, patch);
    return ok({
      contact,
      outcome: found.value ? (changed ? 'updated' : 'unchanged') : 'created',
    });
  }

  private find(target: Target): Verdict<DraftContact | undefined> {
    if (target === 'create') return ok(undefined);
    if (target.by === 'id') {
      const contact = this.byId.get(target.value);
      return contact ? ok(contact) : refuse('contact.not_found', 'There is no such contact.');
    }
    const found = this.byKey[target.by].get(target.value) ?? [];
    if (found.length > 1)
      return refuse(
        'contact.ambiguous',
        'Several contacts have this telephone number: match by another key.',
      );
    return ok(found[0]);
  }

  private remember(contact: DraftContact): void {
    this.all.push(contact);
    if (contact.id) this.byId.set(contact.id, contact);
    for (const key of Object.keys(this.byKey) as MatchKey[])
      this.index(key, contact.core[key], contact);
  }

  private index(key: MatchKey, value: string | null, contact: DraftContact): void {
    if (value === null) return;
    const holders = this.byKey[key].get(value);
    if (holders) holders.push(contact);
    else this.byKey[key].set(value, [contact]);
  }

  private change(contact: DraftContact, patch: ContactPatch): boolean {
    let changed = false;
    for (const field of coreFields) {
      const value = patch.core[field];
      if (value === undefined || value === contact.core[field]) continue;
      this.setCore(contact, field, value);
      changed = true;
    }
    for (const [id, value] of patch.attributes) {
      const before = contact.attributes.get(id);
      if (value === null ? before === undefined : before !== undefined && sameValue(before, value))
        continue;
      if (value === null) contact.attributes.delete(id);
      else contact.attributes.set(id, value);
      contact.changedAttributes.add(id);
      changed = true;
    }
    return this.changeTags(contact, patch) || changed;
  }

  private setCore(contact: DraftContact, field: CoreField, value: string | null): void {
    if (field === 'email' || field === 'phone' || field === 'externalId') {
      const holders = this.byKey[field].get(contact.core[field] ?? '');
      if (holders?.length === 1) this.byKey[field].delete(contact.core[field]!);
      else holders?.splice(holders.indexOf(contact), 1);
      this.index(field, value, contact);
    }
    if (field === 'email' || field === 'externalId') contact.identityChanged = true;
    contact.core[field] = value;
    contact.coreChanged = true;
  }

  private changeTags(contact: DraftContact, { addTags, removeTags }: ContactPatch): boolean {
    let changed = false;
    for (const tag of addTags) {
      if (contact.tags.has(tag)) continue;
      contact.tags.add(tag);
      contact.addedTags.add(tag);
      contact.removedTags.delete(tag);
      changed = true;
    }
    for (const tag of removeTags) {
      if (!contact.tags.delete(tag)) continue;
      contact.removedTags.add(tag);
      contact.addedTags.delete(tag);
      changed = true;
    }
    return changed;
  }
}

function taken(key: (typeof unique)[number]) {
  return err(
    key === 'email'
      ? { code: 'contact.email_taken', message: 'Another contact has this e-mail address.' }
      : { code: 'contact.external_id_taken', message: 'Another contact has this external id.' },
  );
}
