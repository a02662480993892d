import { ageCount, changeAges, type Observation, periodDays } from './observe.ts';

export const thinStrengths = [0.1, 0.2, 0.3, 0.45, 0.6, 0.8] as const;
export const captureStrengths = [0.1, 0.2, 0.35, 0.55, 0.8] as const;
export const shaveStrengths = [0.1, 0.2, 0.3, 0.45, 0.6, 0.8] as const;
export const thinCells = thinStrengths.length * ageCount;
export const captureCells = captureStrengths.length * ageCount;
export const shaveCells = shaveStrengths.length * ageCount;
export const cellCount = thinCells + captureCells + shaveCells;

/** What a customer's honest future looks like; fitted on the company's clean past (see `baseline.ts`). */
export interface CustomerLaw {
  readonly halfLife: number;
  /** Gamma prior of rates among peers, in orders per exposure: shape and exposure. */
  readonly priorShape: number;
  readonly priorExposure: number;
  /** Variance of counts over mean for a fixed rate: below 1 where orders come regularly. */
  readonly dispersion: number;
  /** Relative variance of the rate per year of looking ahead, and at once. */
  readonly drift: number;
  readonly jitter: number;
  /** Share of customers per year that fall silent for honest reasons. */
  readonly attrition: number;
  /** Variance of log amounts among a customer's orders: pooled, and how many orders' worth the pool counts. */
  readonly amountVariance: number;
  readonly amountPrior: number;
  /** Variance of the level of log amounts per year of looking ahead, and at once. */
  readonly amountDrift: number;
  readonly amountJitter: number;
}

/** Evidence per customer is clipped here: nobody's single account may decide about a person. */
export const clip = 3;

const logKeepThin = thinStrengths.map((f) => Math.log(1 - f));
const logKeepShave = shaveStrengths.map((f) => Math.log(1 - f));

/** Market factors per age: what today's middle reps saw over what their customers' baselines said. */
export interface MarketFactors {
  readonly orders: Float64Array;
  readonly logAmount: Float64Array;
}

/** Posterior of a customer's rate at an age: gamma shape (in regular orders) and mean orders since without a change. */
function predict(law: CustomerLaw, observation: Observation, cell: number, age: number): { shape: number; mean: number } {
  const a = law.priorShape + observation.baseOrders[cell]! / law.dispersion;
  const b = law.priorExposure + observation.baseExposure[cell]! / law.dispersion;
  const years = (changeAges[age]! * periodDays) / 365;
  const spread = 1 / a + law.jitter + law.drift * years;
  return { shape: 1 / spread, mean: (a / b) * observation.exposure[age]! };
}

/**
 * Weighted middle half of the reps' ratios of seen to expected, per age: what happened to everybody.
 * A quarter of the book may be diverted on one side without moving it much.
 */
export function marketFactors(law: CustomerLaw, observation: Observation, repCount: number): MarketFactors {
  const { owners, oldestAge, seen, customerCount } = observation;
  const expected = new Float64Array(repCount);
  const got = new Float64Array(repCount);
  const shift = new Float64Array(repCount);
  const weight = new Float64Array(repCount);
  const orders = new Float64Array(ageCount).fill(1);
  const logAmount = new Float64Array(ageCount);
  for (let age = 0; age < ageCount; age++) {
    expected.fill(0);
    got.fill(0);
    shift.fill(0);
    weight.fill(0);
    for (let c = 0; c < customerCount; c++) {
      const rep = owners.rep[c]!;
      if (rep < 0 || oldestAge[c]! < age) continue;
      const cell = c * ageCount + age;
      expected[rep]! += predict(law, observation, cell, age).mean;
      got[rep]! += seen[cell]!;
      const n = seen[cell]!;
      const w = observation.baseLogWeight[cell]!;
      if (n > 0 && w > 0.5) {
        const v = law.amountVariance * (1 / n + 1 / w) + law.amountJitter;
        shift[rep]! += (observation.logSeen[cell]! / n - observation.baseLogSum[cell]! / w) / v;
        weight[rep]! += 1 / v;
      }
    }
    orders[age] = middleRatio(got, expected, 1);
    logAmount[age] = middleRatio(shift, weight, 0);
  }
  return { orders, logAmount };
}

