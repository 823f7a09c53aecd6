import fc from 'fast-check';
import nodemailer from 'nodemailer';
import { parseEmail } from './email.js';

const canonical = (text: string): string | null => {
  const verdict = parseEmail(text);
  return verdict.ok ? verdict.value : null;
};

const codeOf = (text: string): string | null => {
  const verdict = parseEmail(text);
  return verdict.ok ? null : verdict.error.code;
};

describe('parseEmail', () => {
  it.each([
    ['malee@example.test', 'malee@example.test'],
    ['Malee.Suk+News@EXAMPLE.Test', 'malee.suk+news@example.test'],
    ["o'neil@a-b.example.test", "o'neil@a-b.example.test"],
    ['info@ตัวอย่าง.ไทย', 'info@xn--72c1a1bt4awk9o.xn--o3cw4h'],
    ['info@BÜCHER.example', 'info@xn--bcher-kva.example'],
    [`${'a'.repeat(64)}@example.test`, `${'a'.repeat(64)}@example.test`],
  ])('reads %s', (text, expected) => expect(canonical(text)).toBe(expected));

  it.each([
    ['', 'email.invalid'],
    ['malee', 'email.invalid'],
    ['@example.test', 'email.invalid'],
    ['a@b@example.test', 'email.invalid'],
    ['Malee <malee@example.test>', 'email.local_part'],
    ['a@example.test,b@example.test', 'email.invalid'],
    ['a,b@example.test', 'email.local_part'],
    ['"a b"@example.test', 'email.local_part'],
    ['a b@example.test', 'email.local_part'],
    [' a@example.test', 'email.local_part'],
    ['a@example.test ', 'email.domain'],
    ['.a@example.test', 'email.local_part'],
    ['a..b@example.test', 'email.local_part'],
    ['มาลี@example.test', 'email.local_part'],
    ['a@localhost', 'email.domain'],
    ['a@[127.0.0.1]', 'email.domain'],
    ['a@127.0.0.1', 'email.domain'],
    ['a@0x7f.1', 'email.domain'],
    ['a@exam%70le.test', 'email.domain'],
    ['a@-example.test', 'email.domain'],
    ['a@example..test', 'email.domain'],
    ['a@example.test.', 'email.domain'],
    ['a@example.test\r\nBcc: b', 'email.domain'],
    ['a@example.test\r\nBcc: b@example.test', 'email.invalid'],
    ['a\r\nBcc:b@example.test', 'email.local_part'],
    ['a\u0000@example.test', 'email.local_part'],
    [`${'a'.repeat(65)}@example.test`, 'email.too_long'],
    [
      `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(10)}.test`,
      'email.too_long',
    ],
  ])('refuses %j', (text, code) => expect(codeOf(text)).toBe(code));

  it('says the same of what it has said', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
        const first = canonical(text);
        return first === null || canonical(first) === first;
      }),
      { numRuns: 2000 },
    );
  });

  it('accepts nothing that the mail library reads as another or as several recipients', async () => {
    const transport = nodemailer.createTransport({ jsonTransport: true });
    const odd = fc.stringMatching(/^[a-zA-Z0-9@.<>()",;:\\ \r\n+'-]{1,40}$/);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.emailAddress(), odd), async (text) => {
        const address = canonical(text);
        if (address === null) return;
        const sent = await transport.sendMail({ from: 'a@example.test', to: address, text: '' });
        expect(sent.envelope.to).toEqual([address]);
      }),
      { numRuns: 300 },
    );
  });
});
