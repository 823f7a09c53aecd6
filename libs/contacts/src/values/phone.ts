import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { ok } from '#libs/kernel';
import { refuse, type Verdict } from './verdict.js';

/** The country of numbers that are written without one. */
export const defaultPhoneCountry = 'TH';

/** Longer than any number with its punctuation: bounds the parser's work. */
const maxWritten = 40;

/** Whether national numbers of this ISO 3166-1 country can be read. */
export const isPhoneCountry = (country: string): boolean => isSupportedCountry(country);

/**
 * A telephone number in E.164 (`+66812345678`).
 * @param country ISO 3166-1 alpha-2: whose national format applies when the text names no country.
 */
export function parsePhone(text: string, country: string = defaultPhoneCountry): Verdict<string> {
  if (text.length > maxWritten || !isSupportedCountry(country))
    return refuse('phone.invalid', 'This is not a telephone number.');
  const number = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
  if (!number?.isValid() || number.ext)
    return refuse(
      'phone.invalid',
      `This is not a telephone number of ${country} or with + before it.`,
    );
  return ok(number.number);
}
