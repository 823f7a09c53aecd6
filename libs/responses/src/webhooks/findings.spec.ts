import fc from 'fast-check';
import { objectIn, type Finding, type Json } from './finding.js';
import { readMailgun } from './mailgun.js';
import { readPostmark } from './postmark.js';
import { readSendgrid } from './sendgrid.js';
import { readSes } from './ses.js';

/** `bounce hard provider`, `complaint`, … of each finding. */
const brief = (findings: readonly Finding[]): string[] =>
  findings.map((found) =>
    found.kind === 'bounce' ? `bounce ${found.class} ${found.rule}` : found.kind,
  );

const sesBounce = (bounceType: string, bounceSubType: string, diagnosticCode?: string): Json => ({
  eventType: 'Bounce',
  bounce: { bounceType, bounceSubType, bouncedRecipients: [{ diagnosticCode }] },
});

describe('what Amazon SES tells', () => {
  it.each<[string, Json]>([
    ['bounce hard provider', sesBounce('Permanent', 'General')],
    ['bounce hard provider_suppressed', sesBounce('Permanent', 'OnAccountSuppressionList')],
    // The server's own words say that it is about us.
    [
      'bounce block blocklist',
      sesBounce('Permanent', 'General', '554 5.7.1 blocked using zen.spamhaus.org'),
    ],
    // SES would try again: nobody is suppressed for good.
    ['bounce soft provider', sesBounce('Transient', 'General', '550 5.1.1 user unknown')],
    ['bounce block content', sesBounce('Transient', 'ContentRejected')],
    ['bounce unknown provider', sesBounce('Undetermined', 'Undetermined')],
    ['complaint', { notificationType: 'Complaint', complaint: {} }],
  ])('%s', (expected, event) => {
    // prettier-ignore
    expect(brief(readSes(event))).toEqual([expected]);
  });

  it.each<Json>([
    { notificationType: 'Complaint', complaint: { complaintFeedbackType: 'not-spam' } },
    { eventType: 'Open' },
    { eventType: 'DeliveryDelay' },
    {},
  ])('nothing: %j', (event) => {
    expect(readSes(event)).toEqual([]);
  });
});

describe('what SendGrid tells', () => {
  it.each<[string, Json]>([
    ['bounce hard provider', { event: 'bounce', type: 'bounce' }],
    [
      'bounce block provider',
      { event: 'bounce', type: 'blocked', reason: '550 5.1.1 user unknown' },
    ],
    ['bounce soft expired', { event: 'bounce', type: 'expired' }],
    ['bounce hard provider_suppressed', { event: 'dropped', reason: 'Bounced Address' }],
    ['complaint', { event: 'dropped', reason: 'Spam Reporting Address' }],
    ['bounce block provider_suppressed', { event: 'dropped', reason: 'Unsubscribed Address' }],
  ])('%s', (expected, event) => {
    // prettier-ignore
    expect(brief(readSendgrid([event, { event: 'deferred' }]))).toEqual([expected]);
  });
});

describe('what Postmark tells', () => {
  const bounce = (Type: string, Details = '') => ({ RecordType: 'Bounce', Type, Details });
  it.each<[string[], Json]>([
    [['bounce hard provider'], bounce('HardBounce')],
    [['bounce block policy'], bounce('HardBounce', 'smtp;550 5.7.1 refused by policy')],
    [['bounce block spam'], bounce('SpamNotification')],
    [['complaint'], bounce('SpamComplaint')],
    [[], bounce('Transient')],
    [[], bounce('AutoResponder')],
    [[], { RecordType: 'Open' }],
  ])('%j', (expected, record) => {
    expect(brief(readPostmark(record))).toEqual(expected);
  });
});

describe('what Mailgun tells', () => {
  const failed = (reason: string, severity = 'permanent') => ({
    event: 'failed',
    reason,
    severity,
  });
  it.each<[string[], Json]>([
    [['bounce hard provider'], failed('bounce')],
    [['bounce hard provider_suppressed'], failed('suppress-bounce')],
    [['complaint'], failed('suppress-complaint')],
    [['bounce unknown provider'], failed('generic')],
    [[], failed('generic', 'temporary')],
    [[], { event: 'opened' }],
  ])('%j', (expected, event) => {
    expect(brief(readMailgun(event))).toEqual(expected);
  });
});

it('nothing that anybody sends makes a reader fail', () => {
  const keys = ['event', 'bounce', 'mail', 'headers', 'Type', 'RecordType', 'Metadata', 'message', 'reason', 'severity', 'eventType', 'bouncedRecipients', 'delivery-status', 'timestamp']; // prettier-ignore
  const words = fc.constantFrom('Bounce', 'bounce', 'failed', 'permanent', 'HardBounce', 'dropped', '9e999', 'constructor', '__proto__', ''); // prettier-ignore
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      words,
      fc.anything({ maxDepth: 1 }),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('tree'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (body) => {
      for (const findings of [
        readSendgrid(body),
        readSes(objectIn(body)),
        readPostmark(objectIn(body)),
        readMailgun(objectIn(body)),
      ])
        for (const { at } of findings)
          expect(at === null || Number.isFinite(at.getTime())).toBe(true);
    }),
  );
});
