import { sampleRatioMismatch } from './mismatch.js';

// R 4.2: chisq.test(sizes, p = shares / sum(shares)). The third is of Kohavi, Tang, Xu (2020), chapter 3.
describe('sampleRatioMismatch', () => {
  it.each([
    [[4210, 435], [9, 1], 2.08168879320655, 0.149075163698224, false],
    [[5000, 5210], [1, 1], 4.31929480901077, 0.0376825354730589, false],
    [[821588, 815482], [1, 1], 22.7743688418944, 1.82179287261919e-6, true],
    [[21307, 21387, 21306], [1, 1, 1], 0.20253125, 0.903692957560419, false],
    [[100, 180, 90, 30], [0.25, 0.5, 0.2, 0.05], 8.25, 0.0411178713916221, false],
  ])('%p against %p', (sizes, shares, statistic, pValue, mismatch) => {
    const result = sampleRatioMismatch(sizes, shares);
    expect(result?.statistic).toBeCloseTo(statistic, 9);
    expect((result?.pValue ?? NaN) / pValue).toBeCloseTo(1, 9);
    expect(result?.mismatch).toBe(mismatch);
  });

  it('draws its line at 0.001', () => {
    // qchisq(.001, 1, lower.tail = FALSE) = 10.8275661706627; with d the excess, 4d²/10000
    expect(sampleRatioMismatch([5164, 4836], [1, 1])?.mismatch).toBe(false);
    expect(sampleRatioMismatch([5165, 4835], [1, 1])?.mismatch).toBe(true);
  });

  it('has nothing to say of one group, or of nobody', () => {
    expect(sampleRatioMismatch([5], [1])).toBeNull();
    expect(sampleRatioMismatch([0, 0], [1, 1])).toBeNull();
  });

  it('refuses groups without a plan', () => {
    expect(() => sampleRatioMismatch([5, 5], [1, 0])).toThrow(RangeError);
    expect(() => sampleRatioMismatch([5, 5], [1])).toThrow(RangeError);
  });
});
