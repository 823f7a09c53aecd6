import type { Clues } from './inbound.js';
import { fieldsIn, type Mail } from './mail.js';

/** Characters of an original that was sent along in which its header stands. */
const maxHeader = 64 * 1024;
const most = 50;

const originals = new Set([
  'message/rfc822',
  'message/global',
  'text/rfc822-headers',
  'message/global-headers',
]);
/** Where relays write whom a mail was for, or whom it was from. */
const addressHeaders = [
  'to',
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'return-path',
];

const envelopeSender = /\bb-(?:[a-z2-7]{28}|[a-z2-7]{40})@[\w.-]+/gi;
const messageId = /<[^<>\s]{1,250}@[^<>\s]{1,250}>/g;
const unsubscribeLink = /\/u\/([\w-]{20,100})/g;

const found = (pattern: RegExp, texts: readonly string[], group = 0): string[] =>
  texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[group]!));

/** The header of an original that was pasted below a report, as qmail, Exim and others do. */
function pastedHeaders(text: string): string[] {
  const at = text.search(
    /^(?:return-path|received|message-id|from|to|subject|date|mime-version): /im,
  );
  return at < 0 ? [] : [text.slice(at, at + maxHeader)];
}

/** Whatever may lead to the delivery; whether it does is for the tokens to say. */
export function cluesOf(mail: Mail): Clues {
  const reports = mail.parts.filter(({ type }) => originals.has(type)).map(({ text }) => text);
  // Only the header: what a message quotes further down is about another one.
  const sent = reports.map((text) => text.split(/\n\n/, 1)[0]!.slice(0, maxHeader));
  const pasted = pastedHeaders(mail.text);
  const quoted = [...sent, ...pasted];
  const fields = mail.parts
    .filter(({ type }) => /^message\/(?:global-)?(?:delivery-status|feedback-report)$/.test(type))
    .map(({ text }) => text);
  const ownIds = [...mail.headers('in-reply-to'), ...mail.headers('references').map(reversed)];
  const originalIds = quoted.flatMap((text) => fieldsIn(text).get('message-id') ?? []);
  return {
    addresses: unique(
      found(envelopeSender, [...addressHeaders.flatMap(mail.headers), ...fields, ...quoted]),
    ).map((address) => address.toLowerCase()),
    messageIds: unique(found(messageId, [...originalIds, ...ownIds])),
    unsubscribes: unique(found(unsubscribeLink, quoted, 1)),
  };
}

/** What the mail itself is, if it is ours. Providers put a Message-ID of their own in place of ours. */
export const ownCluesOf = ({ headers }: Mail): Clues => ({
  addresses: [],
  messageIds: headers('message-id'),
  unsubscribes: unique(found(unsubscribeLink, headers('list-unsubscribe'), 1)),
});

/**
 * The unsubscribe links that an answer quotes: some providers put a Message-ID of their own in place of
 * ours, and then nothing else leads to what is answered.
 */
export const linksQuotedIn = ({ text, html }: Mail): string[] =>
  unique(found(unsubscribeLink, [text, html], 1));

/** The last of the references is what is answered (RFC 5322 section 3.6.4). */
const reversed = (references: string): string => references.split(/\s+/).reverse().join(' ');

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].slice(0, most);
