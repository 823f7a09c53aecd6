import { automaticRule, challengeRule } from './automatic.js';
import { cluesOf, linksQuotedIn, ownCluesOf } from './clues.js';
import { readFeedback } from './complaint.js';
import { readNotification } from './dsn.js';
import type { Clues, InboundMail } from './inbound.js';
import { openMail, type Mail } from './mail.js';
import { isOfMailSystem, readPlainBounce } from './plain-bounce.js';
import { replyText } from './reply-text.js';

const noClues: Clues = { addresses: [], messageIds: [], unsubscribes: [] };

/**
 * What a received mail is. Pure, and never throws: what nobody can read is `unknown`. Machines are told
 * first, the most formal of them before the others, so that what is left was written by a person.
 * @param raw the message as it came, RFC 5322.
 */
export async function readInbound(raw: Buffer): Promise<InboundMail> {
  let mail: Mail;
  try {
    mail = await openMail(raw);
  } catch {
    return { kind: 'unknown', why: 'not_a_mail', clues: noClues, own: noClues };
  }
  const judged = judge(mail);
  const clues = cluesOf(mail);
  if (judged.kind === 'reply') clues.unsubscribes.push(...linksQuotedIn(mail));
  return { ...judged, clues, own: ownCluesOf(mail) };
}

type Judged = InboundMail extends infer M
  ? M extends unknown
    ? Omit<M, 'clues' | 'own'>
    : never
  : never;

function judge(mail: Mail): Judged {
  const feedback = readFeedback(mail);
  if (feedback?.isComplaint) return { kind: 'complaint', feedback: feedback.feedback };
  if (feedback) return { kind: 'unknown', why: 'feedback_no_complaint' };
  return readReport(mail) ?? readAutomatic(mail) ?? readPerson(mail);
}

function readReport(mail: Mail): Judged | null {
  const notification = readNotification(mail);
  if (notification && notification.failed.length > 0)
    return { kind: 'bounce', recipients: notification.failed };
  if (notification)
    return notification.delayed
      ? { kind: 'delayed' }
      : { kind: 'auto_reply', rule: 'delivery_notice' };
  const plain = readPlainBounce(mail);
  if (!plain)
    return isOfMailSystem(mail) ? { kind: 'unknown', why: 'report_not_understood' } : null;
  return plain.kind === 'delayed'
    ? { kind: 'delayed' }
    : { kind: 'bounce', recipients: [plain.recipient] };
}

function readAutomatic(mail: Mail): Judged | null {
  const challenge = challengeRule(mail);
  if (challenge) return { kind: 'challenge', rule: challenge };
  const automatic = automaticRule(mail);
  return automatic ? { kind: 'auto_reply', rule: automatic } : null;
}

function readPerson(mail: Mail): Judged {
  // RFC 5321 section 4.5.5: nobody who wants an answer writes without a sender.
  if (mail.header('return-path') === '<>') return { kind: 'unknown', why: 'null_sender' };
  if (mail.from === '') return { kind: 'unknown', why: 'no_sender' };
  // A one-word answer may stand in the subject alone.
  const text = replyText(mail.text) || (/^re:/i.test(mail.subject) ? '' : mail.subject);
  if (text === '') return { kind: 'unknown', why: 'no_text' };
  return { kind: 'reply', text, subject: mail.subject, messageId: mail.header('message-id') };
}
