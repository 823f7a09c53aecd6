import { firings } from './walk.js';

const at = (hours: number): Date => new Date(Date.UTC(2026, 10, 1, hours));
const all = [at(0), at(1), at(24), at(25), at(72)];

describe('firings', () => {
  it('are all of them, where everybody may come again', () => {
    expect(firings(all, { kind: 'always' })).toEqual(all);
    expect(firings([], { kind: 'once' })).toEqual([]);
  });

  it('are the first, where once is enough', () => {
    expect(firings(all, { kind: 'once' })).toEqual([at(0)]);
  });

  it('are a full number of days apart, counted from the last that fired', () => {
    expect(firings(all, { kind: 'every', days: 1 })).toEqual([at(0), at(24), at(72)]);
    expect(firings(all, { kind: 'every', days: 2 })).toEqual([at(0), at(72)]);
  });
});
