import { betaI, gammaQ, hypergeometric, logGamma } from './special-functions.ts';

/** P(N = n) of a negative binomial with the given mean and gamma shape; variance is `mean + mean² / shape`. */
export function negativeBinomial(n: number, mean: number, shape: number): number {
  return Math.exp(
    logGamma(n + shape) -
      logGamma(shape) -
      logGamma(n + 1) +
      shape * Math.log(shape / (shape + mean)) +
      (n > 0 ? n * Math.log(mean / (shape + mean)) : 0),
  );
}

/** P(N ≤ n). */
export function negativeBinomialCdf(n: number, mean: number, shape: number): number {
  return n < 0 ? 0 : betaI(shape / (shape + mean), shape, n + 1);
}

/** P(N < n) + ½ P(N = n): a p-value for "too few" that is even on average. */
export function negativeBinomialMidP(n: number, mean: number, shape: number): number {
  return negativeBinomialCdf(n - 1, mean, shape) + negativeBinomial(n, mean, shape) / 2;
}

/** P(gap > t) where gaps have the given mean and gamma shape (1: exponential, larger: regular). */
export function gapSurvival(t: number, mean: number, shape: number): number {
  return gammaQ(shape, (shape * t) / mean);
}

/** The gap that only a share `tail` of gaps exceeds. */
export function gapLimit(tail: number, mean: number, shape: number): number {
  let low = 0;
  let high = mean;
  while (gapSurvival(high, mean, shape) > tail) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (gapSurvival(middle, mean, shape) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Mean number of observations until a one-sided CUSUM `S = max(0, S + x − slack)` of unit normal observations with
 * mean `shift` passes `limit`.
 *
 * @source D. Siegmund (1985): closed form with the limit moved out by 1.166; within 3 % of simulation
 */
export function cusumRunLength(shift: number, slack: number, limit: number): number {
  const drift = shift - slack;
  const b = limit + 1.166;
  if (Math.abs(drift) < 1e-6) return b * b;
  return (Math.exp(-2 * drift * b) + 2 * drift * b - 1) / (2 * drift * drift);
}

/** Parameters of BG/NBD: gamma rates (shape r, exposure alpha), beta drop-out (a, b). */
export interface BgNbd {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** Repeat purchases, time of the last one and time observed, per customer, in one unit of time. */
export interface PurchaseSummary {
  readonly frequency: ArrayLike<number>;
  readonly recency: ArrayLike<number>;
  readonly age: ArrayLike<number>;
}

/** @source Fader, Hardie, Lee (2005), eq. 6 */
export function bgNbdLogLikelihood({ r, alpha, a, b }: BgNbd, data: PurchaseSummary): number {
  const shared = logGamma(a + b) - logGamma(b) - logGamma(r) + r * Math.log(alpha);
  let sum = 0;
  for (let i = 0; i < data.frequency.length; i++) {
    const x = data.frequency[i]!;
    const alive = -(r + x) * Math.log(alpha + data.age[i]!);
    const gone = x > 0 ? Math.log(a / (b + x - 1)) - (r + x) * Math.log(alpha + data.recency[i]!) : -Infinity;
    const high = Math.max(alive, gone);
    sum +=
      shared + logGamma(b + x) - logGamma(a + b + x) + logGamma(r + x) + high + Math.log(Math.exp(alive - high) + Math.exp(gone - high));
  }
  return sum;
}

/** P(still a customer). One-time buyers count as alive, which is the model's well-known weakness. */
export function bgNbdAlive({ r, alpha, a, b }: BgNbd, x: number, recency: number, age: number): number {
  if (x === 0) return 1;
  return 1 / (1 + (a / (b + x - 1)) * ((alpha + age) / (alpha + recency)) ** (r + x));
}

/** Expected purchases in the next `ahead`. @source Fader, Hardie, Lee (2005), eq. 10 */
export function bgNbdExpected(model: BgNbd, x: number, recency: number, age: number, ahead: number): number {
  const { r, alpha, a, b } = model;
  const z = ahead / (alpha + age + ahead);
  const shrink = ((alpha + age) / (alpha + age + ahead)) ** (r + x) * hypergeometric(r + x, b + x, a + b + x - 1, z);
  return ((a + b + x - 1) / (a - 1)) * (1 - shrink) * bgNbdAlive(model, x, recency, age);
}

/** Maximum likelihood by Nelder-Mead on the logarithms of the parameters. */
export function fitBgNbd(data: PurchaseSummary): BgNbd & { readonly logLikelihood: number } {
  const unpack = (p: readonly number[]): BgNbd => ({
    r: Math.exp(p[0]!),
    alpha: Math.exp(p[1]!),
    a: Math.exp(p[2]!),
    b: Math.exp(p[3]!),
  });
  const best = nelderMead((p) => -bgNbdLogLikelihood(unpack(p), data), [0, 0, 0, 0]);
  const model = unpack(best);
  return { ...model, logLikelihood: bgNbdLogLikelihood(model, data) };
}

/** The usual simplex with reflection, expansion, contraction and shrinkage; stops at 1e-12 or 4,000 steps. */
function nelderMead(f: (x: readonly number[]) => number, start: readonly number[]): number[] {
  const n = start.length;
  const simplex = [start, ...start.map((_, i) => start.map((v, j) => (i === j ? v + 0.5 : v)))].map((x) => ({
    x: [...x],
    y: f(x),
  }));
  for (let step = 0; step < 4000; step++) {
    simplex.sort((p, q) => p.y - q.y);
    const worst = simplex[n]!;
    if (worst.y - simplex[0]!.y < 1e-12 * Math.abs(worst.y)) break;
    const centre = start.map((_, j) => simplex.slice(0, n).reduce((s, p) => s + p.x[j]!, 0) / n);
    const along = (t: number): { x: number[]; y: number } => {
      const x = centre.map((c, j) => c + t * (c - worst.x[j]!));
      return { x, y: f(x) };
    };
    const reflected = along(1);
    if (reflected.y < simplex[0]!.y) {
      const further = along(2);
      simplex[n] = further.y < reflected.y ? further : reflected;
    } else if (reflected.y < simplex[n - 1]!.y) {
      simplex[n] = reflected;
    } else {
      const nearer = along(reflected.y < worst.y ? 0.5 : -0.5);
      if (nearer.y < Math.min(reflected.y, worst.y)) simplex[n] = nearer;
      else {
        for (let i = 1; i <= n; i++) {
          const x = simplex[i]!.x.map((v, j) => (v + simplex[0]!.x[j]!) / 2);
          simplex[i] = { x, y: f(x) };
        }
      }
    }
  }
  return simplex.toSorted((p, q) => p.y - q.y)[0]!.x;
}
