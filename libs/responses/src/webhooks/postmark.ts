import { codeIn, statusIn, type BounceVerdict } from '#libs/messaging';
import {
  cluesFrom,
  instantIn,
  judged,
  objectIn,
  opinionOf,
  textIn,
  type Finding,
  type Json,
} from './finding.js';

/**
 * Postmark's types of bounces, https://postmarkapp.com/developer/api/bounce-api#bounce-types. Those that
 * are not here (auto-responders, delays, address changes, …) say nothing of a delivery.
 */
const opinions: Readonly<Record<string, BounceVerdict>> = {
  HardBounce: { class: 'hard', rule: 'provider' },
  BadEmailAddress: { class: 'hard', rule: 'bad_address' },
  ManuallyDeactivated: { class: 'hard', rule: 'provider_suppressed' },
  SoftBounce: { class: 'soft', rule: 'provider' },
  DnsError: { class: 'soft', rule: 'network' },
  Undeliverable: { class: 'soft', rule: 'provider' },
  Blocked: { class: 'block', rule: 'provider' },
  SpamNotification: { class: 'block', rule: 'spam' },
  VirusNotification: { class: 'block', rule: 'content' },
  DMARCPolicy: { class: 'block', rule: 'unauthenticated' },
  Unknown: { class: 'unknown', rule: 'provider' },
};

/** Reads one record. The delivery stands in the metadata that our messages carry for Postmark. */
export function readPostmark(record: Json): Finding[] {
  const clues = cluesFrom({ messageIds: [textIn(objectIn(record.Metadata).delivery)] });
  const type = textIn(record.Type);
  const at = instantIn(record.BouncedAt ?? record.DeliveredAt);
  if (record.RecordType === 'Delivery') return [{ kind: 'delivered', clues, at }];
  if (record.RecordType === 'SpamComplaint' || type === 'SpamComplaint')
    return [{ kind: 'complaint', clues, at }];
  const opinion = opinionOf(opinions, type);
  if (record.RecordType !== 'Bounce' || !opinion) return [];
  const text = textIn(record.Details).slice(0, 4000);
  const refused = { code: codeIn(text), status: statusIn(text), text };
  return [{ kind: 'bounce', clues, at, refused, ...judged(refused, opinion) }];
}
