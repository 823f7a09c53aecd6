import {
  parseBirthDate,
  parseCountry,
  parseEmail,
  parseExternalId,
  parseLanguage,
  parseName,
  parsePhone,
  parseTimeZone,
  type DateOrder,
  type Verdict,
} from '../values/index.js';
import type { CoreField } from './contact.js';

/** What reading a core field depends on beside its text. */
export interface ReadingContext {
  now: Date;
  /** ISO 3166-1: whose national telephone numbers these are. */
  phoneCountry: string;
  dateOrder?: DateOrder;
}

const readers: Record<CoreField, (text: string, context: ReadingContext) => Verdict<string>> = {
  externalId: parseExternalId,
  email: parseEmail,
  phone: (text, { phoneCountry }) => parsePhone(text, phoneCountry),
  firstName: parseName,
  lastName: parseName,
  language: parseLanguage,
  timeZone: parseTimeZone,
  country: parseCountry,
  city: parseName,
  birthDate: (text, { now, dateOrder }) => parseBirthDate(text, now, dateOrder),
};

/** The canonical form of a core field's text, or why it is refused. */
export const parseCore = (
  field: CoreField,
  text: string,
  context: ReadingContext,
): Verdict<string> => readers[field](text, context);
