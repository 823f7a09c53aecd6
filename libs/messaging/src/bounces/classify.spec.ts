import { classifyRefusal, codeIn, statusIn } from './classify.js';
import { refusalOf } from './refusal.js';

describe('what a refusal means for the address', () => {
  it.each([
    // Nobody is there.
    [
      'hard',
      'no_such_address',
      '550 5.1.1 <x@example.test>: Recipient address rejected: User unknown in virtual mailbox table',
    ],
    [
      'hard',
      'no_such_address',
      "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address",
    ],
    [
      'hard',
      'no_such_address',
      '550 5.4.1 Recipient address rejected: Access denied. [mx.example.test]',
    ],
    [
      'hard',
      'no_such_address',
      "554 delivery error: dd This user doesn't have a yahoo.com account",
    ],
    ['hard', 'no_such_address', '550 No such user here'],
    ['hard', 'no_such_address', 'Sorry, no mailbox here by that name. (#5.1.1)'],
    ['hard', 'no_such_address', '550 5.7.1 Requested action not taken: mailbox not found'],
    ['hard', 'no_such_address', '550 5.1.1 ไม่พบผู้ใช้นี้ในระบบ'],
    ['hard', 'no_such_address', '550 5.1.1'],
    [
      'hard',
      'bad_domain',
      'Host or domain name not found. Name service error for name=nowhere.example.test type=A: Host not found',
    ],
    ['hard', 'bad_domain', 'Unrouteable address'],
    ['hard', 'bad_domain', '556 5.1.10 Domain does not accept mail (null MX)'],
    ['hard', 'bad_domain', '550 5.1.2'],
    [
      'hard',
      'mailbox_disabled',
      '550 5.2.1 The email account that you tried to reach is disabled.',
    ],
    ['hard', 'mailbox_disabled', '550 Account has been suspended'],
    ['hard', 'bad_address', '501 5.1.3 syntax'],
    ['hard', 'owner_changed', '550 5.7.17'],
    // Not now.
    ['soft', 'mailbox_full', '552 5.2.2 <x@example.test>: user is over quota'],
    ['soft', 'mailbox_full', '452-4.2.2 The email account that you tried to reach is over quota.'],
    ['soft', 'mailbox_full', '550 5.1.1 Mailbox is full'],
    ['soft', 'mailbox_full', '552 Requested mail action aborted'],
    ['soft', 'mailbox_full', 'กล่องจดหมายของผู้รับเต็ม'],
    ['soft', 'greylisted', '451 4.7.1 Greylisting in action, please come back later'],
    [
      'soft',
      'rate_limited',
      '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages',
    ],
    ['soft', 'rate_limited', '421 4.7.28 rate limit reached'],
    ['soft', 'expired', '4.4.7 Delivery time expired'],
    ['soft', 'expired', 'connect to mx.example.test[192.0.2.1]:25: Connection timed out'],
    [
      'soft',
      'temporary',
      '450 4.1.1 <x@example.test>: Recipient address rejected: unverified address',
    ],
    ['soft', 'temporary', '450 user unknown'],
    ['soft', 'temporary', '451 please try again'],
    ['soft', 'network', '5.4.6 too many hops'],
    // We, or the message.
    [
      'block',
      'blocklist',
      '554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org',
    ],
    ['block', 'blocklist', '550 5.1.1 user unknown; your address is on our blacklist'],
    [
      'block',
      'unauthenticated',
      '550 5.7.26 This mail is unauthenticated, which poses a security risk',
    ],
    [
      'block',
      'unauthenticated',
      '550 5.7.515 Access denied, sending domain does not meet the required authentication level',
    ],
    [
      'block',
      'sender_rejected',
      '550 5.1.0 <b@example.test>: Sender address rejected: User unknown',
    ],
    ['block', 'sender_rejected', '550 5.1.8'],
    ['block', 'sender_rejected', '553 5.1.8 Domain of b@mail.example.test does not exist'],
    ['block', 'sender_rejected', '550 Domain of sender address does not exist'],
    ['block', 'sender_rejected', '550 Sender verify failed: no such user'],
    ['soft', 'network', '5.4.2 mx of the recipient closed connection'],
    [
      'block',
      'relay_denied',
      '554 5.7.1 <x@example.test>: Recipient address rejected: Relay access denied',
    ],
    ['block', 'spam', '554 5.7.1 Message rejected as spam by content filtering'],
    ['block', 'policy', '550 5.7.1 Message rejected due to local policy'],
    ['block', 'policy', '550 5.7.0'],
    ['block', 'too_large', '552 5.3.4 Message too big for system'],
    ['block', 'content', '554 5.6.1 x'],
    // Nobody knows.
    ['unknown', 'unknown', '554 Transaction failed'],
    ['unknown', 'unknown', '550 5.0.0'],
    ['unknown', 'unknown', ''],
  ])('%s, %s: %s', (expected, rule, text) => {
    // prettier-ignore
    expect(classifyRefusal({ text })).toEqual({ class: expected, rule });
  });

  it('hears a text where the status says nothing', () => {
    const text = 'smtp; 550 5.1.1 gone';
    expect(classifyRefusal({ status: '5.0.0', text })).toMatchObject({ class: 'hard' });
    expect(classifyRefusal({ status: '4.0.0', text: 'x' })).toMatchObject({ class: 'soft' });
  });

  it('does not take the name of a host for a reason', () => {
    const text = 'host spam.example.test[192.0.2.7] said: 550 5.1.1 User unknown';
    expect(classifyRefusal({ text })).toEqual({ class: 'hard', rule: 'no_such_address' });
  });

  it('takes no IP address for a status, and no year for a code', () => {
    expect(statusIn('host mx[5.1.1.9] said something')).toBeNull();
    expect(statusIn('version 15.1.1')).toBeNull();
    expect(statusIn('(#5.1.1)')).toBe('5.1.1');
    expect(codeIn('since 500 days')).toBeNull();
    expect(codeIn('mx said: 550 no')).toBe(550);
    expect(codeIn('it was 452-4.2.2 full')).toBe(452);
  });

  it('reads hostile texts in no time', () => {
    const before = process.cpuUsage();
    for (const text of ['user '.repeat(900), 'a.'.repeat(2000), `${'host '.repeat(800)}x`])
      classifyRefusal({ text });
    expect(process.cpuUsage(before).user).toBeLessThan(300_000);
  });

  it.each([
    '554 5.7.1 Your account has been suspended, contact support',
    '550 5.7.0 Account disabled',
    '554 5.7.1 <malee@example.test>: Recipient address rejected: Access denied',
    '550 5.7.1 SMTP user is inactive',
  ])('does not take for the recipient what is refused to us: %s', (text) => {
    expect(classifyRefusal({ text }).class).toBe('block');
  });

  it('a refused sender says nothing of the recipient', () => {
    const refused = { state: 'failed', code: 550, status: '5.1.0', ofSender: true } as const;
    const text = 'Account disabled';
    expect(refusalOf('email', { ...refused, text })).toMatchObject({ class: 'block' });
    expect(refusalOf('email', { ...refused, ofSender: false, text })).toMatchObject({
      class: 'hard',
    });
  });
});
