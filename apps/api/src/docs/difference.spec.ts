import { firstDifference } from './difference.js';

describe('the first difference', () => {
  it('is empty for equal texts', () => {
    expect(firstDifference('a\nb', 'a\nb')).toBe('');
  });

  it('shows both sides from where they part', () => {
    expect(firstDifference('a\nb\nc', 'a\nB\nc')).toBe('- 2: b\n- 3: c\n+ 2: B\n+ 3: c');
  });

  it('shows what one side has beyond the other', () => {
    expect(firstDifference('a', 'a\nb')).toBe('+ 2: b');
  });
});
