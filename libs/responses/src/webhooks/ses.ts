import { codeIn, statusIn, type BounceVerdict } from '#libs/messaging';
import {
  cluesFrom,
  instantIn,
  judged,
  listIn,
  objectIn,
  opinionOf,
  statusOf,
  textIn,
  type Finding,
  type Json,
} from './finding.js';

/** What Amazon SES makes of a bounce, by its type and subtype. */
const opinions: Readonly<Record<string, BounceVerdict>> = {
  Permanent: { class: 'hard', rule: 'provider' },
  'Permanent/Suppressed': { class: 'hard', rule: 'provider_suppressed' },
  'Permanent/OnAccountSuppressionList': { class: 'hard', rule: 'provider_suppressed' },
  Transient: { class: 'soft', rule: 'provider' },
  'Transient/MailboxFull': { class: 'soft', rule: 'mailbox_full' },
  'Transient/MessageTooLarge': { class: 'block', rule: 'too_large' },
  'Transient/ContentRejected': { class: 'block', rule: 'content' },
  'Transient/AttachmentRejected': { class: 'block', rule: 'content' },
};
const undetermined: BounceVerdict = { class: 'unknown', rule: 'provider' };

/**
 * Reads a notification of SES, or an event that it publishes: both are alike.
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
 */
export function readSes(message: Json): Finding[] {
  const mail = objectIn(message.mail);
  const clues = cluesOf(mail);
  const type = textIn(message.notificationType) || textIn(message.eventType);
  if (type === 'Bounce') return bounces(objectIn(message.bounce), clues);
  if (type === 'Complaint') {
    const complaint = objectIn(message.complaint);
    if (textIn(complaint.complaintFeedbackType) === 'not-spam') return [];
    return [{ kind: 'complaint', clues, at: instantIn(complaint.timestamp) }];
  }
  const delivered = objectIn(message.delivery);
  return type === 'Delivery'
    ? [{ kind: 'delivered', clues, at: instantIn(delivered.timestamp) }]
    : [];
}

function bounces(bounce: Json, clues: Finding['clues']): Finding[] {
  const type = textIn(bounce.bounceType);
  const opinion =
    opinionOf(opinions, `${type}/${textIn(bounce.bounceSubType)}`) ??
    opinionOf(opinions, type) ??
    undetermined;
  const recipients = listIn(bounce.bouncedRecipients);
  return recipients.map((recipient): Finding => {
    const text = textIn(recipient.diagnosticCode).slice(0, 4000);
    const refused = {
      code: codeIn(text),
      status: statusOf(recipient.status) ?? statusIn(text),
      text,
    };
    const verdict = judged(refused, opinion);
    return { kind: 'bounce', clues, at: instantIn(bounce.timestamp), refused, ...verdict };
  });
}

/** `source` is the envelope sender; SES puts a Message-ID of its own in place of ours, the headers keep it. */
function cluesOf(mail: Json): Finding['clues'] {
  const headers = listIn(mail.headers);
  const header = (name: string): string =>
    textIn(headers.find((one) => textIn(one.name).toLowerCase() === name)?.value);
  const common = objectIn(mail.commonHeaders);
  return cluesFrom({
    addresses: [textIn(mail.source), header('return-path')],
    messageIds: [header('message-id'), textIn(common.messageId)],
    unsubscribes: [...header('list-unsubscribe').matchAll(/\/u\/([\w-]{20,100})/g)].map(
      (m) => m[1]!,
    ),
  });
}
