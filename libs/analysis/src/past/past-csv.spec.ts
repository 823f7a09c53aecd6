import type { PastLayout } from './past-campaign.js';
import { tallyOf } from './past-csv.js';

const layout: PastLayout = {
  arm: 'arm',
  control: 'none',
  outcomes: [
    { column: 'bought', kind: 'yes_no', currency: null },
    { column: 'spent', kind: 'number', currency: 'THB' },
  ],
  groups: ['town'],
  before: 'last year',
};

const read = (text: string, changes: Partial<PastLayout> = {}) => {
  const bytes = Buffer.from(text);
  async function* file() {
    // In pieces that end anywhere, within a letter too.
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
  }
  return tallyOf(file(), { ...layout, ...changes });
};

const header = 'arm,bought,spent,town,last year\n';

describe('results as a file', () => {
  it('are summed up, by group and by what was known before', async () => {
    const tally = await read(
      `\ufeff${header}none,no,,เชียงใหม่,2\nmail,YES,10.5,เชียงใหม่,3\nmail,0,,ลำปาง,1\nnone,1,4,ลำปาง,0\n`,
    );
    expect(tally.arms.mail).toEqual([
      { of: 2, x: 4, y: 1, xx: 10, xy: 3, yy: 1 },
      { of: 2, x: 4, y: 10.5, xx: 10, xy: 31.5, yy: 110.25 },
    ]);
    expect(tally.groups.town!['ลำปาง']!.none).toEqual([
      { of: 1, x: 0, y: 1, xx: 0, xy: 0, yy: 1 },
      { of: 1, x: 0, y: 4, xx: 0, xy: 0, yy: 16 },
    ]);
  });

  it.each([
    ['nothing', '', 'past.empty', undefined],
    ['a header alone', header, 'past.empty', undefined],
    [
      'a column too few',
      'arm,bought,spent,town\nnone,1,1,x\n',
      'past.unknown_column',
      'line 1, column last year',
    ],
    [
      'a column twice',
      `arm,${header}none,none,1,1,x,1\n`,
      'past.unknown_column',
      'line 1, column arm',
    ],
    ['a field too few', `${header}none,1,1,x,1\nnone,1\n`, 'past.csv_invalid', 'line 3'],
    ['a quote that never ends', `${header}none,1,1,"x,1\n`, 'past.csv_invalid', 'line 2'],
    ['nobody to compare with', `${header}mail,1,1,x,1\n`, 'past.no_control', undefined],
    ['somebody in no group', `${header},1,1,x,1\n`, 'past.no_arm', 'line 2, column arm'],
    ['a word for a yes', `${header}none,2,1,x,1\n`, 'past.not_yes_no', 'line 2, column bought'],
    [
      'a word for a number',
      `${header}none,1,1,x,1\nnone,1,"1,5",x,1\n`,
      'past.not_a_number',
      'line 3, column spent',
    ],
    [
      'no finite number',
      `${header}none,1,Infinity,x,1\n`,
      'past.not_a_number',
      'line 2, column spent',
    ],
  ])('with %s are refused', async (_, text, code, place) => {
    await expect(read(text)).rejects.toMatchObject({
      code,
      places: place === undefined ? [] : [{ place }],
    });
  });

  it('are not parted by what everybody has differently', async () => {
    const people = Array.from({ length: 101 }, (_, n) => `none,1,1,town ${n},1\n`).join('');
    await expect(read(header + people)).rejects.toMatchObject({ code: 'past.too_many_values' });
    const arms = Array.from({ length: 21 }, (_, n) => `arm ${n},1,1,x,1\n`).join('');
    await expect(read(header + arms)).rejects.toMatchObject({ code: 'past.too_many_values' });
  });
});
