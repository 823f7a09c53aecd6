import { alarmKinds, alarmsOf, defaultGuards, noTally, type Tally } from './guard.js';
import { alarmWords } from './guard-words.js';

const alarms = (tally: Partial<Tally>) =>
  alarmsOf({ ...noTally, ...tally }, defaultGuards).map(({ kind, level }) => `${level} ${kind}`);

describe('the thresholds', () => {
  it.each<[string, Partial<Tally>, string[]]>([
    ['nothing went wrong', { attempted: 1000, accepted: 1000 }, []],
    ['too few to judge', { attempted: 199, bounced: 199 }, []],
    ['all of the first 200 bounced', { attempted: 200, bounced: 200 }, ['pause bounces']],
    ['just below 2 %', { attempted: 1000, bounced: 19 }, []],
    ['2 %', { attempted: 1000, bounced: 20 }, ['warn bounces']],
    ['just below 5 %', { attempted: 1000, bounced: 49 }, ['warn bounces']],
    ['5 %', { attempted: 1000, bounced: 50 }, ['pause bounces']],
    ['just below 0.08 %', { accepted: 10_000, complained: 7 }, []],
    ['0.08 %', { accepted: 10_000, complained: 8 }, ['warn complaints']],
    ['0.3 %', { accepted: 10_000, complained: 30 }, ['pause complaints']],
    ['complaints count by what arrived', { attempted: 1000, accepted: 100, complained: 9 }, []],
    ['our own errors', { attempted: 200, erred: 10 }, ['pause errors']],
    ['two at once', { attempted: 200, bounced: 100, erred: 5 }, ['pause bounces', 'warn errors']],
  ])('%s', (_, tally, expected) => {
    expect(alarms(tally)).toEqual(expected);
  });
});

describe('what is said', () => {
  it('names the figures and the limit, in English and Thai', () => {
    const [alarm] = alarmsOf({ ...noTally, attempted: 1200, bounced: 78 }, defaultGuards);
    expect(alarmWords(alarm!)).toEqual({
      en: 'Paused by itself: 78 of 1,200 messages bounced (6.5 %); the limit is 5 %.',
      th: 'หยุดส่งอัตโนมัติ: ข้อความตีกลับ 78 จาก 1,200 ฉบับ (6.5 %) เกินขีดจำกัด 5 %',
    });
  });

  it('fits the column that keeps why a campaign was paused', () => {
    for (const kind of alarmKinds) {
      const figures = { events: 9_999_999, outOf: 99_999_999, threshold: 0.000123 };
      const { en, th } = alarmWords({ kind, level: 'pause', ...figures });
      expect(`${en} · ${th}`.length).toBeLessThan(256);
    }
  });
});
