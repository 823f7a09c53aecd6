import { createHash } from 'node:crypto';
import { isValidPhoneNumber } from 'libphonenumber-js';
import { makeCompany, usualSeed, usualSize } from './company.js';
import { contactsCsv, eventsCsv } from './csv.js';

const now = new Date('2026-11-22T05:00:00.000Z');
const company = makeCompany(now);
const { people, events } = company;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const share = (count: number, of: number): number => count / of;

describe('the sample company', () => {
  it('is the same on every machine', () => {
    expect(sha256(contactsCsv(company))).toMatchInlineSnapshot(
      `"9aa187e79ed65eb35cb524b75e2bfb44785317f39551b59d90dabfb97ecd874d"`,
    );
    expect(sha256(eventsCsv(company))).toMatchInlineSnapshot(
      `"31dcac64468fdeab94853d9514e682d19ff0109c2735f891859148e65f5b8ca1"`,
    );
  });

  it('is another one for another seed', () => {
    const size = { people: 50, events: 200 };
    const [one, other] = [usualSeed, 'another'].map((seed) => makeCompany(now, seed, size));
    expect(contactsCsv(one!)).not.toBe(contactsCsv(other!));
    expect(eventsCsv(one!)).not.toBe(eventsCsv(other!));
  });

  it('has the promised size', () => {
    expect(usualSize).toEqual({ people: 5000, events: 60_000 });
    expect(people).toHaveLength(5000);
    expect(events).toHaveLength(60_000);
  });

  it('gives everybody an id of their own, and nobody the address of somebody else', () => {
    expect(new Set(people.map(({ externalId }) => externalId)).size).toBe(5000);
    const addresses = people.flatMap(({ email }) => email ?? []);
    expect(new Set(addresses).size).toBe(addresses.length);
    const strange = addresses.filter((email) => !/^[a-z.]+\.\d+@example\.test$/.test(email));
    expect(strange).toEqual([]);
  });

  it('uses valid telephone numbers of one block alone', () => {
    const phones = people.flatMap(({ phone }) => phone ?? []);
    const strange = (phone: string): boolean =>
      !/^\+6680000\d{4}$/.test(phone) || !isValidPhoneNumber(phone);
    expect(phones.filter(strange)).toEqual([]);
    expect(phones.length).toBeGreaterThan(4000);
  });

  it('has everybody who makes a campaign interesting', () => {
    const count = (is: (person: (typeof people)[number]) => boolean): number =>
      people.filter(is).length;
    const phones = people.flatMap(({ phone }) => phone ?? []);
    expect(count(({ email }) => email === null)).toBeGreaterThan(20);
    expect(count(({ consent }) => consent.email === 'nothing')).toBeGreaterThan(50);
    expect(count(({ consent }) => consent.email === 'no')).toBeGreaterThan(50);
    expect(count(({ suppressed }) => suppressed)).toBeGreaterThan(10);
    expect(count(({ birthDate }) => birthDate?.endsWith('-02-29') ?? false)).toBeGreaterThan(5);
    expect(count(({ birthDate }) => birthDate === null)).toBeGreaterThan(500);
    expect(phones.length - new Set(phones).size).toBeGreaterThan(50);
    expect(
      share(
        count(({ language }) => language === 'th'),
        5000,
      ),
    ).toBeCloseTo(0.76, 1);
    expect(count(({ language }) => language === null)).toBeGreaterThan(50);
  });

  it('lets things happen in order, within the past year, to customers only', () => {
    const known = new Map(people.map(({ externalId, joinedOn }) => [externalId, joinedOn]));
    const times = events.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(now.getTime() - 366 * 86_400_000);
    expect(times.at(-1)).toBeLessThan(now.getTime());
    const early = events.filter(
      ({ at, externalId }) => !(at.getTime() >= Date.parse(known.get(externalId) ?? '')),
    );
    expect(early).toEqual([]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('has more looking than buying, and money only where something was bought', () => {
    const of = (name: string): number => events.filter((event) => event.name === name).length;
    expect(of('viewed_product')).toBeGreaterThan(of('added_to_cart'));
    expect(of('added_to_cart')).toBeGreaterThan(of('purchased'));
    expect(of('purchased')).toBeGreaterThan(5000);
    expect(of('store_visit')).toBeGreaterThan(1000);
    expect(of('support_call')).toBeGreaterThan(500);
    const odd = events.filter(({ name, value }) => (value !== null) !== (name === 'purchased'));
    expect(odd).toEqual([]);
  });

  it('knows good and bad months', () => {
    const inMonth = (month: number): number =>
      events.filter(({ at }) => at.getUTCMonth() === month).length;
    expect(inMonth(11)).toBeGreaterThan(1.3 * inMonth(5));
  });

  it('derives standing from what was bought', () => {
    for (const [externalId, { lifetimeSpend, tier }] of [...company.standings].slice(0, 200)) {
      const spent = events
        .filter((event) => event.externalId === externalId)
        .reduce((sum, { value }) => sum + Number(value ?? 0), 0);
      expect(lifetimeSpend).toBeCloseTo(spent, 2);
      expect(tier === 'platinum').toBe(spent >= 10_000);
    }
  });
});
