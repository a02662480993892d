import { ageCount, changeAges, type Observation, periodDays } from './observe.ts';

export const thinStrengths = [0.12, 0.25, 0.45, 0.75] as const;
export const captureStrengths = [0.12, 0.25, 0.45, 0.75] as const;
export const shaveStrengths = [0.12, 0.25, 0.45, 0.75] as const;
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
  /** Orders' worth of trust in the long-run rate against the last months'. */
  readonly steadiness: number;
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

/** Two months: how long it takes to take one's customers along. */
const takingPeriods = 4;
const silence = new Float64Array(ageCount);
const logKeepThin = thinStrengths.map((f) => Math.log(1 - f));
const logStay = captureStrengths.map((f) => Math.log(1 - f));
const logKeepShave = shaveStrengths.map((f) => Math.log(1 - f));

/** Market factors per age: what today's middle reps saw over what their customers' baselines said. */
export interface MarketFactors {
  readonly orders: Float64Array;
  readonly logAmount: Float64Array;
}

/** Gamma shape of what the baseline knows about a customer's rate. */
export function knowledge(law: CustomerLaw, observation: Observation, cell: number): number {
  return law.priorShape + observation.baseOrders[cell]! / law.dispersion;
}

/** Orders per unit of exposure: the long-run rate, moved towards the last months' as far as these can be trusted. */
export function rateOf(law: CustomerLaw, observation: Observation, cell: number): number {
  const long =
    (law.priorShape + observation.baseOrders[cell]! / law.dispersion) /
    (law.priorExposure + observation.baseExposure[cell]! / law.dispersion);
  return (
    (law.steadiness + observation.freshOrders[cell]! / law.dispersion) /
    (law.steadiness / long + observation.freshExposure[cell]! / law.dispersion)
  );
}

/** Variance of the mean log amount of `orders` orders about a baseline worth `weight` orders, `years` ahead. */
export function amountSpread(law: CustomerLaw, variance: number, orders: number, weight: number, years: number): number {
  return variance * (1 / orders + 1 / weight) + law.amountJitter + law.amountDrift * years;
}

/** Variance of a customer's log amounts about its own level, shrunk to everybody's. */
export function amountVarianceOf(law: CustomerLaw, observation: Observation, customer: number): number {
  return (
    (law.amountPrior * law.amountVariance + observation.baseLogSquares[customer]!) /
    (law.amountPrior + observation.baseLogFreedom[customer]!)
  );
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
      expected[rep]! += rateOf(law, observation, cell) * observation.exposure[age]!;
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
  const s2 = amountVarianceOf(law, observation, customer);
  for (let age = 0; age <= oldest; age++) {
    const days = changeAges[age]! * periodDays;
    const cell = row + age;
    const years = days / 365;
    const shape = 1 / (1 / knowledge(law, observation, cell) + law.jitter + law.drift * years);
    const orders = observation.seen[cell]!;
    const n = orders / law.dispersion;
    const mean = rateOf(law, observation, cell) * observation.exposure[age]! * market.orders[age]!;
    const w = observation.baseLogWeight[cell]!;
    const v = orders > 0 && w > 0.5 ? amountSpread(law, s2, orders, w, years) : 0;
    const off = v > 0 ? observation.logSeen[cell]! / orders - observation.baseLogSum[cell]! / w - market.logAmount[age]! : 0;
    // The market factor holds the average loss by attrition, which the law below counts by itself.
    const mu = (mean * Math.exp((hazard * days) / 2)) / law.dispersion;
    const quiet = silent < days ? silent : days;
    const gone = 1 - Math.exp(-hazard * quiet);
    const part = 1 - quiet / days;
    // Probability (up to what all hypotheses share) of n orders: still there, or gone after the last one.
    const power = n + shape;
    const there0 = power * Math.log(shape + mu);
    // Whoever ordered a fortnight ago has hardly left; most customers have, and most of the time would go here.
    const here = orders > 0 && gone < 0.002;
    const short0 = here ? there0 : power * Math.log(orders > 0 ? shape + mu * part : shape);
    const p0 = here ? 0 : Math.log(1 - gone + gone * Math.exp(Math.min(60, there0 - short0)));
    for (let k = 0; k < thinStrengths.length; k++) {
      const keep = 1 - thinStrengths[k]!;
      const there = power * Math.log(shape + mu * keep);
      const short = here ? there : orders > 0 ? power * Math.log(shape + mu * keep * part) : short0;
      const p = here ? 0 : Math.log(1 - gone + gone * Math.exp(Math.min(60, there - short)));
      out[k * ageCount + age] = clipped(n * logKeepThin[k]! - there + there0 + p - p0);
    }
    silence[age] = orders > 0 ? 0 : Math.exp(Math.min(60, there0 - short0 - p0));
    if (v > 0) {
      const still = 1 + (off * off) / (5 * v);
      for (let k = 0; k < shaveStrengths.length; k++) {
        const rest = off - logKeepShave[k]!;
        // Student's t with five degrees: tails as heavy as order sizes have.
        out[thinCells + captureCells + k * ageCount + age] = clipped(3 * Math.log(still / (1 + (rest * rest) / (5 * v))));
      }
    }
  }
  for (let age = 0; age <= oldest; age++) {
    const left = goneSince(silence, age);
    for (let k = 0; k < captureStrengths.length; k++) {
      const f = captureStrengths[k]!;
      out[thinCells + k * ageCount + age] = left === 0 ? logStay[k]! : clipped(Math.log(1 - f + f * left));
    }
  }
  // Beyond the oldest change that this customer can tell of, that one is the best answer there is.
  for (let k = 0; k < cellCount; k += ageCount) {
    for (let age = oldest + 1; age < ageCount; age++) out[k + age] = out[k + oldest]!;
  }
}

/**
 * Likelihood ratio "left at some time in the first two months after the change" against "stayed", from those of
 * "left at age ..." for each age. Customers are taken one after the other, not in a day.
 */
function goneSince(silence: Float64Array, age: number): number {
  const start = changeAges[age]!;
  const end = Math.max(0, start - takingPeriods);
  let sum = Math.max(0, takingPeriods - start);
  for (let a = age; a >= 0; a--) {
    const from = a > 0 ? changeAges[a - 1]! : 0;
    const width = changeAges[a]! - Math.max(from, end);
    if (width <= 0) break;
    sum += width * silence[a]!;
  }
  return sum / takingPeriods;
}

function clipped(x: number): number {
  return x > clip ? clip : x < -clip ? -clip : x;
}

/** log of the mean of e^x over `x[from..to)`. */
export function logMeanExp(x: Float64Array, from: number, to: number): number {
  let high = -Infinity;
  for (let i = from; i < to; i++) if (x[i]! > high) high = x[i]!;
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.exp(x[i]! - high);
  return high + Math.log(sum / (to - from));
}
