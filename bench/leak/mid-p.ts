/** The probability function that the count baselines need, written apart from the engine's. */

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
