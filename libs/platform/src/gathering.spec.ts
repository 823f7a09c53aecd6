import { Gathering } from './gathering.js';

describe('Gathering', () => {
  it('takes together what comes while it works, in order, and no more than it may', async () => {
    const groups: number[][] = [];
    const gathering = new Gathering<number, number>({ most: 3, waiting: 10 }, async (items) => {
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
    const gathering = new Gathering<string, string>({ most: 10, waiting: 10 }, async (items) => {
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

  it('refuses what is more than may wait, says when to come again, and loses nothing else', async () => {
    let go = (): void => undefined;
    const stuck = new Promise<void>((resolve) => (go = resolve));
    const gathering = new Gathering<number, number>({ most: 2, waiting: 3 }, async (items) => {
      await stuck;
      return items;
    });
    const under = gathering.add(0);
    await new Promise((resolve) => setTimeout(resolve, 1));
    const waiting = [1, 2, 3].map((item) => gathering.add(item));
    await expect(gathering.add(4)).rejects.toMatchObject({ kind: 'unavailable', retryAfter: 5 });
    go();
    expect(await Promise.all([under, ...waiting])).toEqual([0, 1, 2, 3]);
    expect(await gathering.add(5)).toBe(5);
  });
});
