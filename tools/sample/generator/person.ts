import type { Category } from './products.js';

/** What a customer has said about one channel: agreed, withdrew, or was never asked. */
export type Said = 'yes' | 'no' | 'nothing';

/** A customer of the sample shop. */
export interface Person {
  /** `SM-00001`; the key of the imports. */
  externalId: string;
  email: string | null;
  /** E.164. */
  phone: string | null;
  firstName: string;
  lastName: string;
  /** BCP 47; null for those who were never asked. */
  language: string | null;
  timeZone: string;
  country: string;
  city: string;
  province: string | null;
  birthDate: string | null;
  joinedOn: string;
  newsletter: boolean;
  favourites: Category[];
  tags: string[];
  consent: { email: Said; sms: Said };
  /** Their address is on the suppression list. */
  suppressed: boolean;
  /** How much they shop, against 1 for the median customer. */
  propensity: number;
}
