import { domainToASCII, domainToUnicode } from 'node:url';
import { isPlain, oneLine, structuredHeader, wordsFor } from './header.js';

/** RFC 5321 section 4.5.3.1: 64 octets before the at sign, 255 after it. */
const longestAddress = 320;
const longestQuotedName = 60;

const ordinary =
  /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;
/** Dot-atom (RFC 5322 section 3.2.3) with what SMTPUTF8 adds (RFC 6531 section 3.3). */
const dotAtom =
  /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\uffff]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\uffff]+)*$/;
const quotedString = /^"(?:[^"\\]|\\.)*"$/;
const literalDomain = /^\[[\w.:-]+\]$/;
/** What a URL parser would decode or cut off stays out of its sight. */
const writtenDomain = /^[\p{L}\p{M}\p{N}.-]+$/u;
const beyondAscii = /[^\x00-\x7f]/; // eslint-disable-line no-control-regex

/** Whether the part before the at sign needs SMTPUTF8 (RFC 6531); a domain alone does not. */
export function isInternational(address: string): boolean {
  return beyondAscii.test(address) && beyondAscii.test(localPartOf(address));
}

/**
 * An address header with its line end, such as From.
 * @throws RangeError when the address is longer than any is (RFC 5321 section 4.5.3.1).
 */
export function addressHeader(header: string, address: string, name = ''): string {
  const addrSpec = addrSpecOf(address);
  if (Buffer.byteLength(addrSpec) > longestAddress)
    throw new RangeError(`The address in ${header} is too long.`);
  const shown = oneLine(name);
  if (shown !== '') return structuredHeader(header, `${displayName(header, shown)} <${addrSpec}>`);
  return structuredHeader(header, ordinary.test(addrSpec) ? addrSpec : `<${addrSpec}>`);
}

/** A phrase (RFC 5322 section 3.2.5): as it is, quoted, or in encoded words. */
function displayName(header: string, name: string): string {
  if (!isPlain(name) || name.length > longestQuotedName) return wordsFor(header, name);
  return /^[\w ]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * The address as one addr-spec (RFC 5322 section 3.4.1), whatever it holds: its domain in ASCII (IDNA,
 * RFC 5891), or in Unicode where SMTPUTF8 is needed anyway.
 */
function addrSpecOf(address: string): string {
  if (ordinary.test(address)) return address;
  const clean = oneLine(address)
    .replace(/[<> ]+/g, ' ')
    .trim();
  const local = localPartOf(clean);
  const part = dotAtom.test(local) || quotedString.test(local) ? local : quoted(local);
  if (local.length === clean.length) return part;
  return `${part}@${domainOf(clean.slice(local.length + 1), beyondAscii.test(local))}`;
}

function localPartOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? address : address.slice(0, at);
}

function domainOf(domain: string, unicode: boolean): string {
  if (literalDomain.test(domain)) return domain;
  const ascii = writtenDomain.test(domain) ? domainToASCII(domain) : '';
  if (ascii) return unicode ? domainToUnicode(ascii) : ascii;
  // No domain at all; but nothing in it may begin another address.
  return domain.toLowerCase().replace(/[^a-z0-9.-]/g, '');
}

const quoted = (local: string): string => `"${local.replace(/["\\]/g, '\\$&')}"`;
