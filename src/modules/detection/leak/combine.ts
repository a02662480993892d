import { featureCount, longFeature, recentFeature, shapes } from './features.ts';
import { normalQuantile } from './special-functions.ts';

/** How much evidence for each shape chance gives an honest book; learnt on the clean past. */
export interface Calibration {
  /** Evidence that one honest book in ten exceeds, per feature. */
  readonly tenth: readonly number[];
  /** Nats of rarity per nat of evidence beyond that. */
  readonly slope: readonly number[];
}

/**
 * Log prior odds of thin, capture and shave, 6 : 4 : 1. Whole orders are diverted rather than whole customers,
 * because that goes unnoticed longer; a part of an order seldom, because goods and invoice must still match.
 */
const prior = [Math.log(6 / 4), 0, Math.log(1 / 4)] as const;

/**
 * How the three readings of "fewer orders" weigh: the likelihood ratio, which is sharp where its law holds, the last
 * two months against a clean year, which hardly any honest drift can imitate, and the last seven against all before.
 */
const readings = { likelihood: 0.4, recent: 0.6, long: 0.4 } as const;

/** Orders that go elsewhere also leave customers silent, so the two count together as well: three tenths of their sum. */
const together = 0.3;

/** Exponential tail through the 90 % and 99 % points of honest books: needs no more data than there is. */
export function calibrate(rows: Float64Array): Calibration {
  const tenth: number[] = [];
  const slope: number[] = [];
  const column = new Float64Array(rows.length / featureCount);
  for (let s = 0; s < shapes.length; s++) {
    for (let i = 0; i < column.length; i++) column[i] = rows[i * featureCount + s]!;
    column.sort();
    const enough = column.length >= 200;
    // Without honest books to read off: a likelihood ratio as rare as it says.
    tenth.push(enough ? quantile(column, 0.9) : 0);
    slope.push(enough ? Math.log(10) / Math.max(0.2, quantile(column, 0.99) - quantile(column, 0.9)) : 1);
  }
  // Shortfalls are in standard deviations already: what the normal distribution says of them needs no practice.
  for (let s = shapes.length; s < featureCount; s++) {
    tenth.push(normalQuantile(0.9));
    slope.push(Math.log(10) / (normalQuantile(0.99) - normalQuantile(0.9)));
  }
  return { tenth, slope };
}

/** Rarity of a shape's evidence in nats: 2.3 is one honest book in ten, 4.6 one in a hundred. */
export function rarity(calibration: Calibration, rows: Float64Array, index: number, shape: number): number {
  const beyond = rows[index * featureCount + shape]! - calibration.tenth[shape]!;
  return Math.log(10) + calibration.slope[shape]! * beyond;
}

/**
 * One score for a rep. A plain maximum would pay for one shape with another; here each shape's evidence is first
 * put on the scale of how rare it is among honest books, since the shapes' tails differ, and then weighed by prior.
 */
export function combine(calibration: Calibration, rows: Float64Array, index: number): number {
  const thin =
    readings.likelihood * rarity(calibration, rows, index, 0) +
    readings.recent * rarity(calibration, rows, index, recentFeature) +
    readings.long * rarity(calibration, rows, index, longFeature);
  const capture = rarity(calibration, rows, index, 1);
  const shave = rarity(calibration, rows, index, 2);
  const odds = [thin + prior[0], capture + prior[1], shave + prior[2]];
  const high = Math.max(...odds);
  const sum = odds.reduce((total, odd) => total + Math.exp(odd - high), 0);
  return high + Math.log(sum / shapes.length) + together * (thin + capture);
}

/** Share of each shape in the odds of a rep, by the likelihoods, which tell shapes apart; sums to 1. */
export function shapeOdds(calibration: Calibration, rows: Float64Array, index: number): [number, number, number] {
  const odds = prior.map((p, s) => p + rarity(calibration, rows, index, s));
  const high = Math.max(...odds);
  const [a, b, c] = [Math.exp(odds[0]! - high), Math.exp(odds[1]! - high), Math.exp(odds[2]! - high)];
  const total = a + b + c;
  return [a / total, b / total, c / total];
}

/** Linear interpolation between order statistics; NaN for nothing. */
export function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (at - low);
}
