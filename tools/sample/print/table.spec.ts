import { table } from './table.js';
import { pad, widthOf } from './width.js';

describe('widthOf', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['สะพานไม้', 7], // ส ะ พ า น ไ ม, and a tone mark above
    ['น้ำ', 2], // น with a tone mark, and SARA AM
    ['กรุงเทพฯ', 7], // a vowel below
    ['ปั้น', 2], // two marks on one consonant
    ['日本', 4],
    ['e\u0301', 1],
    ['\u200bx', 1],
  ])('%j takes %i cells', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

describe('pad', () => {
  it('fills to the width that is seen', () => {
    expect(pad('ไม้', 4)).toBe('ไม้  ');
    expect(pad('7', 3, 'left')).toBe('  7');
    expect(pad('long', 2)).toBe('long');
  });
});

describe('table', () => {
  it('lines up Thai and Latin in columns', () => {
    const rows = [
      ['ผู้รับ', '4,052', 'x'],
      ['held out', '450', 'y'],
      ['ที่ไม่ได้รับ', '5'],
    ];
    const lines = table(rows, { numbers: [1], indent: 2 }).split('\n');
    const ends = lines.map((line) => widthOf(/^.*?[\d,]+/.exec(line)?.[0] ?? ''));
    expect(ends).toEqual([17, 17, 17]);
    expect(lines[1]).toBe('  held out    450  y');
  });

  it('keeps an empty row empty and leaves no blanks at the end', () => {
    expect(table([['a', 'b'], [''], ['c', '']], { indent: 2 })).toBe('  a  b\n\n  c');
  });
});
