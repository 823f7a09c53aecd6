/** Σ cᵢ·xⁱ, the highest power first. */
const polynomial = (x: number, coefficients: readonly number[]): number =>
  coefficients.reduce((sum, c) => sum * x + c, 0);

const central = {
  over: [
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
  ],
  under: [
    5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1,
  ],
};
const middle = {
  over: [
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
    1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
    1.42343711074968357734,
  ],
  under: [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
    0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187,
    1,
  ],
};
const far = {
  over: [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
    0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699,
    6.6579046435011037772,
  ],
  under: [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
    7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
    0.59983220655588793769, 1,
  ],
};

/**
 * The quantile of the standard normal distribution: z with Φ(z) = p, for 0 < p < 1.
 *
 * Algorithm AS 241, PPND16, about 16 figures: M. J. Wichura, "The percentage points of the normal
 * distribution", Applied Statistics 37 (1988), 477–484.
 *
 * @throws RangeError outside of (0, 1)
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`A probability between 0 and 1 is needed, not ${p}.`);
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(r, central.over)) / polynomial(r, central.under);
  }
  const root = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  const [shift, set] = root <= 5 ? [1.6, middle] : [5, far];
  const z = polynomial(root - shift, set.over) / polynomial(root - shift, set.under);
  return q < 0 ? -z : z;
}

const gammaHalf = {
  over: [
    0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582,
    18154.981253343561249,
  ],
  under: [
    1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956,
  ],
};
const tail = {
  over: [
    1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497883943759412, 93.506656132177855979,
    597.27027639480026226, 2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124,
    9842.7148383839780218,
  ],
  under: [
    1, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
    18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
  ],
};
const asymptotic = {
  over: [
    0.02307344176494017303, 0.21589853405795699, 0.1274011611602473639, 0.022235277649508102,
    0.001421619193227893466, 2.9112874951168792e-5,
  ],
  under: [
    1, 1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244,
    7.29751555083966205e-5,
  ],
};
const { over: tailOver, under: tailUnder } = tail;

/**
 * The upper tail of the standard normal distribution, 1 − Φ(z), with small relative error far out.
 *
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation
 * 23 (1969), 631–637, in the form of algorithm 715 (ACM TOMS 19, 1993).
 */
export function normalUpperTail(z: number): number {
  const x = Math.abs(z);
  if (x <= 0.67448975) {
    const square = z * z;
    return 0.5 - (z * polynomial(square, gammaHalf.over)) / polynomial(square, gammaHalf.under);
  }
  const upper = Math.exp((-x * x) / 2) * scaledTail(x);
  return z > 0 ? upper : 1 - upper;
}

/** (1 − Φ(x))·exp(x²/2). */
function scaledTail(x: number): number {
  if (x <= Math.sqrt(32)) return polynomial(x, tailOver) / polynomial(x, tailUnder);
  const inverse = 1 / (x * x);
  const correction =
    (inverse * polynomial(inverse, asymptotic.over)) / polynomial(inverse, asymptotic.under);
  return (1 / Math.sqrt(2 * Math.PI) - correction) / x;
}
