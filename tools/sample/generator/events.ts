import { Calendar } from './calendar.js';
import type { Person } from './person.js';
import { products, type Product } from './products.js';
import { Random, Weighted } from './random.js';

/** Something that a customer did. */
export interface Event {
  id: string;
  at: Date;
  externalId: string;
  name: 'viewed_product' | 'added_to_cart' | 'purchased' | 'store_visit' | 'support_call';
  /** Baht, with two decimals; only of purchases. */
  value: string | null;
  properties: Record<string, string | number>;
}

type Draft = Omit<Event, 'id'>;

const minuteMs = 60_000;
const branches: readonly [string, ...string[]] = ['Wat Ket', 'Nimman', 'Chatuchak', 'Hang Dong'];
const topics: readonly [string, ...string[]] = ['delivery', 'returns', 'care', 'wholesale'];

/** A favourite is looked at so many times as often. */
const favouriteWeight = 4;

/** Everything the customers did in the year before `now`: exactly `count` events, the oldest first. */
export function makeEvents(
  seed: string,
  people: readonly Person[],
  count: number,
  now: Date,
): Event[] {
  const random = new Random(`${seed}/events`);
  const calendar = new Calendar(now);
  const who = new Weighted(people.map(({ propensity }) => propensity));
  const drafts: Draft[] = [];
  while (drafts.length < count) {
    const person = people[who.draw(random)];
    const at = calendar.draw(random);
    if (!person || at.getTime() < Date.parse(person.joinedOn)) continue;
    drafts.push(...occasion(random, person, at).filter((draft) => draft.at < now));
  }
  return drafts
    .slice(0, count)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map((draft, index) => ({ id: `e${String(index + 1).padStart(6, '0')}`, ...draft }));
}

/** One time that somebody deals with the shop. */
function occasion(random: Random, person: Person, at: Date): Draft[] {
  const kind = random.next();
  const one = (name: Event['name'], properties: Draft['properties']): Draft[] => [
    { at, externalId: person.externalId, name, value: null, properties },
  ];
  if (kind < 0.06) return one('support_call', { topic: random.pick(topics) });
  if (kind < 0.2) return one('store_visit', { branch: random.pick(branches) });
  return visitToTheSite(random, person, at);
}

function visitToTheSite(random: Random, person: Person, began: Date): Draft[] {
  const drafts: Draft[] = [];
  let at = began;
  const add = (name: Event['name'], product: Product, quantity?: number): void => {
    const { sku, category, price } = product;
    const value = quantity ? (price * quantity).toFixed(2) : null;
    const properties = { sku, category, ...(quantity ? { quantity } : { price }) };
    drafts.push({ at, externalId: person.externalId, name, value, properties });
    at = new Date(at.getTime() + random.between(1, 6) * minuteMs);
  };
  const taste = new Weighted(
    products.map(({ weight, category }) =>
      person.favourites.includes(category) ? weight * favouriteWeight : weight,
    ),
  );
  for (let views = random.between(1, 5); views > 0; views -= 1) {
    const product = products[taste.draw(random)];
    if (!product) continue;
    add('viewed_product', product);
    if (!random.chance(0.3)) continue;
    add('added_to_cart', product);
    if (random.chance(0.6)) add('purchased', product, random.chance(0.2) ? 2 : 1);
  }
  return drafts;
}
