import type { BounceClass } from './bounce-class.js';

/** One reason to refuse, told by words or by the enhanced status. */
export interface BounceRule {
  name: string;
  class: BounceClass;
  /** Words that tell it, in lower case; without `hosts` names of hosts and addresses are left out. */
  words?: RegExp;
  hosts?: true;
  /** Enhanced statuses that tell it, without their first digit: `1.1` is 5.1.1 and 4.1.1. */
  statuses?: readonly string[];
}

/**
 * In this order. Words go before statuses, since many servers give 5.7.1 or 5.0.0 for everything; what
 * speaks of us goes before what speaks of the address, since nobody is to be suppressed for our fault.
 * Statuses are those of RFC 3463, RFC 5248, RFC 7293 (owner), RFC 7372 (authentication) and RFC 7505
 * (null MX).
 */
export const byWords: readonly BounceRule[] = [
  {
    name: 'blocklist',
    class: 'block',
    hosts: true,
    words:
      /\b(?:black|block|deny)[ -]?list|spamhaus|spamcop|barracudacentral|\bdnsbl\b|\brbl\b|\breputation\b|ติดแบล็คลิสต์|บัญชีดำ/,
  },
  {
    name: 'unauthenticated',
    class: 'block',
    words: /\b(?:dmarc|dkim|spf)\b|\bunauthenticated\b|reverse dns|\bptr record/,
  },
  {
    name: 'sender_rejected',
    class: 'block',
    words:
      /\bsender(?:'s)?(?: \w+){0,2}? (?:rejected|denied|refused|blocked|invalid|unknown|not|does|could|must|fail\w*|verif\w*)|(?:invalid|unknown|bad) sender|(?:domain|address|host) of (?:the )?sender|\b(?:helo|ehlo)\b|\bfrom address\b|envelope from|you are not allowed to send/,
  },
  {
    name: 'relay_denied',
    class: 'block',
    words:
      /relay(?:ing)? (?:access )?(?:denied|not permitted|not allowed|prohibited)|unable to relay/,
  },
  {
    name: 'spam',
    class: 'block',
    words:
      /\b(?:spam|spammy|junk mail|unsolicited|bulk mail|virus|malware|phish\w*)\b|สแปม|อีเมลขยะ/,
  },
  {
    name: 'greylisted',
    class: 'soft',
    words: /\bgr[ea]y[ -]?list/,
  },
  {
    name: 'mailbox_full',
    class: 'soft',
    words:
      /(?:mailbox|inbox|mail box|account)(?: is| are)? (?:too )?full|over ?quota|quota (?:has been )?(?:exceeded|reached|full)|(?:exceed(?:s|ed)?|over|out of|above) (?:\w+ ){0,3}(?:quota|storage)|not enough (?:disk )?space|insufficient (?:\w+ )?(?:storage|space)|กล่องจดหมาย.{0,30}เต็ม|พื้นที่.{0,30}(?:เต็ม|ไม่เพียงพอ)/,
  },
  {
    name: 'rate_limited',
    class: 'soft',
    words:
      /rate[ -]?limit|throttl|too many (?:\w+ )?(?:messages|connections|mails|emails|recipients|errors|sessions)|receiving mail (?:too quickly|at a rate)|sending (?:\w+ ){0,2}rate/,
  },
  {
    name: 'mailbox_disabled',
    class: 'hard',
    words:
      /(?:account|mailbox|user|address|recipient)[^.\n]{0,40}?\b(?:disabled|deactivated|suspended|inactive|terminated|closed(?! (?:the )?connection))\b|\binactive (?:user|account|mailbox)|บัญชี.{0,30}(?:ถูกระงับ|ถูกปิด|ปิดใช้งาน)/,
  },
  {
    name: 'bad_domain',
    class: 'hard',
    words:
      /(?:\bhosts?\b|\bdomain)[^.\n]{0,40}?(?:not found|unknown|does not exist|doesn't exist|could not be found|nxdomain|is invalid)|unknown (?:host|domain)|unrout(?:e)?able (?:mail )?(?:address|domain)|(?:find|found) any host named|no (?:mx|mail exchanger)\b|null ?mx|does not accept mail|ไม่พบโดเมน|โดเมน.{0,20}ไม่(?:มีอยู่|ถูกต้อง)/,
  },
  {
    name: 'no_such_address',
    class: 'hard',
    words:
      /\b(?:user|recipient|mailbox|account|address(?:ee)?|alias)(?:es)?\b[^.\n]{0,60}?(?:\bunknown\b|not found|not be found|does not exist|doesn't exist|not exist|no longer (?:exists?|valid|available|in use|active)|not (?:a )?(?:valid|known|recogni[sz]ed|registered|listed)\b|\binvalid\b|doesn't have an?\b)|\b(?:unknown|no such|invalid|non-?existent|bad(?: destination)?|undeliverable) (?:local |email |e-mail )?(?:user|recipient|mailbox|address|account|person)|no mailbox (?:here|by that name)|no such (?:name|alias)|not our customer|not listed in|recipient(?: name)? is not recogni[sz]ed|recipient address rejected: access denied|ไม่พบ(?:ผู้ใช้|ผู้รับ|ที่อยู่|บัญชี|กล่องจดหมาย|อีเมล)|ไม่มี(?:ผู้ใช้|ผู้รับ|บัญชี|ที่อยู่|กล่องจดหมาย)|ที่อยู่อีเมล.{0,30}ไม่(?:ถูกต้อง|มีอยู่|มีจริง)/,
  },
  {
    name: 'too_large',
    class: 'block',
    words:
      /(?:message|mail)[^.\n]{0,30}?(?:too (?:large|big)|exceeds? (?:\w+ ){0,3}size)|maximum (?:message )?size/,
  },
  {
    name: 'policy',
    class: 'block',
    words:
      /\bpolic(?:y|ies)\b|\bblocked\b|\bprohibit(?:ed|ion)?\b|content (?:rejected|denied)|administratively|ถูกปฏิเสธตามนโยบาย|นโยบาย/,
  },
  {
    name: 'expired',
    class: 'soft',
    words:
      /(?:retry time(?:out)?|time(?:out)?|delivery time|queue(?: life ?time)?)[^.\n]{0,30}?(?:exceeded|expired)|(?:too|been in the queue so) long|unable to (?:deliver|contact)[^.\n]{0,40}?(?:days|hours)|(?:connection|operation|session)[^.\n]{0,20}?timed out|connection refused/,
  },
];

export const byStatus: readonly BounceRule[] = [
  { name: 'no_such_address', class: 'hard', statuses: ['1.1', '1.6'] },
  { name: 'bad_domain', class: 'hard', statuses: ['1.2', '1.10'] },
  { name: 'bad_address', class: 'hard', statuses: ['1.3'] },
  { name: 'owner_changed', class: 'hard', statuses: ['7.17', '7.18'] },
  { name: 'mailbox_disabled', class: 'hard', statuses: ['2.1'] },
  { name: 'mailbox_full', class: 'soft', statuses: ['2.2'] },
  { name: 'expired', class: 'soft', statuses: ['4.7'] },
  { name: 'too_large', class: 'block', statuses: ['2.3', '3.4'] },
  { name: 'sender_rejected', class: 'block', statuses: ['1.7', '1.8'] },
  { name: 'unauthenticated', class: 'block', statuses: ['7.20', '7.23', '7.25', '7.26', '7.515'] },
];

/** What is left, by the subject of the status (RFC 3463 section 3: its second digit). */
export const bySubject: Readonly<Record<string, BounceRule>> = {
  '3': { name: 'mail_system', class: 'soft' },
  '4': { name: 'network', class: 'soft' },
  '6': { name: 'content', class: 'block' },
  '7': { name: 'policy', class: 'block' },
};

/** Servers without enhanced statuses: 552 is "exceeded storage allocation" (RFC 5321 section 4.2.3). */
export const byCode: Readonly<Record<number, BounceRule>> = {
  552: { name: 'mailbox_full', class: 'soft' },
};
