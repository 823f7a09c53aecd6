import type { ErrorPlace } from '#libs/kernel';
import { channels, purposePattern, type Channel } from '../consent/consent.js';
import { matchKeys, type MatchKey } from '../contacts/contact.js';
import {
  defaultPhoneCountry,
  isPhoneCountry,
  parseInstant,
  parseTag,
  type DateOrder,
} from '../values/index.js';
import { encodings, type FileEncoding } from './encoding.js';

/**
 * What the people in a file agreed to. With a column mapped to `consent.<channel>.<purpose>` it says
 * what their "yes" meant; without one it holds for everybody in the file. It never overrides a
 * withdrawal, unless `occurredAt` says that it was made after it.
 */
export interface ImportConsent {
  channel: Channel;
  purpose: string;
  wordingVersion: string;
  source: string;
  evidence: Record<string, unknown> | null;
  /** ISO 8601 in UTC: when they agreed; null when nobody knows. */
  occurredAt: string | null;
}

/** How a file is to be read. Every value is checked; see parseImportOptions. */
export interface ImportOptions {
  encoding: FileEncoding;
  delimiter: string;
  /** Column → field; null: columns are called as the fields are. */
  mapping: Record<string, string> | null;
  matchBy: MatchKey;
  /** Field → text for cells that are empty or columns that are absent. */
  defaults: Record<string, string>;
  /** An empty cell takes the stored value away; otherwise it leaves it as it is. */
  emptyClears: boolean;
  phoneCountry: string;
  dateOrder: DateOrder;
  listSeparator: string;
  /** Tags that every contact of the file gets. */
  tags: string[];
  consent: ImportConsent[];
  /** Namespace of the ids in a file of events. */
  source: string;
}

/** What a caller may give; whatever is absent has its default. */
export type ImportOptionsInput = Partial<
  Omit<ImportOptions, 'consent' | 'mapping'> & {
    mapping: Readonly<Record<string, string>>;
    consent: readonly (Omit<ImportConsent, 'evidence' | 'occurredAt'> &
      Partial<Pick<ImportConsent, 'evidence' | 'occurredAt'>>)[];
  }
>;

const delimiters = [',', ';', '\t', '|'];
const dateOrders: readonly DateOrder[] = ['ymd', 'dmy', 'mdy'];
const sourcePattern = /^[A-Za-z0-9_.:-]{1,64}$/;

/** Fills in the defaults and checks every option; faults carry JSON Pointers. */
export function parseImportOptions(input: ImportOptionsInput): {
  options: ImportOptions;
  faults: ErrorPlace[];
} {
  const faults: ErrorPlace[] = [];
  const check = (fine: boolean, place: string, message: string) => {
    if (!fine) faults.push({ place, code: 'import.option_invalid', message });
  };
  const options: ImportOptions = {
    encoding: input.encoding ?? 'utf-8',
    delimiter: input.delimiter ?? ',',
    mapping: input.mapping ? { ...input.mapping } : null,
    matchBy: input.matchBy ?? 'email',
    defaults: { ...input.defaults },
    emptyClears: input.emptyClears ?? false,
    phoneCountry: input.phoneCountry ?? defaultPhoneCountry,
    dateOrder: input.dateOrder ?? 'ymd',
    listSeparator: input.listSeparator ?? '|',
    tags: [],
    consent: [],
    source: input.source ?? 'import',
  };
  check(encodings.includes(options.encoding), '/encoding', `One of ${encodings.join(', ')}.`);
  check(delimiters.includes(options.delimiter), '/delimiter', 'A comma, semicolon, tab or bar.');
  check(matchKeys.includes(options.matchBy), '/matchBy', `One of ${matchKeys.join(', ')}.`);
  check(isPhoneCountry(options.phoneCountry), '/phoneCountry', 'A country such as TH.');
  check(dateOrders.includes(options.dateOrder), '/dateOrder', `One of ${dateOrders.join(', ')}.`);
  check(/^[^\s"]$/.test(options.listSeparator), '/listSeparator', 'One character.');
  check(sourcePattern.test(options.source), '/source', '1 to 64 letters, digits, _ . : or -.');
  check(areTexts(options.mapping ?? {}), '/mapping', 'Each column has the name of a field.');
  check(areTexts(options.defaults), '/defaults', 'Each field has a text.');
  (input.tags ?? []).forEach((text, i) => {
    const tag = parseTag(text);
    if (tag.ok) options.tags.push(tag.value);
    else faults.push({ place: `/tags/${i}`, ...tag.error });
  });
  (input.consent ?? []).forEach((consent, i) => {
    const place = `/consent/${i}`;
    check(channels.includes(consent.channel), `${place}/channel`, 'email or sms.');
    check(purposePattern.test(consent.purpose), `${place}/purpose`, 'Like marketing.');
    check(/^.{1,32}$/.test(consent.wordingVersion), `${place}/wordingVersion`, 'A known version.');
    check(/^.{1,64}$/.test(consent.source), `${place}/source`, '1 to 64 characters.');
    const evidence = consent.evidence ?? null;
    check((JSON.stringify(evidence)?.length ?? 0) <= 4096, `${place}/evidence`, 'At most 4 KB.');
    const at = consent.occurredAt ? parseInstant(consent.occurredAt) : null;
    check(at?.ok ?? true, `${place}/occurredAt`, 'A point in time with its offset.');
    options.consent.push({ ...consent, evidence, occurredAt: at?.ok ? at.value : null });
  });
  const aims = options.consent.map(({ channel, purpose }) => `${channel}.${purpose}`);
  check(new Set(aims).size === aims.length, '/consent', 'One statement a channel and purpose.');
  return { options, faults };
}

const areTexts = (record: Record<string, unknown>): boolean =>
  Object.values(record).every((value) => typeof value === 'string');
