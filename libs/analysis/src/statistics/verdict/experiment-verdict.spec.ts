import { conversionsNeeded, type ConversionPlan } from '../planning/conversions.js';
import { experimentVerdict, type Standing } from './experiment-verdict.js';

const plan: ConversionPlan = { lift: 0.2, treatedShare: 0.5, level: 0.95, power: 0.8 };

/** Two groups of the same size, watched for `days`. */
const standing = (treated: number, control: number, of = 20_000, days = 10): Standing => ({
  treated: { count: treated, of },
  control: { count: control, of },
  days,
});

describe('experimentVerdict', () => {
  it('believes nothing when the groups are not as planned', () => {
    const verdict = experimentVerdict(
      { treated: { count: 900, of: 20_000 }, control: { count: 100, of: 19_000 }, days: 5 },
      plan,
    );
    expect(verdict.kind).toBe('mismatch');
    expect(verdict).toHaveProperty('pValue', expect.closeTo(4.2e-7, 7));
  });

  it('takes a planned one in ten for no mismatch', () => {
    const verdict = experimentVerdict(
      { treated: { count: 900, of: 18_010 }, control: { count: 101, of: 1_990 }, days: 5 },
      { ...plan, treatedShare: 0.9 },
    );
    expect(verdict.kind).toBe('no_difference_yet');
  });

  it('says better, or worse, and by how much', () => {
    const better = experimentVerdict(standing(900, 700), plan);
    expect(better.kind).toBe('better');
    if (better.kind !== 'better') return;
    expect(better.difference.estimate).toBeCloseTo(0.01, 12);
    expect(better.difference.low).toBeGreaterThan(0);
    expect(better.lift?.estimate).toBeCloseTo(900 / 700 - 1, 12);
    expect(experimentVerdict(standing(700, 900), plan).kind).toBe('worse');
  });

  it('asks for more than an interval that may be looked at once', () => {
    // z = 2.3: enough for one look, not for any number of them.
    expect(experimentVerdict(standing(690, 607), plan).kind).toBe('no_difference_yet');
  });

  it('says how many days more at this pace', () => {
    const needed = conversionsNeeded(plan);
    const verdict = experimentVerdict(standing(610, 600, 20_000, 10), plan);
    expect(verdict).toMatchObject({
      kind: 'no_difference_yet',
      daysMore: Math.ceil((needed - 1210) / 121),
      progress: 1210 / needed,
    });
    // Twice as fast, half as long.
    const fast = experimentVerdict(standing(610, 600, 20_000, 5), plan);
    expect(fast).toHaveProperty('daysMore', Math.ceil((needed - 1210) / 242));
  });

  it('does not guess a pace out of nothing', () => {
    expect(experimentVerdict(standing(0, 0), plan)).toMatchObject({
      kind: 'no_difference_yet',
      daysMore: null,
      lift: null,
      progress: 0,
    });
  });

  it('says so when the difference is smaller than planned, either way', () => {
    expect(experimentVerdict(standing(9_010, 9_000, 200_000), plan).kind).toBe('equivalent');
  });

  it('says so when there was enough and nothing came of it', () => {
    expect(experimentVerdict(standing(1_010, 910), plan).kind).toBe('inconclusive');
  });

  it('has nothing to compare with an empty group', () => {
    expect(experimentVerdict(standing(0, 0, 0), plan).kind).toBe('no_comparison');
    // One empty group of two is a mismatch, unless there are too few to tell.
    const few = { treated: { count: 1, of: 3 }, control: { count: 0, of: 0 }, days: 1 };
    expect(experimentVerdict(few, plan).kind).toBe('no_comparison');
  });
});
