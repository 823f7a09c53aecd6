import { welchDifference, type Sample } from '../difference/mean.js';
import { newcombeDifference } from '../difference/proportion.js';
import { conversionsNeeded, type ConversionPlan } from '../planning/conversions.js';
import { experimentVerdict, type Standing } from '../verdict/experiment-verdict.js';
import { anytimeLevel } from './anytime.js';
import { groupSequentialBounds } from './group-sequential.js';

/*
 * What the docstrings promise of looks, played ten thousand times. The seeds are fixed; the figures of
 * ADR 26 are those of these runs.
 */

const tests = 10_000;

/** Below so many standard errors no interval of any method excludes 0: such days need no second look. */
const surelyNothing = 1.9;

// Taken once: jest looks a global up anew, slowly, each time that it is named.
const { abs, exp, floor, imul, log, log1p, sqrt, cos, PI } = Math;

type Random = () => number;

/** The next number in [0, 1): mulberry32 (Tommy Ettinger, 2017). */
function seeded(state: number): Random {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many of n do it: the waits between them are geometric (L. Devroye 1986, chapter X.4). */
function binomial(random: Random, n: number, p: number): number {
  const scale = log1p(-p);
  for (let count = 0, at = 0; ; count++) {
    at += floor(log(1 - random()) / scale) + 1;
    if (at > n) return count;
  }
}

/** An experiment as it stands after each of its days. */
type Play = (random: Random) => Standing[];

/** People join every day, and those who convert do so at once. */
const joining =
  (aDay: number, days: number, rates: { treated: number; control: number }): Play =>
  (random) => {
    const standing = { treated: 0, control: 0 };
    return Array.from({ length: days }, (_, day) => {
      standing.treated += binomial(random, aDay, rates.treated);
      standing.control += binomial(random, aDay, rates.control);
      const of = aDay * (day + 1);
      return {
        treated: { count: standing.treated, of },
        control: { count: standing.control, of },
        days: day + 1,
      };
    });
  };

/** A mailing: everybody is there from the first day, and fewer and fewer convert in the course of days. */
const mailing =
  (treated: number, control: number, days: number): Play =>
  (random) => {
    const standing = { treated: 0, control: 0 };
    return Array.from({ length: days }, (_, day) => {
      const chance = 0.01 * 0.8 ** day;
      standing.treated += binomial(random, treated - standing.treated, chance);
      standing.control += binomial(random, control - standing.control, chance);
      return {
        treated: { count: standing.treated, of: treated },
        control: { count: standing.control, of: control },
        days: day + 1,
      };
    });
  };

/** In what share of the plays one of the days raised an alarm. */
function alarms(seed: number, play: Play, alarm: (day: Standing, i: number) => boolean): number {
  const random = seeded(seed);
  let raised = 0;
  for (let test = 0; test < tests; test++) if (play(random).some(alarm)) raised += 1;
  return raised / tests;
}

const plan: ConversionPlan = { lift: 0.2, treatedShare: 0.5, level: 0.95, power: 0.8 };
const standardErrors = ({ treated, control }: Standing): number => {
  const [p, q] = [treated.count / treated.of, control.count / control.of];
  return abs(p - q) / sqrt((p * (1 - p)) / treated.of + (q * (1 - q)) / control.of);
};
const isFound = (standing: Standing, wish: ConversionPlan): boolean =>
  standardErrors(standing) > surelyNothing &&
  ['better', 'worse'].includes(experimentVerdict(standing, wish).kind);

/** What not to do: the interval of one look, looked at every day. */
const peeked = (standing: Standing): boolean => {
  if (standardErrors(standing) < surelyNothing) return false;
  const { treated, control } = standing;
  const difference = newcombeDifference(treated, control);
  return difference !== null && (difference.low > 0 || difference.high < 0);
};

describe('looks at every day, with nothing to find', () => {
  const month = joining(1000, 30, { treated: 0.03, control: 0.03 });
  const holdout = mailing(36_000, 4_000, 21);

  it('raise false alarms in plenty by the interval of one look', () => {
    expect(alarms(1, month, peeked)).toBeGreaterThan(0.2);
    expect(alarms(2, holdout, peeked)).toBeGreaterThan(0.1);
  });

  it('raise at most the stated ones by the verdict, while people join', () => {
    expect(alarms(3, month, (day) => isFound(day, plan))).toBeLessThanOrEqual(0.05);
  });

  it('raise at most the stated ones by the verdict, after a mailing with one in ten held out', () => {
    const wish = { ...plan, treatedShare: 0.9 };
    expect(alarms(4, holdout, (day) => isFound(day, wish))).toBeLessThanOrEqual(0.05);
  });

  it('raise at most the stated ones by bounds that spend alpha', () => {
    const bounds = groupSequentialBounds(Array.from({ length: 30 }, (_, i) => (i + 1) / 30));
    const crossed = (standing: Standing, i: number): boolean =>
      standardErrors(standing) > (bounds[i] ?? NaN);
    // The bounds spend all of alpha: the ten thousand plays stray about it by 0.002.
    expect(alarms(5, month, crossed)).toBeLessThanOrEqual(0.05 + 2 * 0.0022);
  });

  it('raise at most the stated ones on money that few spend, and some a lot of', () => {
    const random = seeded(6);
    let raised = 0;
    for (let test = 0; test < 2_000; test++) {
      const arms = [emptySums(), emptySums()] as const;
      let alarm = false;
      for (let day = 1; day <= 20; day++) {
        for (const arm of arms) spendADay(random, arm);
        const difference = welchDifference(
          sampleOf(arms[0]),
          sampleOf(arms[1]),
          anytimeLevel(day / 20),
        );
        if (difference && (difference.low > 0 || difference.high < 0)) alarm = true;
      }
      if (alarm) raised += 1;
    }
    expect(raised / 2_000).toBeLessThanOrEqual(0.05);
  });
});

describe('looks at every day, with the planned lift to find', () => {
  it('find it with the planned power by when there is enough, mostly sooner', () => {
    const needed = conversionsNeeded(plan);
    const play = joining(1000, 40, { treated: 0.036, control: 0.03 });
    const random = seeded(7);
    let [found, conversions] = [0, 0];
    for (let test = 0; test < tests; test++) {
      const days = play(random).filter(
        ({ treated, control }) => treated.count + control.count <= needed,
      );
      const decided = days.find((day) => isFound(day, plan));
      if (decided && experimentVerdict(decided, plan).kind === 'better') found += 1;
      const last = decided ?? days.at(-1);
      conversions += (last?.treated.count ?? 0) + (last?.control.count ?? 0);
    }
    expect(found / tests).toBeGreaterThanOrEqual(0.8);
    expect(conversions / tests / needed).toBeLessThan(0.7);
  });
});

interface Sums {
  of: number;
  sum: number;
  squares: number;
}

const emptySums = (): Sums => ({ of: 0, sum: 0, squares: 0 });

/** A thousand people, of whom 3 % spend. */
function spendADay(random: Random, sums: Sums): void {
  sums.of += 1000;
  for (let buyers = binomial(random, 1000, 0.03); buyers > 0; buyers--) {
    const amount = 500 * exp(sqrt(-2 * log(1 - random())) * cos(2 * PI * random()));
    sums.sum += amount;
    sums.squares += amount ** 2;
  }
}

const sampleOf = ({ of, sum, squares }: Sums): Sample => ({
  of,
  mean: sum / of,
  variance: (squares - sum ** 2 / of) / (of - 1),
});
