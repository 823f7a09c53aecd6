import { isCurrency } from '../events/currency.js';
import { moneyPattern } from '../events/event.js';

/** Where clients write what an event was worth; the first that can be read counts. */
const places = ['value', 'revenue', 'total'] as const;

/** DECIMAL(19,4): 15 digits before the point. */
const tooLarge = 1e15;

/** A number is rounded to four places: clients send what their binary fractions add up to. */
function decimalOf(json: unknown): string | null {
  if (typeof json === 'number' && Math.abs(json) < tooLarge) return json.toFixed(4);
  return typeof json === 'string' && moneyPattern.test(json) ? json : null;
}

/** What an event was worth, if its properties say so with a valid currency (ISO 4217). */
export function moneyOf(properties: Readonly<Record<string, unknown>>): {
  value: string | null;
  currency: string | null;
} {
  const { currency } = properties;
  const code = typeof currency === 'string' ? currency.toUpperCase() : '';
  if (isCurrency(code))
    for (const place of places) {
      const value = decimalOf(properties[place]);
      if (value !== null) return { value, currency: code };
    }
  return { value: null, currency: null };
}
