import { ok } from '#libs/kernel';
import { refuse, type Verdict } from './verdict.js';

/** ISO 3166-1 alpha-2, officially assigned. */
const countries = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS ' +
    'BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE ' +
    'EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM ' +
    'HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC ' +
    'LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA ' +
    'NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW ' +
    'SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO ' +
    'TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
  ).split(' '),
);

/** An ISO 3166-1 alpha-2 country code in upper case. */
export function parseCountry(text: string): Verdict<string> {
  const code = text.toUpperCase();
  return countries.has(code)
    ? ok(code)
    : refuse('country.invalid', 'A country is a code of two letters (ISO 3166-1), such as TH.');
}

/** A BCP 47 language tag in canonical case (`th`, `zh-Hant-TW`), at most 16 characters. */
export function parseLanguage(text: string): Verdict<string> {
  try {
    const tag = Intl.getCanonicalLocales(text)[0];
    if (tag && tag.length <= 16) return ok(tag);
  } catch {
    // RangeError: not well-formed.
  }
  return refuse('language.invalid', 'A language is a BCP 47 tag, such as th or en-GB.');
}

/** Zones already looked up: making a formatter costs a hundred times a look-up. */
const knownZones = new Map<string, string>();

/** An IANA time zone (`Asia/Bangkok`), as this machine's time zone data spells it. */
export function parseTimeZone(text: string): Verdict<string> {
  const known = knownZones.get(text);
  if (known) return ok(known);
  try {
    if (/^[A-Za-z]/.test(text)) {
      const zone = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
      if (knownZones.size < 1000) knownZones.set(text, zone);
      return ok(zone);
    }
  } catch {
    // RangeError: unknown zone.
  }
  return refuse(
    'time_zone.invalid',
    'A time zone is a name of the IANA list, such as Asia/Bangkok.',
  );
}
