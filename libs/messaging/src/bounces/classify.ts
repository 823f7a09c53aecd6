import type { BounceVerdict, Refused } from './bounce-class.js';
import { byCode, byStatus, bySubject, byWords, type BounceRule } from './bounce-rules.js';

/** Characters of a text that are looked at: what decides stands near its beginning. */
const maxText = 4000;

/** Names of hosts, addresses and links: `spam.example.test` is not about spam. */
const names = /https?:\S+|[\w.+-]+@[\w.-]+|\b(?:[\w-]+\.)+[a-z]{2,}\b/g;

/** An enhanced status in a text, such as `550 5.1.1 …`, `(#5.1.1)`; never a part of an IP address. */
const statusInText = /(?:^|[^\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)/;

/** A reply code at the beginning of a line or after `said:`, `smtp;` and the like, or before a status. */
const codeInText =
  /(?:^|\n|said:|smtp;|error:|response:|reason:|<<<|[:(]) *([45]\d\d)[ -]|\b([45]\d\d)[ -]#?[45]\.\d{1,3}\.\d{1,3}\b/i;

/** The enhanced status that a text names; null when it names none. */
export function statusIn(text: string): string | null {
  const found = statusInText.exec(text);
  return found ? `${found[1]}.${found[2]}.${found[3]}` : null;
}

/** The SMTP reply code that a text names; null when it names none. */
export function codeIn(text: string): number | null {
  const found = codeInText.exec(text);
  return found ? Number(found[1] ?? found[2]) : null;
}

/**
 * What a refusal means for the address. What a server calls passing (4.y.z) never is `hard`: also when
 * its words say so, it may know better tomorrow.
 */
export function classifyRefusal(refused: Refused): BounceVerdict {
  const text = (refused.text ?? '').slice(0, maxText).toLowerCase();
  const status = telling(refused.status) ?? statusIn(text) ?? refused.status ?? null;
  const code = refused.code ?? codeIn(text);
  const passing = (status ?? String(code ?? '')).startsWith('4');
  const rule = ruleFor(text, status, code);
  if (rule && !(passing && rule.class === 'hard')) return { class: rule.class, rule: rule.name };
  return passing ? { class: 'soft', rule: 'temporary' } : { class: 'unknown', rule: 'unknown' };
}

/** x.0.0 says nothing that its first digit does not: the text may say more. */
const telling = (status: string | null | undefined): string | null =>
  status && !status.endsWith('.0.0') ? status : null;

function ruleFor(text: string, status: string | null, code: number | null): BounceRule | undefined {
  const words = text.replace(names, ' ');
  const told = byWords.find((rule) => rule.words!.test(rule.hosts ? text : words));
  const detail = status?.slice(2);
  const known = byStatus.find(({ statuses }) => detail && statuses!.includes(detail));
  // “Domain does not exist” may be said of ours: 5.1.8 says that it is. And an account that is closed, or an
  // access denied, for security or policy (5.7.z) is as likely our own.
  const policy = detail?.startsWith('7.') === true;
  const ofUs = known
    ? known.class === 'block'
    : policy && (told?.name === 'mailbox_disabled' || words.includes('access denied'));
  if (told && !(told.class === 'hard' && ofUs)) return told;
  return known ?? bySubject[detail?.split('.')[0] ?? ''] ?? byCode[status ? 0 : (code ?? 0)];
}
