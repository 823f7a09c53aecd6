import { logBeta } from '../special/beta.js';
import { logGamma } from '../special/gamma.js';
import { hypergeometric } from '../special/hypergeometric.js';
import type { PurchaseSummary } from './purchases.js';

/*
 * BG/NBD: how often customers who never say goodbye will buy. P. S. Fader, B. G. S. Hardie, K. L. Lee,
 * "'Counting your customers' the easy way: an alternative to the Pareto/NBD model", Marketing Science
 * 24 (2005), 275–284. It supposes that a customer, while alive, buys at random moments with a rate λ of
 * his own; that after each purchase he drops out with a probability p of his own; that λ follows a gamma
 * distribution (r, α), p a beta distribution (a, b), independently. So a customer without a repeat
 * purchase counts as alive, and seasons are not known.
 */

/** The model's parameters, all above 0. */
export interface BgNbd {
  r: number;
  /** In the unit of time. */
  alpha: number;
  a: number;
  b: number;
}

/** The odds that a customer has dropped out: a/(b + x − 1)·((α + T)/(α + t))^(r + x), 0 for x = 0. */
function oddsGone({ r, alpha, a, b }: BgNbd, customer: PurchaseSummary): number {
  const { repeats: x, last, watched } = customer;
  if (x === 0) return 0;
  return (a / (b + x - 1)) * ((alpha + watched) / (alpha + last)) ** (r + x);
}

/**
 * ln L of the parameters, summed over customers (equation 6, with the terms of its computation in
 * B. G. S. Hardie, "Implementing the BG/NBD model in Excel" (2005)):
 *
 *   ln[B(a, b + x)/B(a, b)] + ln[Γ(r + x)/Γ(r)] + r·ln α − (r + x)·ln(α + T) + ln(1 + odds gone)
 */
export function bgNbdLogLikelihood(model: BgNbd, customers: readonly PurchaseSummary[]): number {
  const { r, alpha, a, b } = model;
  const constant = r * Math.log(alpha) - logGamma(r) - logBeta(a, b);
  // Numbers of purchases are few: what depends on them alone is taken once each.
  const byRepeats = new Map<number, number>();
  let sum = 0;
  for (const customer of customers) {
    const { repeats: x, watched, customers: many = 1 } = customer;
    let term = byRepeats.get(x);
    if (term === undefined)
      byRepeats.set(x, (term = constant + logBeta(a, b + x) + logGamma(r + x)));
    const gone = Math.log1p(oddsGone(model, customer));
    sum += many * (term - (r + x) * Math.log(alpha + watched) + gone);
  }
  return sum;
}

/** The probability that a customer with this history has not dropped out (Fader, Hardie, Lee 2008). */
export function bgNbdAlive(model: BgNbd, customer: PurchaseSummary): number {
  return 1 / (1 + oddsGone(model, customer));
}

/** How near to 1 the parameter a may come before the formulas' two sides are averaged. */
const gap = 1e-5;

/**
 * How many purchases to expect of a customer with this history in the next `ahead` of time
 * (equation 10):
 *
 *   (a + b + x − 1)/(a − 1) · [1 − ((α + T)/(α + T + t))^(r + x) · ₂F₁(r + x, b + x; a + b + x − 1; t/(α + T + t))]
 *     ÷ (1 + odds gone)
 */
export function bgNbdExpected(model: BgNbd, customer: PurchaseSummary, ahead: number): number {
  const { r, alpha, b } = model;
  const { repeats: x, watched } = customer;
  const bought = aboutOne(model.a, (a) =>
    growth({ r: r + x, alpha: alpha + watched, a, b: b + x }, ahead),
  );
  return bought * bgNbdAlive(model, customer);
}

/** How many repeat purchases to expect of a new customer in his first `ahead` of time (equation 9). */
export function bgNbdExpectedOfNew({ r, alpha, a, b }: BgNbd, ahead: number): number {
  return aboutOne(a, (near) => growth({ r, alpha, a: near, b }, ahead));
}

/** (a + b − 1)/(a − 1) · [1 − (α/(α + t))^r · ₂F₁(r, b; a + b − 1; t/(α + t))]. */
function growth({ r, alpha, a, b }: BgNbd, t: number): number {
  const series = hypergeometric(r, b, a + b - 1, t / (alpha + t));
  return ((a + b - 1) / (a - 1)) * (1 - (alpha / (alpha + t)) ** r * series);
}

/** The formulas have a gap at a = 1, not the expectation itself. */
function aboutOne(a: number, f: (a: number) => number): number {
  return Math.abs(a - 1) < gap ? (f(1 - gap) + f(1 + gap)) / 2 : f(a);
}
