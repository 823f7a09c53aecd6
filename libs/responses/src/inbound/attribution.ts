import { Injectable } from '@nestjs/common';
import { TrackingTokens } from '#libs/messaging';
import type { Clues } from './inbound.js';

/**
 * Which delivery a mail is about. Every way leads through something that only we can have signed or
 * sealed, so nobody can have somebody else suppressed: an address in a report counts for nothing.
 */
@Injectable()
export class Attribution {
  constructor(private readonly tokens: TrackingTokens) {}

  /** @param recipients whom the mail was for, by its envelope; they count most. */
  deliveryOf(clues: Clues, recipients: readonly string[] = []): string | null {
    return (
      first([...recipients, ...clues.addresses], (text) => this.tokens.readEnvelopeFrom(text)) ??
      first(clues.messageIds, (text) => this.tokens.readMessageId(text)) ??
      first(clues.unsubscribes, (text) => this.tokens.readUnsubscribe(text))
    );
  }
}

function first(texts: readonly string[], read: (text: string) => string | null): string | null {
  for (const text of texts) {
    const id = read(text);
    if (id !== null) return id;
  }
  return null;
}
