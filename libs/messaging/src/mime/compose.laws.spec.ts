import fc from 'fast-check';
import { decodeWords } from 'postal-mime';
import type { EmailMessage } from '../channels/channel.js';
import { composeMime, needsSmtpUtf8 } from './index.js';
import { message } from './testing/arbitraries.js';
import { byNodemailer, read, shownHeader, shownText } from './testing/reference.js';
import { contentOf, takeApart, unquote, valueOf, type RawPart } from './testing/structure.js';

/** Cases of each law; a longer run: MIME_CASES=20000. MIME_SEED repeats a run. */
const CASES = Number(process.env.MIME_CASES ?? 200);
const SEED = Number(process.env.MIME_SEED ?? Date.now() % 2 ** 31);
const options = { numRuns: CASES, seed: SEED };

const date = new Date('2026-11-24T06:00:00Z');

/** Every way to compose one message. */
const ways = [true, false].flatMap((eightBit) =>
  [true, false].map((whole) => (one: EmailMessage) => {
    const html = whole ? String(one.html) : one.html;
    return composeMime({ ...one, html }, { eightBit, date });
  }),
);

describe('a composed message', () => {
  it('is read as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(message, async (one) => {
        for (const way of ways) {
          const seen = await read(way(one));
          expect(seen.text).toBe(shownText(one.text));
          expect(seen.html).toBe(shownText(String(one.html)));
          expect(seen.subject).toBe(shownHeader(one.subject));
          expect(nameIn(seen.from)).toBe(nameIn(one.from));
          expect(seen.headers).toEqual(headersOf(one));
          expect(seen.attachments).toEqual(attachmentsOf(one));
        }
      }),
      options,
    );
  });

  it('is read as nodemailer’s is', async () => {
    await fc.assert(
      fc.asyncProperty(message, async (one) => {
        // Nodemailer lets encoded words of the author through; here they are text.
        fc.pre(!JSON.stringify({ ...one, html: '', text: '' }).includes('=?'));
        const theirs = comparable(await read(await byNodemailer(one)));
        for (const way of ways) expect(comparable(await read(way(one)))).toEqual(theirs);
      }),
      options,
    );
  });

  it('keeps to the standards in every octet', () => {
    fc.assert(
      fc.property(message, fc.boolean(), fc.boolean(), (one, eightBit, whole) => {
        const html = whole ? String(one.html) : one.html;
        const raw = composeMime({ ...one, html }, { eightBit, date }).toString('latin1');
        expect(raw).toMatch(/\r\n$/);
        expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
        const { headerLines, parts } = takeApart(raw);
        checkHeaders(headerLines, one);
        for (const part of parts) checkPart(part, eightBit);
        const contents = parts.map((part) => contentOf(part).toString('latin1'));
        expect(unended(contents)).toEqual(unended(octetsOf(one)));
        // eslint-disable-next-line no-control-regex
        if (!eightBit && !needsSmtpUtf8(one)) expect(raw).toMatch(/^[\x01-\x7f]*$/);
      }),
      options,
    );
  });
});

const nameOf = (line: string): string => line.slice(0, line.indexOf(':'));

/** Nothing but what was asked for, and encoded words as RFC 2047 wants them. */
function checkHeaders(lines: readonly string[], one: EmailMessage): void {
  const names = lines.filter((line) => !/^[ \t]/.test(line)).map(nameOf);
  const wanted = [
    ...Object.entries(one.headers).flatMap(([name, value]) => (shownHeader(value) ? name : [])),
    'From',
    'To',
    ...(one.replyTo ? ['Reply-To'] : []),
    ...(shownHeader(one.subject) ? ['Subject'] : []),
    'Message-ID',
    'Date',
    'MIME-Version',
    'Content-Type',
  ];
  expect(
    names.filter((name) => name !== 'Content-Transfer-Encoding' && !/^Content-D/.test(name)),
  ).toEqual(wanted);
  for (const line of lines) {
    expect(line.trim()).not.toBe('');
    for (const [word, kind, encoded = ''] of line.matchAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/g)) {
      expect(word.length).toBeLessThanOrEqual(75);
      // An address that needs SMTPUTF8 may stand beside it: its octets are fewer characters.
      expect(Buffer.from(line, 'latin1').toString().length).toBeLessThanOrEqual(76);
      expect(decoded(kind === 'B', encoded)).not.toThrow();
    }
  }
}

/** Throws when the word holds a torn character. */
const decoded = (base64: boolean, word: string) => () =>
  new TextDecoder('utf-8', { fatal: true }).decode(
    base64 ? Buffer.from(word, 'base64') : Buffer.from(unquote(word), 'latin1'),
  );

function checkPart({ headers, body }: RawPart, eightBit: boolean): void {
  const encoding = valueOf(headers, 'Content-Transfer-Encoding');
  const longest = Math.max(...body.split('\r\n').map((line) => line.length));
  expect(body).not.toContain('\0');
  if (encoding === '8bit') expect(eightBit).toBe(true);
  // eslint-disable-next-line no-control-regex
  else expect(body).toMatch(/^[\x01-\x7f]*$/);
  if (encoding === 'quoted-printable') {
    expect(longest).toBeLessThanOrEqual(76);
    expect(body).not.toMatch(/[ \t]\r\n|[ \t]$/);
    expect(body).toMatch(/^(?:[\t\r\n -<>-~]|=[0-9A-F]{2}|=\r\n)*$/);
  } else if (encoding === 'base64') {
    expect(longest).toBeLessThanOrEqual(76);
    expect(body).toMatch(/^[A-Za-z0-9+/\r\n]*=*(?:\r\n)?$/);
  } else expect(['7bit', '8bit']).toContain(encoding);
}

const nameIn = (address: unknown): string =>
  shownHeader((address as EmailMessage['from']).name).replace(/\s+/g, ' ');

const headersOf = ({ headers }: EmailMessage): Record<string, string> =>
  Object.fromEntries<string>(
    Object.entries(headers)
      .map(([name, value]): [string, string] => [name.toLowerCase(), shownHeader(value)])
      .filter(([, value]) => value !== ''),
  );

const attachmentsOf = ({ attachments = [] }: EmailMessage) =>
  attachments.map(({ name, content }) => ({
    // The parser takes encoded words for such in names of files, too, where they are none.
    name: decodeWords(shownHeader(name)),
    content: content.toString('hex'),
  }));

/** The octets of each part, one a character, without the line end that a lone part may have got. */
function octetsOf({ text, html, attachments = [] }: EmailMessage): string[] {
  const texts = [text, String(html)]
    .filter((one) => one !== '')
    .map((one) => one.replace(/\r\n?|\n/g, '\r\n'));
  const files = attachments.map(({ content }) => content.toString('latin1'));
  return [...texts.map((one) => Buffer.from(one).toString('latin1')), ...files];
}

const unended = (parts: readonly string[]): readonly string[] =>
  parts.length > 1 ? parts : [(parts[0] ?? '').replace(/\r\n$/, '')];

/**
 * What both must agree on. Nodemailer makes a blank of each line end and each control character, we
 * make one of a run; and it gives names to attachments that have none.
 */
function comparable(seen: Awaited<ReturnType<typeof read>>): unknown {
  const blanks = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? shownHeader(value).replace(/\s+/g, ' ') : value;
  const { text, html, attachments, ...rest } = seen;
  const files = attachments.map(({ name, content }) => ({
    name: name.replace(/^attachment-\d+\.\w+$/, ''),
    content,
  }));
  return { ...(JSON.parse(JSON.stringify({ ...rest, files }), blanks) as object), text, html };
}
