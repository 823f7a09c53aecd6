import { droppedByDay } from './hourly.js';

// 23:30 of 1 March in Bangkok.
const first = Date.UTC(2027, 2, 1, 16, 30) / 60_000;
const at = (...minutes: [minute: number, count: number][]) =>
  Object.fromEntries(minutes.map(([minute, count]) => [String(first + minute), count]));
const zone = 'Asia/Bangkok';

describe('an hourly limit over what was fired by the minute', () => {
  it('lets as many pass as the hour before has left over', () => {
    const minutes = at([0, 2], [20, 2], [59, 1], [60, 3], [80, 1]);
    // 2 + 1 pass, then nothing until the first two are an hour old.
    expect(droppedByDay(minutes, 3, zone)).toEqual({ '2027-03-01': 1, '2027-03-02': 2 });
    expect(droppedByDay(minutes, 9, zone)).toEqual({});
  });

  it('holds a sample to its share, even to less than one', () => {
    expect(droppedByDay(at([0, 2]), 0.5, zone)).toEqual({ '2027-03-01': 1.5 });
  });
});
