import { studentQuantile, studentUpperTail } from './student.js';

// R 4.2: qt(.975, df), qt(.995, df), qt(.6, df)
describe('studentQuantile', () => {
  it.each([
    [1, 12.7062047361747, 63.6567411628715, 0.324919696232906],
    [2, 4.30265272974946, 9.92484320091829, 0.288675134594813],
    [3, 3.18244630528371, 5.84090930973335, 0.27667066233269],
    [4.5, 2.6589123472044, 4.27282399301129, 0.268751835542175],
    [9, 2.2621571627982, 3.24983554159213, 0.260955336473911],
    [17.776473516178, 2.10281724156981, 2.88265082332249, 0.257170901321636],
    [29.5, 2.04372496677212, 2.75313327025632, 0.255643833244157],
    [150, 1.97590533089661, 2.60900256586554, 0.253796922040338],
    [199.9, 1.97190222837593, 2.60064695703861, 0.253684548045045],
    [200, 1.97189622363391, 2.60063443619155, 0.253684379190148],
    [1000, 1.96233908082641, 2.58075469806595, 0.253414515839499],
    [42000.7, 1.96002046784707, 2.5759463672634, 0.253348707925375],
    [1e7, 1.9599642217672, 2.57582979520375, 0.253347109876003],
  ])('with %p degrees', (degrees, high, higher, low) => {
    expect(studentQuantile(0.975, degrees)).toBeCloseTo(high, 9);
    expect(studentQuantile(0.995, degrees) / higher).toBeCloseTo(1, 9);
    expect(studentQuantile(0.6, degrees)).toBeCloseTo(low, 9);
    expect(studentQuantile(0.025, degrees)).toBeCloseTo(-high, 9);
  });

  it('refuses what is no distribution', () => {
    expect(() => studentQuantile(0.9, 0)).toThrow(RangeError);
    expect(() => studentQuantile(0.9, NaN)).toThrow(RangeError);
    expect(() => studentQuantile(1, 5)).toThrow(RangeError);
  });
});

// R 4.2: pt(c(.1, 1, 2.5, 12), df)
describe('studentUpperTail', () => {
  it.each([
    [1, [0.531725517430554, 0.75, 0.878881058409157, 0.97353532394041]],
    [2.5, [0.536096727968755, 0.797969486360863, 0.947715018460922, 0.998581892484961]],
    [10, [0.538839640717796, 0.82955343384897, 0.984276577881696, 0.999999853929559]],
    [100, [0.539727734452074, 0.840137922107938, 0.992977105437961, 1]],
  ])('with %p degrees', (degrees, below) => {
    const above = [0.1, 1, 2.5, 12].map((t) => studentUpperTail(t, degrees));
    above.forEach((tail, i) => expect(tail).toBeCloseTo(1 - (below[i] ?? NaN), 11));
  });
});
