import fc from 'fast-check';
import { fold } from './fold.js';

describe('fold', () => {
  it.each([
    ['  Café  Noir ', 'cafe noir'],
    ['ＡＢＣ', 'abc'],
    ['İstanbul', 'istanbul'],
    ['Straße', 'straße'],
    ['กรุงเทพฯ', 'กรุงเทพฯ'],
  ])('%s is compared as %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('keeps Thai tone marks apart', () => {
    expect(new Set(['ปา', 'ป่า', 'ป้า', 'ป๊า', 'ป๋า'].map(fold)).size).toBe(5);
  });

  it('writes sara am one way, however it was typed', () => {
    expect(fold('น้ำ')).toBe(fold('น้ํา'));
  });

  it('folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});
