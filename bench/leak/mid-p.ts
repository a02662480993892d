/** The two probability functions that the count baselines need. */

/** P(N < n) + ½ P(N = n) for a negative binomial with the given mean and size (variance mean + mean²/size). */
export function negativeBinomialMidP(n: number, mean: number, size: number): number {
  if (mean <= 0) return 0.5;
  const p = mean / (mean + size);
  let term = Math.pow(1 - p, size);
  let below = 0;
  for (let k = 0; k < n; k++) {
    below += term;
    term *= (p * (size + k)) / (k + 1);
  }
  return Math.min(below + term / 2, 1);
}

/**
 * Inverse normal distribution, relative error below 1.2e-9; ±8 beyond what a double can tell from 0 or 1.
 * @source P. J. Acklam, An algorithm for computing the inverse normal cumulative distribution function, 2003
 */
export function normalQuantile(p: number): number {
  if (p <= 1e-15) return -8;
  if (p >= 1 - 1e-15) return 8;
  if (p < 0.02425) return tail(Math.sqrt(-2 * Math.log(p)));
  if (p > 1 - 0.02425) return -tail(Math.sqrt(-2 * Math.log(1 - p)));
  const q = p - 0.5;
  const r = q * q;
  const top =
    (((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r - 30.66479806614716) * r +
      2.506628277459239) *
    q;
  const bottom =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r - 13.28068155288572) * r + 1;
  return top / bottom;
}

function tail(q: number): number {
  const top =
    ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q +
    2.938163982698783;
  const bottom = (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1;
  return top / bottom;
}
