import { ContactBatch, draftOf, type Target } from './contact-batch.js';
import { emptyCore, type ContactPatch, type Core } from './contact.js';

const patch = (core: Partial<Core>, rest: Partial<ContactPatch> = {}): ContactPatch => ({
  core,
  attributes: new Map(),
  addTags: [],
  removeTags: [],
  ...rest,
});
const known = (id: string, core: Partial<Core>) => draftOf(id, { ...emptyCore(), ...core });
const byEmail = (value: string): Target => ({ by: 'email', value });

/** What became of it: the outcome, or the code of the refusal. */
function apply(batch: ContactBatch, target: Target, change: ContactPatch): string {
  const verdict = batch.apply(target, change);
  return verdict.ok ? verdict.value.outcome : verdict.error.code;
}

describe('ContactBatch', () => {
  it('creates once and updates what later rows say of the same key', () => {
    const batch = new ContactBatch();
    const email = 'a@example.test';
    expect(apply(batch, byEmail(email), patch({ email, city: 'ตาก' }))).toBe('created');
    expect(apply(batch, byEmail(email), patch({ email, city: 'น่าน' }))).toBe('updated');
    expect(apply(batch, byEmail(email), patch({ email, city: 'น่าน' }))).toBe('unchanged');
    expect(batch.contacts).toHaveLength(1);
    expect(batch.contacts[0]!.core.city).toBe('น่าน');
  });

  it('refuses a row that would take an address from somebody, wholly', () => {
    const a = known('1', { email: 'a@example.test', externalId: 'A' });
    const b = known('2', { email: 'b@example.test', externalId: 'B' });
    const batch = new ContactBatch([a, b]);
    const change = patch({ externalId: 'B', email: 'a@example.test', city: 'ตาก' });
    expect(apply(batch, { by: 'externalId', value: 'B' }, change)).toBe('contact.email_taken');
    expect(b.core).toEqual(known('2', { email: 'b@example.test', externalId: 'B' }).core);
    expect(b.coreChanged).toBe(false);
    expect(apply(batch, 'create', patch({ externalId: 'A' }))).toBe('contact.external_id_taken');
  });

  it('lets an address pass on once it has been given up', () => {
    const a = known('1', { email: 'a@example.test', externalId: 'A' });
    const batch = new ContactBatch([a]);
    expect(apply(batch, { by: 'id', value: '1' }, patch({ email: null }))).toBe('updated');
    expect(apply(batch, 'create', patch({ email: 'a@example.test' }))).toBe('created');
    expect(a.identityChanged).toBe(true);
  });

  it('does not guess between people who share a telephone', () => {
    const phone = '+66812345678';
    const batch = new ContactBatch([known('1', { phone }), known('2', { phone })]);
    expect(apply(batch, { by: 'phone', value: phone }, patch({ city: 'ตาก' }))).toBe(
      'contact.ambiguous',
    );
  });

  it('keeps somebody findable and refuses one who is not there', () => {
    const batch = new ContactBatch([known('1', { email: 'a@example.test' })]);
    expect(apply(batch, { by: 'id', value: '1' }, patch({ email: null }))).toBe(
      'contact.no_identity',
    );
    expect(apply(batch, { by: 'id', value: '9' }, patch({ city: 'ตาก' }))).toBe(
      'contact.not_found',
    );
  });

  it('knows which attributes and tags are left to write', () => {
    const contact = known('1', { email: 'a@example.test' });
    contact.attributes.set(1, 'gold').set(2, ['x']);
    contact.tags.add('vip');
    const batch = new ContactBatch([contact]);
    const change = patch(
      {},
      {
        attributes: new Map<number, string | string[] | null>([
          [1, 'gold'],
          [2, ['x', 'y']],
          [3, null],
        ]),
        addTags: ['vip', 'new'],
        removeTags: ['vip', 'absent'],
      },
    );
    expect(apply(batch, { by: 'id', value: '1' }, change)).toBe('updated');
    expect([...contact.changedAttributes]).toEqual([2]);
    expect([...contact.addedTags]).toEqual(['new']);
    expect([...contact.removedTags]).toEqual(['vip']);
    expect(contact.coreChanged).toBe(false);
  });
});
