import type { EmailMessage } from '../channels/channel.js';
import { composeMime, HtmlPieces, needsSmtpUtf8, StaticText } from './index.js';

const plain: EmailMessage = {
  channel: 'email',
  messageId: '1@example.test',
  envelopeFrom: 'b-1@example.test',
  to: 'malee@example.test',
  from: { name: 'Shop', address: 'shop@example.test' },
  replyTo: null,
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  headers: {},
};

const date = new Date('2026-11-24T06:00:00Z');
const compose = (changes: Partial<EmailMessage>, eightBit = false): string =>
  composeMime({ ...plain, ...changes }, { eightBit, date }).toString('latin1');
const header = (mime: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*(?:\r\n .*)*)`, 'm').exec(mime)?.[1];
const encodings = (mime: string): string[] =>
  Array.from(mime.matchAll(/^Content-Transfer-Encoding: (.*)\r$/gm), ([, name]) => name!);

describe('a message in MIME', () => {
  it('is what one would write by hand', () => {
    expect(compose({ replyTo: 'help@example.test', headers: { 'X-Saphan-Campaign': '7' } })).toBe(
      [
        'X-Saphan-Campaign: 7',
        'From: Shop <shop@example.test>',
        'To: malee@example.test',
        'Reply-To: help@example.test',
        'Subject: Hello',
        'Message-ID: <1@example.test>',
        'Date: Tue, 24 Nov 2026 06:00:00 +0000',
        'MIME-Version: 1.0',
        'Content-Type: multipart/alternative;',
        ' boundary="=_1exampletest_1"',
        '',
        '--=_1exampletest_1',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: 7bit',
        '',
        'Hello',
        '--=_1exampletest_1',
        'Content-Type: text/html; charset=utf-8',
        'Content-Transfer-Encoding: 7bit',
        '',
        '<p>Hello</p>',
        '--=_1exampletest_1--',
        '',
      ].join('\r\n'),
    );
  });

  it.each([
    ['short lines of ASCII', 'a\n'.repeat(99), false, '7bit'],
    ['a line of 998 octets', 'a'.repeat(998), false, '7bit'],
    ['a line of 999 octets', 'a'.repeat(999), true, 'quoted-printable'],
    ['Thai, where eight bits pass', 'สวัสดี', true, '8bit'],
    ['a Thai line of 999 octets', 'ก'.repeat(333), true, 'base64'],
    ['Thai, where they do not', 'สวัสดี', false, 'base64'],
    ['some Thai among ASCII', `${'<td>'.repeat(40)}สวัสดี`, false, 'quoted-printable'],
    ['NUL', 'a text with\0 in it', true, 'quoted-printable'],
  ])('sends %s as %s', (_, text, eightBit, encoding) => {
    expect(encodings(compose({ text, html: '' }, eightBit))).toEqual([encoding]);
  });

  it('takes a boundary that is not in the content', () => {
    const text = 'a\n--=_1exampletest_1--\n';
    expect(header(compose({ text }), 'Content-Type')).toContain('boundary="=_1exampletest.1_1"');
  });

  it('leaves a long unsubscribe address in one piece', () => {
    const url = `<https://t.example/u/${'a'.repeat(300)}>`;
    expect(header(compose({ headers: { 'List-Unsubscribe': url } }), 'List-Unsubscribe')).toBe(url);
  });

  it('writes domains in ASCII, and asks for SMTPUTF8 only before the at sign', () => {
    expect(header(compose({ to: 'malee@ตัวอย่าง.ไทย' }), 'To')).toBe(
      'malee@xn--72c1a1bt4awk9o.xn--o3cw4h',
    );
    expect(needsSmtpUtf8({ ...plain, to: 'malee@ตัวอย่าง.ไทย' })).toBe(false);
    expect(needsSmtpUtf8({ ...plain, to: 'มาลี@example.test' })).toBe(true);
  });

  it('refuses an address that is longer than any', () => {
    expect(() => compose({ to: `${'a'.repeat(400)}@example.test` })).toThrow(RangeError);
  });

  it.each([
    ['Malee', 'Malee <shop@example.test>'],
    ['Saphan, Mai "Shop"', '"Saphan, Mai \\"Shop\\"" <shop@example.test>'],
    ['ร้าน', '=?UTF-8?B?4Lij4LmJ4Liy4LiZ?= <shop@example.test>'],
    ['', 'shop@example.test'],
  ])('names a sender %s', (name, wanted) => {
    expect(header(compose({ from: { ...plain.from, name } }), 'From')).toBe(wanted);
  });

  it('names files in RFC 2231 where ASCII does not say it', () => {
    const file = { contentType: 'application/pdf', content: Buffer.from('x') };
    const mime = compose({
      attachments: [
        { ...file, name: 'ใบ.pdf' },
        { ...file, name: 'a "b"' },
      ],
    });
    expect(mime).toContain("attachment;\r\n filename*=UTF-8''%E0%B9%83%E0%B8%9A.pdf\r\n");
    expect(mime).toContain('attachment;\r\n filename="a \\"b\\""\r\n');
  });
});

describe('pieces', () => {
  const parts = [new StaticText('ก <b>'), 'มาลี \n', new StaticText('\r\nx'.slice(2)), '', '='];

  it.each([true, false])('come to what the whole would be, eight bits: %s', (eightBit) => {
    const html = new HtmlPieces(parts);
    expect(html.length).toBe(String(html).length);
    const unfolded = (mime: string) => mime.replaceAll('=\r\n', '').replaceAll('=20', ' ');
    expect(unfolded(compose({ html }, eightBit))).toBe(
      unfolded(compose({ html: String(html) }, eightBit)),
    );
  });

  it('are cut where no line end and no character is torn', () => {
    const text = '\n\udc00<p>\r\n</p>\r\ud800';
    const { start, end } = StaticText.within(text);
    expect(text.slice(start, end)).toBe('<p>\r\n</p>');
  });
});
