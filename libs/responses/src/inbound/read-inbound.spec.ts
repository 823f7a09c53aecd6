import { readFile, readdir } from 'node:fs/promises';
import { isStop } from './reply-text.js';
import { readInbound } from './read-inbound.js';

const folder = 'test/fixtures/inbound';
const verp = `b-${'a'.repeat(40)}@mail.example.test`;
const messageId = `${'0123456789abcdef'.repeat(2)}@mail.example.test`;
const unsubscribe = 'x'.repeat(34);

/** A fixture as it would come by SMTP, with what leads to a delivery filled in. */
async function fixture(name: string): Promise<Buffer> {
  const text = (await readFile(`${folder}/${name}.eml`, 'utf8'))
    .replaceAll('{{verp}}', verp)
    .replaceAll('{{messageId}}', messageId)
    .replaceAll('{{unsubscribe}}', unsubscribe);
  return Buffer.from(text.replaceAll('\n', '\r\n'));
}

const hard = (rule: string, status: string | null = null) => ({ class: 'hard', rule, status });
const soft = (rule: string, status: string | null = null) => ({ class: 'soft', rule, status });
const block = (rule: string, status: string | null = null) => ({ class: 'block', rule, status });

/** Given up: what each recipient's report comes to. */
const bounces: Record<string, object[]> = {
  'dsn-postfix-user-unknown': [hard('no_such_address', '5.1.1')],
  'dsn-gmail-no-such-user': [hard('no_such_address', '5.1.1')],
  'dsn-exchange-online': [hard('no_such_address', '5.1.10')],
  'dsn-mailbox-full': [soft('mailbox_full', '5.2.2')],
  'dsn-expired': [soft('expired', '4.4.1')],
  'dsn-blocklisted': [block('blocklist', '5.7.1')],
  'dsn-generic-status': [hard('bad_domain', '5.1.2')],
  'dsn-two-recipients': [soft('mailbox_full', '5.2.2'), hard('no_such_address', '5.1.1')],
  'dsn-no-action': [hard('no_such_address', '5.1.1')],
  'dsn-thai': [hard('no_such_address', '5.0.0')],
  'dsn-utf8-global': [hard('no_such_address', '5.1.1')],
  'dsn-headers-only-no-verp': [hard('mailbox_disabled', '5.2.1')],
  // As Postfix 3.7 wrote them; only the returned message is cut (docs/guides/peers.md).
  'postfix-virtual-unknown': [hard('no_such_address', '5.1.1')],
  'postfix-host-not-found': [hard('bad_domain', '5.4.4')],
  'postfix-dovecot-quota': [soft('mailbox_full', '5.2.2')],
  'postfix-command-failed': [soft('mail_system', '5.3.0')],
  'postfix-greylist-expired': [soft('greylisted', '4.2.0')],
  'qmail-no-mailbox': [hard('no_such_address', '5.1.1')],
  'qmail-remote-spam': [block('spam', '5.7.1')],
  'exim-unrouteable': [hard('bad_domain')],
  'exim-retry-timeout': [soft('expired')],
  'exchange-2003': [hard('no_such_address', '5.1.1')],
  domino: [hard('no_such_address')],
  'sendmail-transcript': [hard('mailbox_disabled', '5.2.1')],
  'yahoo-style': [hard('no_such_address')],
  groupwise: [hard('no_such_address')],
  'thai-mailbox-full': [soft('mailbox_full')],
  'thai-tis620-no-user': [hard('no_such_address')],
  'html-only-ndr': [hard('no_such_address', '5.1.1')],
  'prose-from-a-person-like-sender': [hard('mailbox_disabled')],
};

