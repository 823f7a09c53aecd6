import { Gathering } from './gathering.js';

describe('Gathering', () => {
  it('takes together what comes while it works, in order, and no more than it may', async () => {
    const groups: number[][] = [];
    const gathering = new Gathering<number, number>(3, async (items) => {
      groups.push([...items]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return items.map((item) => item * 10);
    });
    const first = gathering.add(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    const rest = [2, 3, 4, 5].map((item) => gathering.add(item));
    expect(await Promise.all([first, ...rest])).toEqual([10, 20, 30, 40, 50]);
    expect(groups).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('tells everybody of a group that failed, and goes on', async () => {
    let fails = true;
    const gathering = new Gathering<string, string>(10, async (items) => {
      if (fails) throw new Error('no');
      return items;
    });
    const both = [gathering.add('a'), gathering.add('b')];
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    fails = false;
    expect(await gathering.add('c')).toBe('c');
  });
});
