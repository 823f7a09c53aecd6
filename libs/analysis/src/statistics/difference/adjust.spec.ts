import { againstControl } from './against-control.js';
import { benjaminiHochberg, holm } from './adjust.js';

const cases = [
  {
    p: [0.01, 0.04, 0.03, 0.005, 0.8, 0.04],
    holmed: [0.05, 0.12, 0.12, 0.03, 0.8, 0.12],
    discovered: [0.03, 0.048, 0.048, 0.03, 0.8, 0.048],
  },
  {
    p: [0.2, 0.0001, 0.0002, 0.9, 0.5],
    holmed: [0.6, 0.0005, 0.0008, 1, 1],
    discovered: [1 / 3, 0.0005, 0.0005, 0.9, 0.625],
  },
  { p: [0.03], holmed: [0.03], discovered: [0.03] },
  { p: [], holmed: [], discovered: [] },
];

const expectAll = (values: number[], expected: number[]): void => {
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 12));
};

// R 4.2: p.adjust(p, 'holm'), p.adjust(p, 'BH')
describe('p values of several tests', () => {
  it.each(cases)('$p', ({ p, holmed, discovered }) => {
    expectAll(holm(p), holmed);
    expectAll(benjaminiHochberg(p), discovered);
  });
});

describe('againstControl', () => {
  // R 4.2, the conversions of the Hillstrom file: p.adjust(p, 'holm') of the prop.test(correct = FALSE)
  // of each mailing against none; Newcombe as in proportion.spec.ts with conf.level = .975
  it('agrees with R on two mailings against none', () => {
    const [mens, womens] = againstControl({ count: 122, of: 21306 }, [
      { count: 267, of: 21307 },
      { count: 189, of: 21387 },
    ]);
    expect((mens?.pValue ?? NaN) / 3.04644700119108e-13).toBeCloseTo(1, 6);
    expect(womens?.pValue).toBeCloseTo(0.000157105129106686, 10);
    expect(mens?.difference?.low).toBeCloseTo(0.00475791367385864, 10);
    expect(mens?.difference?.high).toBeCloseTo(0.00891088097497742, 10);
    expect(womens?.difference?.low).toBeCloseTo(0.00126922199279734, 10);
    expect(womens?.difference?.high).toBeCloseTo(0.00498550726165471, 10);
  });

  it('counts only what can be tested', () => {
    const [empty, arm] = againstControl({ count: 5, of: 100 }, [
      { count: 0, of: 0 },
      { count: 15, of: 100 },
    ]);
    const [alone] = againstControl({ count: 5, of: 100 }, [{ count: 15, of: 100 }]);
    expect(empty).toEqual({ difference: null, pValue: null });
    expect(arm?.pValue).toBeCloseTo(alone?.pValue ?? NaN, 12);
  });
});
