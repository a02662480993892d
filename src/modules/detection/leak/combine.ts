import { featureCount } from './features.ts';

/** How much evidence for each shape chance gives an honest book; learnt on the clean past. */
export interface Calibration {
  /** Evidence that one honest book in ten exceeds, per shape. */
  readonly tenth: readonly number[];
  /** Nats of rarity per nat of evidence beyond that. */
  readonly slope: readonly number[];
}

/**
 * Log prior odds of thin, capture and shave, 6 : 4 : 1. Whole orders are diverted rather than whole customers,
 * because that goes unnoticed longer; a part of an order seldom, because goods and invoice must still match.
 */
const prior = [Math.log(6 / 4), 0, Math.log(1 / 4)] as const;

/** Orders that go elsewhere also leave customers silent, so the two count together as well: a fifth of their sum. */
const together = 0.2;

/** Exponential tail through the 90 % and 99 % points of honest books: needs no more data than there is. */
export function calibrate(rows: Float64Array): Calibration {
  const tenth: number[] = [];
  const slope: number[] = [];
  const column = new Float64Array(rows.length / featureCount);
  for (let s = 0; s < featureCount; s++) {
    for (let i = 0; i < column.length; i++) column[i] = rows[i * featureCount + s]!;
    column.sort();
    const enough = column.length >= 200;
    // Without honest books to read off: a likelihood ratio as rare as it says.
    tenth.push(enough ? quantile(column, 0.9) : 0);
    slope.push(enough ? Math.log(10) / Math.max(0.2, quantile(column, 0.99) - quantile(column, 0.9)) : 1);
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
  const thin = rarity(calibration, rows, index, 0);
  const capture = rarity(calibration, rows, index, 1);
  const shave = rarity(calibration, rows, index, 2);
  const odds = [thin + prior[0], capture + prior[1], shave + prior[2]];
  const high = Math.max(odds[0]!, odds[1]!, odds[2]!);
  const sum = Math.exp(odds[0]! - high) + Math.exp(odds[1]! - high) + Math.exp(odds[2]! - high);
  return high + Math.log(sum / featureCount) + together * (thin + capture);
}

/** Share of each shape in the odds of a rep; sums to 1. */
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
