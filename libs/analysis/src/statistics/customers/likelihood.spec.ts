import {
  bgNbdAlive,
  bgNbdExpected,
  bgNbdExpectedOfNew,
  bgNbdLogLikelihood,
  type BgNbd,
} from './bg-nbd.js';
import { fitBgNbd } from './bg-nbd-fit.js';
import { fitGammaGamma, gammaGammaExpected, gammaGammaLogLikelihood } from './gamma-gamma.js';

/** Fader, Hardie, Lee (2005), table 2. */
const published: BgNbd = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

// R 4.2, with the terms A1 to A4 of Hardie (2005), and gsl::hyperg_2F1 for 39 weeks ahead
describe('BG/NBD with the published parameters', () => {
  it.each([
    [2, 30.43, 38.86, -9.45860630706627, 0.726578570080673, 1.22602817476714],
    [1, 1.71, 38.86, -4.46909327503259, 0.212100985377379, 0.203186987079755],
    [0, 0, 38.86, -0.554713276438158, 1, 0.195098052011254],
    [7, 29.43, 38.86, -21.8632762714635, 0.641756345946107, 3.33705327485138],
    [29, 38, 39, -44.5320968657233, 0.95100337033763, 19.3166386554956],
  ])(
    '%p purchases, the last at %p of %p',
    (repeats, last, watched, likelihood, alive, expected) => {
      const customer = { repeats, last, watched };
      expect(bgNbdLogLikelihood(published, [customer])).toBeCloseTo(likelihood, 9);
      expect(bgNbdLogLikelihood(published, [{ ...customer, customers: 3 }])).toBeCloseTo(
        3 * likelihood,
        9,
      );
      expect(bgNbdAlive(published, customer)).toBeCloseTo(alive, 10);
      expect(bgNbdExpected(published, customer, 39)).toBeCloseTo(expected, 8);
    },
  );

  it('expects of a new customer what R does', () => {
    expect(bgNbdExpectedOfNew(published, 39)).toBeCloseTo(1.19672319332079, 9);
    expect(bgNbdExpectedOfNew(published, 78)).toBeCloseTo(1.86051905794271, 9);
  });

  it('has no gap where the formula has one', () => {
    const at = (a: number): number => bgNbdExpectedOfNew({ ...published, a }, 39);
    expect(at(1)).toBeCloseTo((at(0.999) + at(1.001)) / 2, 5);
  });
});

// R 4.2: optim(method = 'BFGS', then 'Nelder-Mead', then 'BFGS') of minus the likelihood on the logarithms
describe('the most likely parameters', () => {
  it('of BG/NBD are those that R finds', () => {
    const customers = [
      [0, 0, 30, 60], [0, 0, 38, 50], [1, 3, 30, 12], [1, 20, 38, 9], [2, 12, 30, 8], [2, 33, 38, 6],
      [3, 9, 38, 5], [4, 28, 30, 5], [6, 35, 38, 4], [9, 31, 38, 2], [14, 37, 38, 1],
    ].map(([repeats = 0, last = 0, watched = 0, many = 0]) => ({ repeats, last, watched, customers: many })); // prettier-ignore
    const fit = fitBgNbd(customers);
    expect(fit?.logLikelihood).toBeCloseTo(-572.989073770537, 6);
    expect((fit?.model.r ?? NaN) / 0.199967463579583).toBeCloseTo(1, 3);
    expect((fit?.model.alpha ?? NaN) / 5.35427412623999).toBeCloseTo(1, 3);
    expect((fit?.model.a ?? NaN) / 0.614584144620997).toBeCloseTo(1, 2);
    expect((fit?.model.b ?? NaN) / 2.37343037794809).toBeCloseTo(1, 2);
  });

  it('of gamma-gamma are those that R finds', () => {
    const means = [12, 30, 25, 41, 22, 60, 18, 33, 27, 95];
    const spending = [1, 2, 1, 3, 5, 2, 8, 1, 4, 2].map((purchases, i) => ({
      purchases,
      mean: means[i] ?? NaN,
    }));
    const fit = fitGammaGamma(spending) ?? { p: NaN, q: NaN, gamma: NaN };
    expect(gammaGammaLogLikelihood(fit, spending)).toBeCloseTo(-42.3034231662832, 6);
    expect(fit.p / 9.15248529790984).toBeCloseTo(1, 2);
    expect(fit.q / 4.64809381113493).toBeCloseTo(1, 2);
    expect(fit.gamma / 14.4263002408038).toBeCloseTo(1, 2);
  });

  it('of gamma-gamma are none without purchases', () => {
    expect(fitGammaGamma([{ purchases: 0, mean: 0 }])).toBeNull();
  });
});

// R 4.2: -log(z) - lbeta(p * x, q) + q * log(g / (g + x * z)) + p * x * log(x * z / (g + x * z));
// p * (g + x * z) / (p * x + q - 1)
describe('gamma-gamma', () => {
  const model = { p: 6.25, q: 3.74, gamma: 15.44 };

  it.each([
    [1, 12.5, -3.68627564512774, 19.4243604004449],
    [2, 22.35, -3.5513167597317, 24.6637139107612],
    [7, 73.74, -6.05486731072212, 71.4696708969671],
  ])('%p purchases of %p', (purchases, mean, likelihood, expected) => {
    expect(gammaGammaLogLikelihood(model, [{ purchases, mean }])).toBeCloseTo(likelihood, 9);
    expect(gammaGammaExpected(model, { purchases, mean })).toBeCloseTo(expected, 9);
  });

  it('knows no mean over everybody when the tail is too heavy', () => {
    expect(gammaGammaExpected({ ...model, q: 1 }, { purchases: 0, mean: 0 })).toBeNull();
  });
});
