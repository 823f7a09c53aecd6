import { differenceInDifferences, type Observation } from './difference-in-differences.js';
import { interruptedSeries } from './interrupted.js';

/** R's `Nile`: its annual flow at Aswan, 1871 to 1970, with the fall of 1899. */
const nile = (
  '1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 ' +
  '799 958 1140 1100 1210 1150 1250 1260 1220 1030 1100 774 840 874 694 940 833 ' +
  '701 916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821 768 ' +
  '845 864 862 698 845 744 796 1040 759 781 865 845 944 984 897 822 1010 ' +
  '771 676 649 846 812 742 801 1040 860 874 848 890 744 749 838 1050 918 ' +
  '986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740'
)
  .split(' ')
  .map(Number);

describe('interruptedSeries', () => {
  // R 4.2: t <- 0:99; D <- as.numeric(t >= 28); fit <- lm(Nile ~ t + D + I((t - 28) * D));
  // sqrt(diag(sandwich::NeweyWest(fit, lag = 4, prewhite = FALSE, adjust = TRUE))); qt(.975, 96), pt(…, 96)
  it('agrees with R on the Nile', () => {
    const change = interruptedSeries(nile, 28, { lag: 4 });
    expect(change?.trend.estimate).toBeCloseTo(1.1595511767926, 7);
    expect(change?.trend.standardError).toBeCloseTo(2.64372252010308, 7);
    expect(change?.level.estimate).toBeCloseTo(-289.102685366384, 7);
    expect(change?.level.standardError).toBeCloseTo(63.0498036635167, 7);
    expect(change?.level.low).toBeCloseTo(-414.255556483036, 6);
    expect(change?.level.high).toBeCloseTo(-163.949814249733, 6);
    expect((change?.level.pValue ?? NaN) / 1.36696337697114e-5).toBeCloseTo(1, 6);
    expect(change?.slope.estimate).toBeCloseTo(-0.469088767634451, 7);
    expect(change?.slope.standardError).toBeCloseTo(2.75728591522475, 7);
    expect(change?.slope.pValue).toBeCloseTo(0.865268281319344, 7);
  });

  it('takes the usual lag when none is said', () => {
    expect(interruptedSeries(nile, 28)).toEqual(interruptedSeries(nile, 28, { lag: 4 }));
    const narrow = interruptedSeries(nile, 28, { lag: 0 })?.level.standardError;
    expect(narrow).not.toBeCloseTo(63.05, 1);
  });

  it('needs four instants on either side', () => {
    expect(interruptedSeries(nile, 3)).toBeNull();
    expect(interruptedSeries(nile, 97)).toBeNull();
    expect(interruptedSeries(nile, 96)).not.toBeNull();
  });
});

/** R's `ChickWeight`, diets 1 and 3: chick, on diet 3, weights on days 0 and 2, and on days 18 and 20. */
const chicks = `
  1|0|42,51|171,199
  2|0|40,49|187,209
  3|0|43,39|187,198
  4|0|42,49|154,160
  5|0|41,42|199,220
  6|0|41,49|160,160
  7|0|41,49|250,288
  8|0|42,50|134,125
  9|0|42,51|100,100
  10|0|41,44|112,120
  11|0|43,51|184,181
  12|0|41,49|185,195
  13|0|41,48|81,91
  14|0|41,49|248,259
  15|0|41,49|
  16|0|41,45|
  17|0|42,51|123,133
  18|0|39,35|
  19|0|43,48|120,144
  20|0|41,47|107,115
  31|1|42,53|204,235
  32|1|41,49|263,291
  33|1|39,50|146,156
  34|1|41,49|294,327
  35|1|41,53|332,361
  36|1|39,48|227,225
  37|1|41,48|157,169
  38|1|41,49|232,280
  39|1|42,50|214,250
  40|1|41,55|262,295
`;

const observations = chicks
  .trim()
  .split('\n')
  .flatMap((line): Observation[] => {
    const [unit = '', exposed, before, after] = line.trim().split('|');
    const of = (weights: string | undefined, late: boolean): Observation[] =>
      (weights ?? '')
        .split(',')
        .filter((weight) => weight !== '')
        .map((weight) => ({ unit, exposed: exposed === '1', after: late, value: Number(weight) }));
    return [...of(before, false), ...of(after, true)];
  });

describe('differenceInDifferences', () => {
  // R 4.2: fit <- lm(weight ~ exposed * after); V <- sandwich::vcovCL(fit, cluster = as.character(Chick),
  // type = 'HC1');
  // sqrt(V[4, 4]); qt(.975, 29), pt(…, 29)
  it('agrees with R on chicks of two diets', () => {
    expect(observations).toHaveLength(114);
    const difference = differenceInDifferences(observations);
    expect(difference?.estimate).toBeCloseTo(80.0485294117646, 8);
    expect(difference?.standardError).toBeCloseTo(22.6090268794356, 8);
    expect(difference?.low).toBeCloseTo(33.8078774581678, 7);
    expect(difference?.high).toBeCloseTo(126.289181365361, 7);
    expect(difference?.pValue).toBeCloseTo(0.00137006089299108, 9);
  });

  it('does not take many measurements for many units', () => {
    const twice = [...observations, ...observations];
    const [one, two] = [observations, twice].map((all) => differenceInDifferences(all));
    expect(two?.estimate).toBeCloseTo(one?.estimate ?? NaN, 8);
    // Ordinary errors would shrink by √2.
    expect((two?.standardError ?? NaN) / (one?.standardError ?? NaN)).toBeGreaterThan(0.97);
  });

  it('needs two units on either side, before and after', () => {
    const without = (leave: (o: Observation) => boolean) =>
      differenceInDifferences(observations.filter((observation) => !leave(observation)));
    expect(without(({ exposed, unit }) => exposed && unit !== '31')).toBeNull();
    expect(without(({ exposed, after }) => exposed && after)).toBeNull();
    expect(differenceInDifferences([])).toBeNull();
  });
});
