import { featureCount } from './features.ts';

/**
 * One score for a rep: the log of the mean likelihood ratio over the three shapes.
 *
 * Each shape's evidence is already a mean over strengths and ages, so this is the log odds by which somebody with
 * even odds and no opinion on shape, strength or age would change his mind. A plain maximum would pay for one
 * shape with another; a mean of ratios costs each shape log 3 at most.
 */
export function combine(rows: Float64Array, index: number): number {
  const at = index * featureCount;
  let high = -Infinity;
  for (let s = 0; s < featureCount; s++) high = Math.max(high, rows[at + s]!);
  let sum = 0;
  for (let s = 0; s < featureCount; s++) sum += Math.exp(rows[at + s]! - high);
  return high + Math.log(sum / featureCount);
}

/** Linear interpolation between order statistics; NaN for nothing. */
export function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (at - low);
}
