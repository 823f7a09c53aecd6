import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { signDkim } from '#libs/messaging';
import { checkDkim } from '../support/check-dkim.js';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');
const at = new Date('2026-11-24T10:00:00Z');
const keys = [
  { domain: 'shop.example.test', selector: 's1', key: rsa.privateKey, open: rsa.publicKey },
  { domain: 'shop.example.test', selector: 'ed', key: ed25519.privateKey, open: ed25519.publicKey },
];

const message = (body: string, extra = '') =>
  Buffer.from(
    `Message-ID: <1@shop.example.test>\r\nFrom: =?UTF-8?B?4Lij4LmJ4Liy4LiZ?=\r\n <news@shop.example.test>\r\nTo: malee@example.test\r\n` +
      `Subject:  The   rain sale\t\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n` +
      `List-Unsubscribe: <https://shop.example.test/u/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n` +
      `X-Saphan-Campaign: 7\r\n${extra}Content-Type: text/plain\r\n\r\n${body}`,
    'latin1',
  );

/** Both signatures. */
const verdicts = (signed: Buffer) => keys.map(({ open }, which) => checkDkim(signed, open, which));

describe('DKIM signatures', () => {
  it.each([
    ['a usual body', 'Hello\r\nworld\r\n'],
    ['an empty one', ''],
    ['nothing but empty lines', '\r\n\r\n\r\n'],
    ['one without a last line break', 'Hello'],
    ['spaces and tabs', 'a  b \t c  \r\n \r\n\tx\r\n\r\n\r\n'],
    ['a space at the very end', 'Hello '],
  ])('pass with %s', async (_, body) => {
    expect(verdicts(await signDkim(message(body), keys, at))).toEqual(['pass', 'pass']);
  });

  it('pass whatever the body, and whatever spaces come and go on the way', async () => {
    const piece = fc.constantFrom(' ', '  ', '\t', 'a', 'bc', '\r\n', '.', '=20', '\u00e0');
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const signed = await signDkim(message(pieces.join('')), keys, at);
        expect(verdicts(signed)).toEqual(['pass', 'pass']);
        const moved = signed.toString('latin1').replace(/^Subject: +/m, 'Subject:\t ');
        expect(verdicts(Buffer.from(moved, 'latin1'))).toEqual(['pass', 'pass']);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['the subject', /The {3}rain/, 'The sun', 'signature'],
    ['the way out', /u\/1>/, 'u/2>', 'signature'],
    ['how one leaves', /One-Click/, 'Two-Clicks', 'signature'],
    ['the body', /Hello/, 'Howdy', 'body'],
    ['an added sender', /^From:/m, 'From: <evil@example.test>\r\nFrom:', 'signature'],
    [
      'an added way out',
      /^To:/m,
      'List-Unsubscribe: <https://evil.example.test>\r\nTo:',
      'signature',
    ],
  ])('fail when %s was changed', async (_, what, by, verdict) => {
    const signed = await signDkim(message('Hello\r\n'), keys, at);
    const forged = Buffer.from(signed.toString('latin1').replace(what, by), 'latin1');
    expect(verdicts(forged)).toEqual([verdict, verdict]);
  });

  it('leave alone what others may add', async () => {
    const signed = await signDkim(message('Hello\r\n'), keys, at);
    const passed = Buffer.concat([Buffer.from('Received: from a by b; now\r\n'), signed]);
    expect(verdicts(passed)).toEqual(['pass', 'pass']);
  });

  it('have lines that mail programs bear, and the time', async () => {
    const signed = (await signDkim(message('Hello\r\n'), keys, at)).toString('latin1');
    const header = signed.slice(0, signed.indexOf('\r\nMessage-ID'));
    for (const line of header.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
    expect(header).toContain(`t=${at.getTime() / 1000};`);
    expect(header).not.toMatch(/[^\r]\n/);
  });
});
