import { Injectable } from '@nestjs/common';
import { parseEmail } from '#libs/contacts';
import { AddressHasher } from '#libs/platform';
import { openMail } from './mail.js';

/** Octets before and after an @ that may belong to an address (RFC 5321 section 4.5.3.1). */
const reach = 254;
const localPart = /[\w.!#$%&'*+/=?^`{|}~-]{1,64}$/;
const domain = /^[\p{L}\p{M}\p{N}.-]{3,253}/u;
/** An @ without an address is looked at, too. */
const mostLooks = 20_000;
const most = 1000;

/** The addresses that stand anywhere in a mail, as keyed hashes. */
@Injectable()
export class NamedAddresses {
  constructor(private readonly hasher: AddressHasher) {}

  async hashesIn(raw: Buffer): Promise<Buffer[]> {
    const found = new Set<string>();
    for (const text of [raw.toString('latin1'), ...(await decoded(raw))])
      for (const written of candidates(text)) {
        const parsed = parseEmail(written.replace(/^['`]+|[.'-]+$/g, ''));
        if (parsed.ok && found.size < most) found.add(parsed.value);
      }
    return [...found].map((one) => this.hasher.hash(one));
  }
}

/** What surrounds each @: a mail of megabytes must not be searched for it from every letter of it. */
function* candidates(text: string): Generator<string> {
  let at = text.indexOf('@');
  for (let looks = 0; at >= 0 && looks < mostLooks; looks += 1, at = text.indexOf('@', at + 1)) {
    const before = localPart.exec(text.slice(Math.max(0, at - 64), at))?.[0];
    const after = domain.exec(text.slice(at + 1, at + 1 + reach))?.[0];
    if (before && after) yield `${before}@${after}`;
  }
}

/** What stands in it encoded. */
async function decoded(raw: Buffer): Promise<string[]> {
  try {
    const mail = await openMail(raw);
    const headers = ['from', 'to', 'cc', 'reply-to', 'sender', 'subject'].flatMap(mail.headers);
    return [...headers, mail.text, ...mail.parts.map(({ text }) => text)];
  } catch {
    return [];
  }
}
