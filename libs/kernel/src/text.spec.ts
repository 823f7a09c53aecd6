import { beginningOf } from './text.js';

describe('beginningOf', () => {
  it('leaves no half of a pair, neither where it cuts nor where it came so', () => {
    expect(beginningOf('ab😀', 4)).toBe('ab😀');
    expect(beginningOf('ab😀', 3)).toBe('ab\ufffd');
    expect(beginningOf('\udc00กข', 9)).toBe('\ufffdกข');
  });
});