/** Mean ratio over the middle half (by weight) of the entries. */
export function middleRatio(numerator: Float64Array, denominator: Float64Array, otherwise: number): number {
  const order: number[] = [];
  let total = 0;
  for (let i = 0; i < denominator.length; i++) {
    if (denominator[i]! > 0) {
      order.push(i);
      total += denominator[i]!;
    }
  }
  if (order.length === 0) return otherwise;
  order.sort((a, b) => numerator[a]! / denominator[a]! - numerator[b]! / denominator[b]! || a - b);
  let before = 0;
  let sum = 0;
  let weight = 0;
  for (const i of order) {
    const inside = Math.min(before + denominator[i]!, total * 0.75) - Math.max(before, total * 0.25);
    if (inside > 0) {
      sum += (numerator[i]! / denominator[i]!) * inside;
      weight += inside;
    }
    before += denominator[i]!;
  }
  return sum / weight;
}

/**
 * Log likelihood ratios "changed like this since then" against "nothing changed", written to
 * `out[0 .. cellCount)`: thin, capture and shave, each by strength and age. Zero where the customer cannot tell.
 */
export function customerEvidence(
  law: CustomerLaw,
  market: MarketFactors,
  observation: Observation,
  customer: number,
  out: Float64Array,
): void {
  out.fill(0);
  const oldest = observation.oldestAge[customer]!;
  if (oldest < 0) return;
  const row = customer * ageCount;
  const hazard = -Math.log(1 - law.attrition) / 365;
  const silent = observation.asOf - observation.lastDay[customer]!;
  const s2 =
    (law.amountPrior * law.amountVariance + observation.baseLogSquares[customer]!) /
    (law.amountPrior + observation.baseLogFreedom[customer]!);
  for (let age = 0; age < ageCount; age++) {
    const at = Math.min(age, oldest);
    const days = changeAges[at]! * periodDays;
    const cell = row + at;
    const { shape, mean } = predict(law, observation, cell, at);
    const n = observation.seen[cell]! / law.dispersion;
    // The market factor holds the average loss by attrition, which the law below counts by itself.
    const mu = (mean * market.orders[at]! * Math.exp((hazard * days) / 2)) / law.dispersion;
    const quiet = Math.min(silent, days);
    const goneWhileQuiet = 1 - Math.exp(-hazard * quiet);
    const part = 1 - quiet / days;
    // Log probability (up to what both sides share) of n orders: still there, or gone after the last one.
    const there0 = n * 0 - (n + shape) * Math.log(shape + mu);
    const gone0 = -(n + shape) * Math.log(shape + mu * part);
    const p0 = logMix(there0, gone0, goneWhileQuiet);
    for (let k = 0; k < thinStrengths.length; k++) {
      const keep = 1 - thinStrengths[k]!;
      const there = n * logKeepThin[k]! - (n + shape) * Math.log(shape + mu * keep);
      const gone = n * logKeepThin[k]! - (n + shape) * Math.log(shape + mu * part * keep);
      out[k * ageCount + age] = clipped(logMix(there, gone, goneWhileQuiet) - p0);
    }
    // Capture: nothing at all since the change, or nothing changed.
    const silence = observation.seen[cell]! > 0 ? 0 : Math.exp(Math.min(50, -shape * Math.log(shape) - p0));
    for (let k = 0; k < captureStrengths.length; k++) {
      const f = captureStrengths[k]!;
      out[thinCells + k * ageCount + age] = clipped(Math.log(1 - f + f * silence));
    }
    const orders = observation.seen[cell]!;
    const w = observation.baseLogWeight[cell]!;
    if (orders > 0 && w > 0.5) {
      const years = days / 365;
      const v = s2 * (1 / orders + 1 / w) + law.amountJitter + law.amountDrift * years;
      const off = observation.logSeen[cell]! / orders - observation.baseLogSum[cell]! / w - market.logAmount[at]!;
      for (let k = 0; k < shaveStrengths.length; k++) {
        const shift = logKeepShave[k]!;
        // Student's t with five degrees: tails as heavy as order sizes have.
        const ratio = -3 * (Math.log1p(((off - shift) * (off - shift)) / v / 5) - Math.log1p((off * off) / v / 5));
        out[thinCells + captureCells + k * ageCount + age] = clipped(ratio);
      }
    }
  }
}

function clipped(x: number): number {
  return x > clip ? clip : x < -clip ? -clip : x;
}

/** log((1 − p)·e^a + p·e^b) */
function logMix(a: number, b: number, p: number): number {
  if (p < 1e-12) return a;
  const high = a > b ? a : b;
  return high + Math.log((1 - p) * Math.exp(a - high) + p * Math.exp(b - high));
}

/** log of the mean of e^x over `x[from..to)`. */
export function logMeanExp(x: Float64Array, from: number, to: number): number {
  let high = -Infinity;
  for (let i = from; i < to; i++) if (x[i]! > high) high = x[i]!;
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.exp(x[i]! - high);
  return high + Math.log(sum / (to - from));
}
