import { domainToASCII } from 'node:url';
import { ok } from '#libs/kernel';
import { refuse, type Verdict } from './verdict.js';

/** RFC 5321 section 4.5.3.1.1 and 4.5.3.1.3 (256 octets of path, less the angle brackets). */
const maxLocal = 64;
const maxAddress = 254;

/** Dot-atom of RFC 5322 section 3.2.3: no quoted strings, no comments, no folding. */
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** Before IDNA: letters of any script and hyphens. What a URL parser would decode stays out. */
const writtenDomain = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u;

/** RFC 1035 section 2.3.1 as relaxed by RFC 1123 section 2.1; a top-level domain is never a number. */
const asciiDomain =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * The one parser of e-mail addresses, used wherever an address comes in. It accepts exactly one bare
 * address and returns it in canonical form: lower case, its domain in ASCII (IDNA, RFC 5891).
 * Display names, several addresses, quoted local parts, address literals and anything that could
 * break a header are refused, so that no mail library can read the text differently.
 */
export function parseEmail(text: string): Verdict<string> {
  const at = text.indexOf('@');
  if (at < 1 || at !== text.lastIndexOf('@'))
    return refuse('email.invalid', 'An e-mail address has the form name@example.com.');
  const local = text.slice(0, at).toLowerCase();
  if (local.length > maxLocal)
    return refuse('email.too_long', `The part before @ has at most ${maxLocal} characters.`);
  if (!localPart.test(local))
    return refuse('email.local_part', 'The part before @ holds characters that are not allowed.');
  const written = text.slice(at + 1);
  if (written.length > maxAddress)
    return refuse('email.too_long', `An e-mail address has at most ${maxAddress} characters.`);
  const domain = writtenDomain.test(written) ? domainToASCII(written) : '';
  if (!asciiDomain.test(domain))
    return refuse('email.domain', 'The part after @ is not the name of a domain.');
  const address = `${local}@${domain}`;
  if (address.length > maxAddress)
    return refuse('email.too_long', `An e-mail address has at most ${maxAddress} characters.`);
  return ok(address);
}
