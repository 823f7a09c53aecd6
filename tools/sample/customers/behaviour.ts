import type { Person } from '../generator/person.js';
import { products, type Product } from '../generator/products.js';
import { Random } from '../generator/random.js';

/**
 * What the campaign does to the sample's customers: whoever gets the message buys with this much
 * more probability than without it, everybody alike. The report does not know; it has to measure it.
 */
export const builtInEffect = 0.06;

/** How a mailbox treats what comes in. */
export type Mailbox = 'plain' | 'proxy' | 'privacy' | 'scanner' | 'link_checker';

/** What one customer does, should the message come. */
export interface Behaviour {
  mailbox: Mailbox;
  opens: boolean;
  /** How many of the links are followed by hand. */
  clicks: number;
  unsubscribes: boolean;
}

/** What somebody buys in the weeks of the campaign. */
export interface Basket {
  product: Product;
  quantity: number;
}

const mostBase = 0.3;

/** The probability of buying in those weeks without any message: keen customers come anyway. */
export const baseProbability = ({ propensity }: Person): number =>
  Math.min(mostBase, 0.05 * Math.sqrt(propensity));

/** Whether they buy. Getting the message moves the bar; the luck of the draw stays the same. */
export function basketOf(seed: string, person: Person, gotMessage: boolean): Basket | null {
  const random = new Random(`${seed}/basket/${person.externalId}`);
  const probability = baseProbability(person) + (gotMessage ? builtInEffect : 0);
  if (!random.chance(probability)) return null;
  const product = products[random.between(0, products.length - 1)] ?? products[0]!;
  return { product, quantity: random.chance(0.25) ? 2 : 1 };
}

/** What they do with the message, apart from buying. */
export function behaviourOf(seed: string, person: Person): Behaviour {
  const buys = basketOf(seed, person, true) !== null;
  const persuaded = buys && basketOf(seed, person, false) === null;
  const random = new Random(`${seed}/behaviour/${person.externalId}`);
  const mailbox = mailboxOf(random.next());
  const opens = persuaded || random.chance(buys ? 0.6 : 0.34);
  const clicks = persuaded || (opens && random.chance(0.16)) ? random.between(1, 2) : 0;
  return { mailbox, opens, clicks, unsubscribes: opens && !buys && random.chance(0.02) };
}

function mailboxOf(draw: number): Mailbox {
  if (draw < 0.35) return 'proxy';
  if (draw < 0.53) return 'privacy';
  if (draw < 0.57) return 'scanner';
  return draw < 0.59 ? 'link_checker' : 'plain';
}
