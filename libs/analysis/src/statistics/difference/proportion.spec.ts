import {
  newcombeDifference,
  twoProportionPValue,
  waldDifference,
  wilsonInterval,
  type Proportion,
} from './proportion.js';

const p = (count: number, of: number): Proportion => ({ count, of });

// R 4.2: prop.test(x, n, correct = FALSE, conf.level = level)$conf.int
describe('wilsonInterval', () => {
  it.each([
    [0, 10, 0, 0.277532799862889, 0, 0.398854093304908],
    [10, 10, 0.722467200137111, 1, 0.601145906695092, 1],
    [3, 10, 0.107791267406301, 0.603221852538855, 0.0795663165230658, 0.679975320798897],
    [81, 263, 0.255288519878274, 0.3662095769828, 0.240136902687608, 0.38528250231823],
    [15, 148, 0.0623863995307363, 0.160487241723308, 0.0536448696139649, 0.183267350113152],
    [3894, 21307, 0.177624990821685, 0.188003061635887, 0.176036195091451, 0.189675000320087],
    [1, 1e6, 1.76524576745372e-7, 5.66491180431144e-6, 1.17405474999632e-7, 8.51743383475559e-6],
  ])('%p of %p', (count, of, low95, high95, low99, high99) => {
    const at95 = wilsonInterval(p(count, of));
    const at99 = wilsonInterval(p(count, of), 0.99);
    expect(at95?.low).toBeCloseTo(low95, 12);
    expect(at95?.high).toBeCloseTo(high95, 12);
    expect(at99?.low).toBeCloseTo(low99, 12);
    expect(at99?.high).toBeCloseTo(high99, 12);
  });

  it('knows nothing of an empty group', () => {
    expect(wilsonInterval(p(0, 0))).toBeNull();
  });
});

// The last columns of Newcombe (1998), table II, method 10, to its four decimals.
describe('newcombeDifference, as published', () => {
  it.each([
    ['a', p(56, 70), p(48, 80), 0.0524, 0.3339],
    ['b', p(9, 10), p(3, 10), 0.1705, 0.809],
    ['c', p(6, 7), p(2, 7), 0.0582, 0.8062],
    ['d', p(5, 56), p(0, 29), -0.0381, 0.1926],
    ['e', p(0, 10), p(0, 20), -0.1611, 0.2775],
    ['f', p(0, 10), p(0, 10), -0.2775, 0.2775],
    ['g', p(10, 10), p(0, 20), 0.6791, 1],
    ['h', p(10, 10), p(0, 10), 0.6075, 1],
  ])('contrast %s', (_name, first, second, low, high) => {
    const difference = newcombeDifference(first, second);
    expect(difference?.low).toBeCloseTo(low, 4);
    expect(difference?.high).toBeCloseTo(high, 4);
  });
});

// R 4.2, Newcombe from Wilson's: A <- prop.test(x1, n1, correct = F)$conf.int; B <- (x2, n2) alike;
// c(d - sqrt((p1 - A[1])^2 + (B[2] - p2)^2), d + sqrt((A[2] - p1)^2 + (p2 - B[1])^2));
// Wald and p value: prop.test(c(x1, x2), c(n1, n2), correct = F)$conf.int, $p.value
describe('the Hillstrom mailing against no mailing', () => {
  const cases = [
    {
      what: 'visits',
      mailed: p(3894, 21307),
      kept: p(2262, 21306),
      newcombe: [0.0699533080837316, 0.0832267412741114],
      wald: [0.0699535012181084, 0.0832256260849541],
      pValue: 5.68516548280313e-112,
    },
    {
      what: 'conversions',
      mailed: p(267, 21307),
      kept: p(122, 21306),
      newcombe: [0.00501434467148153, 0.00864072339691783],
      wald: [0.00500017138045231, 0.00860984165877908],
      pValue: 1.52322350059554e-13,
    },
  ];

  it.each(cases)('$what', ({ mailed, kept, newcombe, wald, pValue }) => {
    const hybrid = newcombeDifference(mailed, kept);
    expect(hybrid?.low).toBeCloseTo(newcombe[0] ?? NaN, 12);
    expect(hybrid?.high).toBeCloseTo(newcombe[1] ?? NaN, 12);
    const plain = waldDifference(mailed, kept);
    expect(plain?.low).toBeCloseTo(wald[0] ?? NaN, 12);
    expect(plain?.high).toBeCloseTo(wald[1] ?? NaN, 12);
    expect((twoProportionPValue(mailed, kept) ?? NaN) / pValue).toBeCloseTo(1, 6);
  });

  it('raised visits by 7.66 points', () => {
    expect(newcombeDifference(p(3894, 21307), p(2262, 21306))?.estimate).toBeCloseTo(0.0766, 4);
  });
});

describe('at the edges', () => {
  it('an empty group has no difference', () => {
    expect(newcombeDifference(p(0, 0), p(1, 2))).toBeNull();
    expect(waldDifference(p(1, 2), p(0, 0))).toBeNull();
    expect(twoProportionPValue(p(0, 0), p(1, 2))).toBeNull();
  });

  it('nobody or everybody leaves nothing to test', () => {
    expect(twoProportionPValue(p(0, 10), p(0, 20))).toBeNull();
    expect(twoProportionPValue(p(10, 10), p(20, 20))).toBeNull();
  });

  it.each([
    [p(56, 70), p(48, 80), 0.00804508136819656],
    [p(6, 7), p(2, 7), 0.0307535612592746],
    [p(10, 10), p(0, 20), 4.3204630578275e-8],
  ])('p value of %p and %p', (first, second, value) => {
    expect((twoProportionPValue(first, second) ?? NaN) / value).toBeCloseTo(1, 6);
  });
});
