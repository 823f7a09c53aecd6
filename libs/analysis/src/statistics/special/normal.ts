/** Σ cᵢ·xⁱ, the highest power first. */
const polynomial = (x: number, coefficients: readonly number[]): number =>
  coefficients.reduce((sum, c) => sum * x + c, 0);

const central = {
  over: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
    1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ],
  under: [
    5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
    687.1870074920579, 42.31333070160091, 1,
  ],
};
const middle = {
  over: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
    3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  under: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008,
    0.6897673349851, 1.6763848301838038, 2.053191626637759, 1,
  ],
};
const far = {
  over: [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124,
    0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  under: [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133,
    0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
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
    0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709,
    18154.98125334356,
  ],
  under: [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673],
};
const tail = {
  over: [
    1.0765576773720192e-8, 0.39894151208813466, 8.883149788394375, 93.50665613217785,
    597.2702763948002, 2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
  ],
  under: [
    1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761,
    18615.571640885097, 34900.95272114598, 38912.00328609327, 19685.429676859992,
  ],
};
const asymptotic = {
  over: [
    0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.0222352776495081,
    0.0014216191932278934, 0.000029112874951168793,
  ],
  under: [
    1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824,
    0.00007297515550839662,
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
