import { Injectable } from '@nestjs/common';
import { parseEmail } from '#libs/contacts';
import { AddressHasher } from '#libs/platform';
import { openMail } from './mail.js';

const address = /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\p{L}\p{M}\p{N}.-]{3,253}/gu;
const most = 1000;

/** The addresses that stand anywhere in a mail, as keyed hashes. */
@Injectable()
export class NamedAddresses {
  constructor(private readonly hasher: AddressHasher) {}

  async hashesIn(raw: Buffer): Promise<Buffer[]> {
    const found = new Set<string>();
    for (const text of [raw.toString('latin1'), ...(await decoded(raw))])
      for (const [written] of text.matchAll(address)) {
        const parsed = parseEmail(written.replace(/^['`]+|[.'-]+$/g, ''));
        if (parsed.ok && found.size < most) found.add(parsed.value);
      }
    return [...found].map((one) => this.hasher.hash(one));
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
