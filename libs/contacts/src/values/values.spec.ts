import {
  parseBirthDate,
  parseCountry,
  parseDay,
  parseExternalId,
  parseInstant,
  parseLanguage,
  parseName,
  parsePhone,
  parseTag,
  parseText,
  parseTimeZone,
  type Verdict,
} from './index.js';

/** The canonical form, or the code of the refusal. */
const of = <T>(verdict: Verdict<T>): T | string =>
  verdict.ok ? verdict.value : verdict.error.code;

const now = new Date('2026-11-22T03:00:00Z');

describe('canonical forms', () => {
  it.each([
    ['081 234 5678', 'TH', '+66812345678'],
    ['+66 (0)81-234-5678', 'TH', '+66812345678'],
    ['02-123-4567', 'TH', '+6621234567'],
    ['030 123456', 'DE', '+4930123456'],
    ['+14155552671', 'TH', '+14155552671'],
    ['12345', 'TH', 'phone.invalid'],
    ['081 234 5678 ext. 9', 'TH', 'phone.invalid'],
    ['call 081 234 5678', 'TH', 'phone.invalid'],
    ['081 234 5678', 'XX', 'phone.invalid'],
    ['0'.repeat(5000), 'TH', 'phone.invalid'],
  ])('telephone %j of %s', (text, country, expected) =>
    expect(of(parsePhone(text, country))).toBe(expected),
  );

  it.each([
    ['th', 'TH'],
    ['TH', 'TH'],
    ['ZZ', 'country.invalid'],
    ['UK', 'country.invalid'],
    ['Thailand', 'country.invalid'],
    ['', 'country.invalid'],
  ])('country %j', (text, expected) => expect(of(parseCountry(text))).toBe(expected));

  it.each([
    ['TH', 'th'],
    ['en-gb', 'en-GB'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['thai language', 'language.invalid'],
    ['x', 'language.invalid'],
    ['', 'language.invalid'],
    ['en-a-bbb-ccc-ddd-eee', 'language.invalid'],
  ])('language %j', (text, expected) => expect(of(parseLanguage(text))).toBe(expected));

  it.each([
    ['Asia/Bangkok', 'Asia/Bangkok'],
    ['asia/bangkok', 'Asia/Bangkok'],
    ['+07:00', 'time_zone.invalid'],
    ['Bangkok', 'time_zone.invalid'],
    ['', 'time_zone.invalid'],
  ])('time zone %j', (text, expected) => expect(of(parseTimeZone(text))).toBe(expected));

  it.each([
    ['1990-02-28', '1990-02-28'],
    ['2000-02-29', '2000-02-29'],
    ['1900-02-29', 'date.invalid'],
    ['1990-13-01', 'date.invalid'],
    ['2026-11-22', '2026-11-22'],
    ['2026-11-24', 'birth_date.future'],
    ['2533-02-28', 'birth_date.future'],
    ['1849-12-31', 'birth_date.too_early'],
    ['28/02/1990', 'date.invalid'],
  ])('birth date %j', (text, expected) => expect(of(parseBirthDate(text, now))).toBe(expected));

  it('days in other orders', () => {
    expect(of(parseDay('3/4/2026', 'dmy'))).toBe('2026-04-03');
    expect(of(parseDay('3/4/2026', 'mdy'))).toBe('2026-03-04');
    expect(of(parseDay('30/2/2026', 'dmy'))).toBe('date.invalid');
  });

  it.each([
    ['2026-11-22T09:00:00+07:00', '2026-11-22T02:00:00.000Z'],
    ['2026-11-22t09:00+0700', '2026-11-22T02:00:00.000Z'],
    ['2026-11-22 02:00:00.1234567Z', '2026-11-22T02:00:00.123Z'],
    ['2026-11-22T09:00:00', 'instant.invalid'],
    ['2026-02-30T09:00:00Z', 'instant.invalid'],
    ['2026-11-22T25:00:00Z', 'instant.invalid'],
    ['2026-11-22', 'instant.invalid'],
    ['0001-01-01T00:00:00Z', 'instant.invalid'],
  ])('instant %j', (text, expected) => expect(of(parseInstant(text))).toBe(expected));

  it('texts', () => {
    expect(of(parseName('  สมชาย ใจดี '))).toBe('สมชาย ใจดี');
    expect(of(parseName('Jose\u0301'))).toBe('José');
    expect(of(parseName('a\nb'))).toBe('text.control_character');
    expect(of(parseName('a\uD800b'))).toBe('text.control_character');
    expect(of(parseName(' '))).toBe('text.empty');
    expect(of(parseName('x'.repeat(101)))).toBe('text.too_long');
    // Each of these letters folds to eighteen: the folded column would not hold them.
    expect(of(parseName('ﷺ'.repeat(15)))).toBe('text.too_long');
    expect(of(parseText('a\r\nb', { max: 9, maxFolded: 9, multiline: true }))).toBe('a\nb');
    expect(of(parseExternalId('A-1'))).toBe('A-1');
    expect(of(parseExternalId(' A-1'))).toBe('external_id.invalid');
    expect(of(parseTag('  VIP  Gold '))).toBe('vip gold');
    expect(of(parseTag(' '))).toBe('tag.invalid');
  });
});
