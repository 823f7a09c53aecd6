import fc from 'fast-check';
import type { EmailAttachment, EmailMessage } from '../../channels/channel.js';
import { HtmlPieces, StaticText, type Piece } from '../pieces.js';

/** What has broken mail before, or might. */
const awkward = [
  'สวัสดีค่ะ คุณมาลี ',
  'ที่นี่มีของขวัญให้คุณ'.repeat(8),
  '👩‍👩‍👧‍👦🏳️‍🌈',
  '𝒜',
  'שלום עולם مرحبا',
  'e\u0301a\u0308\u0323',
  '\ud800',
  '\udc00',
  '\ufeff',
  'x'.repeat(75),
  'y'.repeat(76),
  'z'.repeat(997),
  'w'.repeat(998),
  'v'.repeat(1200),
  'é'.repeat(500),
  '....',
  '\n.\n..\n.a\n',
  '\r\n.\r\n',
  '\nFrom me\n>From you\n',
  'word '.repeat(40),
  ' ',
  '   ',
  '\t',
  ' \n',
  '\t\r\n',
  '\r',
  '\n',
  '\r\n',
  '\r\r\n',
  '\n\n\n',
  '=',
  '=\r\n',
  '=20=',
  '=?utf-8?Q?hidden?=',
  '\u0000',
  '\u0007\u007f\u0085\u2028',
  '\r\nBcc: other@example.test\r\n\r\nBody',
  '"',
  '\\',
  "', <x@example.test>;",
  '--=_',
  '\n--=_id1exampletest_1\n',
  '\n--=_id1exampletest.1_1--\n',
  '<p style="color:#1E4637">',
  '\uE0000\uE001',
];

const fragment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...awkward) },
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.nat({ max: 90 }).map((length) => 'q'.repeat(length)),
  fc.nat({ max: 30 }).map((length) => 'ก'.repeat(length)),
);

/** A text of the length that the edges of lines need. */
const text = fc.array(fragment, { maxLength: 12 }).map((fragments) => fragments.join(''));
const shortText = fc.array(fragment, { maxLength: 4 }).map((fragments) => fragments.join(''));

const domain = fc.constantFrom('example.test', 'a.b-c.example', 'ตัวอย่าง.ไทย', 'jõgeva.example');
const local = fc.constantFrom(
  'malee',
  "o'neil+x",
  'a.b',
  'ab..c',
  'with space',
  'co,mma',
  'ไทย',
  '',
);
const address = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(local, domain).map(([user, host]) => `${user || 'u'}@${host}`) },
  fc.constantFrom('a@b@example.test', '"a \\" b"@example.test', '"x"@[127.0.0.1]'),
);

const attachment: fc.Arbitrary<EmailAttachment> = fc.record({
  name: fc.oneof(
    fc.constantFrom('a.pdf', 'ใบเสร็จรับเงิน.pdf', 'a "b" \\c;.txt', `${'long name '.repeat(20)}.csv`),
    shortText,
  ),
  contentType: fc.constantFrom('application/pdf', 'image/png', 'text/csv; charset=utf-8', 'x\r\ny'),
  content: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
});

const headers = fc.dictionary(
  fc.constantFrom('X-One', 'X-Two', 'List-Id', 'Feedback-ID', `X-${'Very-'.repeat(11)}Long`),
  shortText,
);
const unsubscribe = fc
  .nat({ max: 900 })
  .map((length) => `<https://t.example/${'u'.repeat(length)}>`);

/** The pieces of a text: strings, and static parts where the text says so. */
export function piecesFrom(stretches: readonly { fixed: boolean; text: string }[]): HtmlPieces {
  const pieces: Piece[] = [];
  let loose = '';
  for (const { fixed, text: stretch } of stretches) {
    const { start, end } = fixed ? StaticText.within(stretch) : { start: 0, end: 0 };
    loose += stretch.slice(0, start);
    if (end > start) {
      if (loose !== '') pieces.push(loose);
      pieces.push(new StaticText(stretch.slice(start, end)));
      loose = '';
    }
    loose += stretch.slice(end);
  }
  if (loose !== '') pieces.push(loose);
  return new HtmlPieces(pieces);
}

/** A message with its HTML in pieces. */
export const message: fc.Arbitrary<EmailMessage & { html: HtmlPieces }> = fc.record(
  {
    channel: fc.constant('email' as const),
    messageId: fc.constant('id1@example.test'),
    envelopeFrom: fc.constant('b-1@example.test'),
    to: address,
    from: fc.record({ name: shortText, address }),
    replyTo: fc.option(address),
    subject: fc.oneof(text, shortText),
    html: fc
      .array(fc.record({ fixed: fc.boolean(), text: shortText }), { maxLength: 8 })
      .map(piecesFrom),
    text,
    headers: fc
      .tuple(headers, fc.option(unsubscribe))
      .map(([own, list]) => (list ? { ...own, 'List-Unsubscribe': list } : own)),
    attachments: fc.array(attachment, { maxLength: 2 }),
  },
  {
    requiredKeys: [
      'channel',
      'messageId',
      'envelopeFrom',
      'to',
      'from',
      'replyTo',
      'subject',
      'html',
      'text',
      'headers',
    ],
  },
);