/** Everything else. */
const others: Record<string, object> = {
  'dsn-delayed': { kind: 'delayed' },
  'postfix-still-trying': { kind: 'delayed' },
  'exim-warning': { kind: 'delayed' },
  'dsn-delivered': { kind: 'auto_reply', rule: 'delivery_notice' },
  'arf-abuse': { kind: 'complaint', feedback: 'abuse' },
  'arf-redacted': { kind: 'complaint', feedback: 'abuse' },
  'arf-only-unsubscribe-link': { kind: 'complaint', feedback: 'opt-out' },
  'arf-not-spam': { kind: 'unknown', why: 'feedback_no_complaint' },
  'jmrp-complaint': { kind: 'complaint', feedback: 'abuse' },
  'ooo-rfc3834': { kind: 'auto_reply', rule: 'auto_submitted' },
  'ooo-exchange': { kind: 'auto_reply' },
  'ooo-subject-only': { kind: 'auto_reply', rule: 'subject' },
  'ooo-thai': { kind: 'auto_reply', rule: 'subject' },
  'ooo-precedence': { kind: 'auto_reply' },
  'read-receipt': { kind: 'auto_reply', rule: 'read_receipt' },
  newsletter: { kind: 'auto_reply', rule: 'list' },
  'challenge-spamarrest': { kind: 'challenge', rule: 'challenge_header' },
  'challenge-text': { kind: 'challenge', rule: 'challenge_text' },
  'challenge-thai': { kind: 'challenge', rule: 'challenge_subject' },
  'reply-top-posted': { kind: 'reply', text: 'Do you have the green basket in large?\n\nMalee' },
  'reply-outlook': { kind: 'reply', text: 'Please call me tomorrow.' },
  'reply-thai': { kind: 'reply', text: 'ขอบคุณค่ะ ตะกร้าใบใหญ่ราคาเท่าไหร่คะ' },
  'reply-bottom-posted': { kind: 'reply', text: 'Which of them are waterproof?' },
  'reply-html': { kind: 'reply', text: 'Lovely & cheap!' },
  'reply-about-delivery': {
    kind: 'reply',
    text: 'My last order could not be delivered, the courier said the address was not found. Can you help?',
  },
  'reply-to-a-parcel-notice': {
    kind: 'reply',
    text: 'Please bring it to my neighbour at shop@neighbour.example.test',
  },
  'reply-only-quotes-link': { kind: 'reply', text: 'Is it still on?' },
  'reply-to-holiday-sale': { kind: 'reply', text: 'Are you open on Monday?' },
  'reply-from-a-delivery-desk': { kind: 'reply' },
  'ooo-null-sender-unknown-language': { kind: 'unknown', why: 'null_sender' },
  'ooo-null-sender-names-others': { kind: 'auto_reply', rule: 'auto_submitted' },
  'report-in-no-known-language': { kind: 'unknown', why: 'report_not_understood' },
  'reply-stop': { kind: 'reply', text: 'STOP.' },
  'reply-stop-thai': { kind: 'reply', text: 'ยกเลิกรับข่าวสารค่ะ' },
  empty: { kind: 'unknown', why: 'no_text' },
  'no-headers': { kind: 'unknown' },
};

/** Those that hold nothing that leads to a delivery; of all others something must be found. */
const clueless = new Set(['newsletter', 'empty', 'no-headers']);

describe('received mails', () => {
  it('are all in the table', async () => {
    const files = (await readdir(folder)).map((file) => file.replace('.eml', ''));
    expect(Object.keys({ ...bounces, ...others }).sort()).toEqual(files.sort());
  });

  it.each(Object.entries(bounces))('%s was given up', async (name, recipients) => {
    expect(await readInbound(await fixture(name))).toMatchObject({ kind: 'bounce', recipients });
  });

  it.each(Object.entries(others))('%s', async (name, expected) => {
    expect(await readInbound(await fixture(name))).toMatchObject(expected);
  });

  it.each(Object.keys({ ...bounces, ...others }))('%s leads to its delivery', async (name) => {
    const { clues } = await readInbound(await fixture(name));
    const led =
      clues.addresses.includes(verp) ||
      clues.messageIds.some((id) => id === `<${messageId}>`) ||
      clues.unsubscribes.includes(unsubscribe);
    expect(led).toBe(!clueless.has(name));
  });

  it('are read whatever they hold', async () => {
    const whole = await fixture('dsn-postfix-user-unknown');
    for (let cut = 0; cut < whole.length; cut += 97)
      expect((await readInbound(whole.subarray(0, cut))).kind).toEqual(expect.any(String));
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256));
    expect((await readInbound(noise)).kind).toBe('unknown');
  });

  it('take no long time, however they are made', async () => {
    const head = 'From: mailer-daemon@x.test\r\nSubject: failure notice\r\n\r\n';
    const person = 'From: a@x.test\r\nSubject: Re: x\r\n\r\n';
    const pieces = ['user ', 'a@', '<a@', '550 ', 'on x ', '> ', 'could not ', 'spam click '];
    const mails = pieces.flatMap((piece) =>
      ['', '\r\n'].map((end) => `${piece}${end}`.repeat(60_000 / (piece.length + end.length))),
    );
    const report = 'Content-Type: message/delivery-status\r\n\r\n';
    for (const raw of [
      ...mails.flatMap((mail) => [head + mail, person + mail]),
      `${person}${' '.repeat(200_000)}x`,
      report + 'a:b\r\n'.repeat(40_000),
    ]) {
      const before = process.cpuUsage();
      await readInbound(Buffer.from(raw));
      const { user } = process.cpuUsage(before);
      // Microseconds of this process, so that what else the machine does matters little. What is linear
      // takes a small part of this; what is not, minutes.
      expect([raw.slice(-20), user < 5_000_000]).toEqual([raw.slice(-20), true]);
    }
  });
});

describe('asking to be left alone', () => {
  it.each([
    'STOP',
    'stop.',
    'Unsubscribe',
    'Please unsubscribe me',
    'ยกเลิก',
    'ยกเลิกค่ะ',
    'ขอยกเลิกรับข่าวสารครับ',
    'ไม่รับข่าวสาร',
  ])('%s', (text) => {
    // prettier-ignore
    expect(isStop(text)).toBe(true);
  });

  it.each([
    '',
    'Stop by our house',
    'Where can I unsubscribe my mother?',
    'ยกเลิกออเดอร์ 123',
    'Do not stop',
    'ไม่ยกเลิก',
    'please',
  ])('not: %s', (text) => {
    // prettier-ignore
    expect(isStop(text)).toBe(false);
  });
});
