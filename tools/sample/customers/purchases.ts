import type { ApiClient } from '../client.js';
import type { Person } from '../generator/person.js';
import { basketOf } from './behaviour.js';

interface Purchase {
  id: string;
  name: 'purchased';
  at: string;
  contact: { externalId: string };
  value: string;
  currency: 'THB';
  properties: Record<string, string | number>;
}

/** What one call may bring. */
const batchSize = 1000;

/**
 * What the customers buy after the campaign: those who got the message by the one probability, and
 * all others, held out or not, by the other.
 */
export function purchasesOf(
  seed: string,
  people: Iterable<Person>,
  gotMessage: ReadonlySet<string>,
  at: Date,
): Purchase[] {
  const purchases: Purchase[] = [];
  for (const person of people) {
    const basket = basketOf(seed, person, gotMessage.has(person.email ?? ''));
    if (!basket) continue;
    const { product, quantity } = basket;
    purchases.push({
      id: `monsoon-${person.externalId}`,
      name: 'purchased',
      at: at.toISOString(),
      contact: { externalId: person.externalId },
      value: (product.price * quantity).toFixed(2),
      currency: 'THB',
      properties: { sku: product.sku, category: product.category, quantity },
    });
  }
  return purchases;
}

/** Tells the API; again is once, by the ids. */
export async function postPurchases(api: ApiClient, purchases: readonly Purchase[]): Promise<void> {
  for (let from = 0; from < purchases.length; from += batchSize) {
    const events = purchases.slice(from, from + batchSize);
    interface Outcome {
      status: string;
      message?: string;
    }
    const { items } = await api.post<{ items: Outcome[] }>('/v1/events', {
      source: 'sample-shop',
      events,
    });
    const refused = items.find(({ status }) => status === 'error');
    if (refused) throw new Error(`A purchase was refused: ${refused.message ?? 'no reason given'}`);
  }
}
