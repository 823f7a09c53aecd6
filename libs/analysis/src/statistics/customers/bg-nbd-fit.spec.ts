import { readFileSync } from 'node:fs';
import { Random } from '../../../../../tools/sample/generator/random.js';
import { bgNbdExpected, bgNbdExpectedOfNew, bgNbdLogLikelihood } from './bg-nbd.js';
import { fitBgNbd } from './bg-nbd-fit.js';
import { fitGammaGamma, type Spending } from './gamma-gamma.js';
import type { PurchaseSummary } from './purchases.js';

/** Gamma with scale 1: G. Marsaglia and W. W. Tsang, ACM TOMS 26 (2000), 363–372. */
function gammaDraw(random: Random, shape: number): number {
  if (shape < 1) return gammaDraw(random, shape + 1) * random.next() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = Math.log(random.heavyTail(1));
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    const u = 1 - random.next();
    if (v > 0 && Math.log(u) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A customer as the model supposes him to be, watched for so long. */
function customer(random: Random, watched: number): PurchaseSummary {
  const rate = gammaDraw(random, 0.8) / 6;
  const [left, right] = [gammaDraw(random, 1.2), gammaDraw(random, 3)];
  const drop = left / (left + right);
  let [repeats, last] = [0, 0];
  for (;;) {
    const next = last - Math.log(1 - random.next()) / rate;
    if (next > watched) return { repeats, last, watched };
    [repeats, last] = [repeats + 1, next];
    if (random.chance(drop)) return { repeats, last, watched };
  }
}

describe('fitBgNbd', () => {
  it('finds what was built into eight thousand customers', () => {
    const random = new Random('counting your customers');
    const customers = Array.from({ length: 8_000 }, (_, i) => customer(random, 40 + (i % 12)));
    const fit = fitBgNbd(customers);
    expect(Math.abs((fit?.model.r ?? 0) - 0.8)).toBeLessThan(0.1);
    expect(Math.abs((fit?.model.alpha ?? 0) - 6)).toBeLessThan(0.8);
    expect(Math.abs((fit?.model.a ?? 0) - 1.2)).toBeLessThan(0.3);
    expect(Math.abs((fit?.model.b ?? 0) - 3)).toBeLessThan(0.9);
    const truth = { r: 0.8, alpha: 6, a: 1.2, b: 3 };
    expect(fit?.logLikelihood).toBeGreaterThan(bgNbdLogLikelihood(truth, customers));
  });

  it('does not mind in which unit time is told', () => {
    const random = new Random('units');
    const weeks = Array.from({ length: 1_000 }, () => customer(random, 40));
    const days = weeks.map(({ repeats, last, watched }) => ({
      repeats,
      last: last * 7,
      watched: watched * 7,
    }));
    const [first, second] = [fitBgNbd(weeks)?.model, fitBgNbd(days)?.model];
    expect((second?.alpha ?? 0) / (first?.alpha ?? 1)).toBeCloseTo(7, 1);
    expect(second?.r).toBeCloseTo(first?.r ?? NaN, 3);
  });

  it('learns nothing from customers of whom none came back', () => {
    expect(fitBgNbd([{ repeats: 0, last: 0, watched: 30, customers: 9 }])).toBeNull();
  });
});

// The tenth of CDNOW's customers that the paper is about, a file that is not ours to pass on:
// http://brucehardie.com/datasets/CDNOW_sample.zip. CDNOW_SAMPLE names it.
const file = process.env.CDNOW_SAMPLE;
const onTheFile = file ? describe : describe.skip;

onTheFile('the CDNOW sample, 39 weeks', () => {
  const day = 86_400_000;
  const lastDay = Date.UTC(1997, 8, 30);

  function read(): { repeats: PurchaseSummary[]; spending: Spending[]; after: number } {
    const baskets = new Map<string, Map<number, number>>();
    for (const line of readFileSync(file ?? '', 'utf8').split('\n')) {
      const [, id, date, , amount] = line.trim().split(/\s+/);
      if (!id || !date) continue;
      const at = Date.UTC(+date.slice(0, 4), +date.slice(4, 6) - 1, +date.slice(6, 8));
      const days = baskets.get(id) ?? new Map<number, number>();
      days.set(at, (days.get(at) ?? 0) + Number(amount));
      baskets.set(id, days);
    }
    const [repeats, spending]: [PurchaseSummary[], Spending[]] = [[], []];
    let after = 0;
    for (const days of baskets.values()) {
      const dates = [...days.keys()].sort((a, b) => a - b);
      const [first = 0, ...later] = dates;
      const inTime = later.filter((date) => date <= lastDay);
      after += later.length - inTime.length;
      const weeks = (to: number): number => (to - first) / day / 7;
      repeats.push({
        repeats: inTime.length,
        last: weeks(inTime.at(-1) ?? first),
        watched: weeks(lastDay),
      });
      const spent = inTime.reduce((sum, date) => sum + (days.get(date) ?? 0), 0);
      if (inTime.length > 0)
        spending.push({ purchases: inTime.length, mean: spent / inTime.length });
    }
    return { repeats, spending, after };
  }

  // Fader, Hardie, Lee (2005), table 2.
  it('has the published parameters', () => {
    const { repeats } = read();
    expect(repeats).toHaveLength(2357);
    const fit = fitBgNbd(repeats);
    expect(fit?.model.r).toBeCloseTo(0.243, 3);
    expect(fit?.model.alpha).toBeCloseTo(4.414, 2);
    expect(fit?.model.a).toBeCloseTo(0.793, 2);
    expect(fit?.model.b).toBeCloseTo(2.426, 1);
    expect(fit?.logLikelihood).toBeCloseTo(-9582.4, 1);
  });

  it('foretells the next 39 weeks, an eighth too low', () => {
    const { repeats, after } = read();
    const model = fitBgNbd(repeats)?.model ?? { r: NaN, alpha: NaN, a: NaN, b: NaN };
    const foretold = repeats.reduce((sum, each) => sum + bgNbdExpected(model, each, 39), 0);
    expect(foretold / after).toBeGreaterThan(0.86);
    expect(foretold / after).toBeLessThan(1);
    expect(bgNbdExpectedOfNew(model, 39)).toBeGreaterThan(0.9);
  });

  // Fader and Hardie (2013), section 3.
  it('has the published gamma-gamma parameters', () => {
    const fit = fitGammaGamma(read().spending);
    expect(fit?.p).toBeCloseTo(6.25, 0);
    expect(fit?.q).toBeCloseTo(3.74, 1);
    expect(Math.abs((fit?.gamma ?? 0) - 15.44)).toBeLessThan(0.5);
  });
});
