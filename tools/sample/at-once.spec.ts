import { setImmediate as turn } from 'node:timers/promises';
import { forEachAtOnce } from './at-once.js';

describe('forEachAtOnce', () => {
  it('works on every item once, never on more than so many at a time', async () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await forEachAtOnce(items, 4, async (item) => {
      most = Math.max(most, (running += 1));
      await turn();
      running -= 1;
      done.push(item);
    });
    expect(done.sort((a, b) => a - b)).toEqual(items);
    expect(most).toBe(4);
  });

  it('tells of a failure', async () => {
    const work = async (item: number): Promise<void> => {
      if (item === 2) throw new Error('no');
    };
    await expect(forEachAtOnce([1, 2, 3], 2, work)).rejects.toThrow('no');
  });
});
