import { countSegments, splitSms } from './sms.js';

const digits = (n: number): string => '1234567890'.repeat(Math.ceil(n / 10)).slice(0, n);

/** [text, encoding, parts, characters]: counted by hand from 160/153 septets and 70/67 code units. */
const known: [name: string, text: string, encoding: string, count: number, characters: number][] = [
  ['nothing', '', 'GSM-7', 0, 0],
  ['160 septets', digits(160), 'GSM-7', 1, 160],
  ['161 septets', digits(161), 'GSM-7', 2, 161],
  ['306 septets', digits(306), 'GSM-7', 2, 306],
  ['307 septets', digits(307), 'GSM-7', 3, 307],
  ['159 and a euro, which takes two', `${digits(159)}€`, 'GSM-7', 2, 161],
  ['a line feed and a carriage return', 'a\r\nb', 'GSM-7', 1, 4],
  ['an é, which the alphabet has', 'Café à la carte', 'GSM-7', 1, 15],
  ['an ê, which it has not', 'Fête', 'UCS-2', 1, 4],
  ['70 Thai letters', 'ก'.repeat(70), 'UCS-2', 1, 70],
  ['71 Thai letters', 'ก'.repeat(71), 'UCS-2', 2, 71],
  ['135 Thai letters', 'ก'.repeat(135), 'UCS-2', 3, 135],
  ['a surrogate pair and 68 digits', `😜${digits(68)}`, 'UCS-2', 1, 69],
  ['a surrogate pair and 69 digits', `😜${digits(69)}`, 'UCS-2', 2, 70],
  ['a flag, which is two pairs, and 66 digits', `🇮🇹${digits(66)}`, 'UCS-2', 1, 67],
  ['a flag and 67 digits', `🇮🇹${digits(67)}`, 'UCS-2', 2, 68],
  ['Thai with marks, which people do not count', 'สวัสดีค่ะ', 'UCS-2', 1, 6],
];

describe('SMS segments (3GPP TS 23.038)', () => {
  it.each(known)('%s', (_, text, encoding, count, characters) => {
    expect(countSegments(text)).toMatchObject({ encoding, count, characters });
  });

  it('names the characters that force UCS-2, and where they stand', () => {
    expect(countSegments('Sale ฿100, ฿200 “now”').forcing).toEqual([
      { character: '฿', positions: [6, 12] },
      { character: '“', positions: [17] },
      { character: '”', positions: [21] },
    ]);
    expect(countSegments('Sale 100').forcing).toEqual([]);
  });
});

describe('parts of an SMS', () => {
  it.each(known.slice(1))(
    '%s: as many as are counted, and nothing lost',
    (_, text, encoding, count) => {
      const { parts } = splitSms(text);
      expect(parts).toHaveLength(count);
      const most = encoding === 'UCS-2' ? [70, 67] : [160, 153];
      for (const part of parts) expect(part.length).toBeLessThanOrEqual(most[count > 1 ? 1 : 0]!);
      if (encoding === 'UCS-2')
        expect(String.fromCharCode(...parts.flatMap((part) => [...part]))).toBe(text);
    },
  );

  it('an escaped septet stays with its escape', () => {
    const { parts } = splitSms(`${'a'.repeat(152)}€${'b'.repeat(10)}`);
    expect(parts.map((part) => part.length)).toEqual([152, 12]);
    expect(parts[1]!.slice(0, 2)).toEqual([0x1b, 0x65]);
  });

  it('a surrogate pair is not divided', () => {
    const { parts } = splitSms(`${'a'.repeat(66)}😜${'b'.repeat(10)}`);
    expect(parts.map((part) => part.length)).toEqual([66, 12]);
  });
});
