import { type CustomerLaw, knowledge, type MarketFactors, rateOf } from './evidence.ts';
import { ageCount, changeAges, type Observation, periodDays } from './observe.ts';
import { negativeBinomialMidP } from './purchase-models.ts';
import { rhythmOf } from './rhythm.ts';
import { normalQuantile } from './special-functions.ts';
import type { OrderHistory } from './types.ts';

/** In standard deviations: one closed account must not decide about a person. */
export const deficitClip = 2;

/** Two months: long enough for most customers to have ordered, short enough to be news. */
const recentDays = 60;
/** The last seven months, for leaks too thin to show in two. */
const longAge = changeAges.indexOf(14);
/** After a change of hands customers look around for a quarter; their two months before that say nothing either. */
const settledDays = recentDays + 90;
const referenceDays = 365;
const never = -2147483648;

/** What each customer used to order before a day by which no leak can have soiled it. */
export interface Reference {
  readonly until: number;
  readonly count: Float64Array;
  /** Orders of the average customer: the weight of one order pulls everybody towards it. */
  readonly mean: number;
}

/** Counts the year before `until`. */
export function referenceOf(history: OrderHistory, until: number): Reference {
  const count = countIn(history, until - referenceDays, until);
  return { until, count, mean: sum(count) / Math.max(1, count.length) };
}

/**
 * How much counts scatter beyond chance: the size of a negative binomial, by moments, from how the last 90 days
 * before `until` fell about the year before them. At most 50, which is hardly any; 5 where there is nothing to learn from.
 */
export function scatterOf(history: OrderHistory, until: number): number {
  const reference = referenceOf(history, until - 90);
  if (reference.mean === 0) return 5;
  const seen = countIn(history, until - 90, until);
  const want = reference.count.map((count) => shrunk(reference, count));
  const scale = sum(seen) / sum(want);
  let extra = 0;
  let squares = 0;
  want.forEach((value, c) => {
    const mean = value * scale;
    extra += (seen[c]! - mean) ** 2 - mean;
    squares += mean * mean;
  });
  return Math.min(50, squares / Math.max(extra, 1e-9));
}

/**
 * Per customer, by how many standard deviations the last two months fall short of the reference, where the company as
 * a whole comes out even: season and market are taken out. Negative for a surplus, NaN where the customer cannot tell
 * (nobody's, new since the reference, lost before it ended, or just handed over).
 */
export function recentDeficits(
  law: CustomerLaw,
  history: OrderHistory,
  observation: Observation,
  reference: Reference,
  scatter: number,
): Float64Array {
  const { asOf, owners, firstDay } = observation;
  const seen = countIn(history, asOf - recentDays, asOf);
  const want = new Float64Array(seen.length).fill(Number.NaN);
  let wanted = 0;
  let got = 0;
  for (let c = 0; c < want.length; c++) {
    const isTelling =
      owners.rep[c]! >= 0 &&
      firstDay[c]! > never &&
      firstDay[c]! < reference.until &&
      asOf - owners.since[c]! >= settledDays &&
      !wasLostBy(law, observation, c, reference.until);
    if (!isTelling) continue;
    want[c] = shrunk(reference, reference.count[c]!);
    wanted += want[c]!;
    got += seen[c]!;
  }
  const scale = wanted > 0 ? got / wanted : 0;
  return want.map((value, c) => (Number.isNaN(value) || scale === 0 ? value : deficit(seen[c]!, value * scale, scatter)));
}

/** The same over the last seven months, or as long as the customer can tell, against what it did before them. */
export function longDeficits(law: CustomerLaw, market: MarketFactors, observation: Observation): Float64Array {
  const { owners, oldestAge, seen, exposure } = observation;
  const deficits = new Float64Array(observation.customerCount).fill(Number.NaN);
  for (let c = 0; c < deficits.length; c++) {
    if (owners.rep[c]! < 0 || oldestAge[c]! < 0) continue;
    const age = Math.min(longAge, oldestAge[c]!);
    if (wasLostBy(law, observation, c, observation.asOf - changeAges[age]! * periodDays)) continue;
    const cell = c * ageCount + age;
    const years = (changeAges[age]! * periodDays) / 365;
    const shape = 1 / (1 / knowledge(law, observation, cell) + law.jitter + law.drift * years);
    deficits[c] = deficit(seen[cell]!, rateOf(law, observation, cell) * exposure[age]! * market.orders[age]!, shape);
  }
  return deficits;
}

/** Silent for longer than its own rhythm explains by then already: no news since. */
function wasLostBy(law: CustomerLaw, observation: Observation, customer: number, day: number): boolean {
  const silent = day - observation.lastDay[customer]!;
  if (silent <= 0) return false;
  const rhythm = rhythmOf(law, observation, customer);
  return rhythm !== null && silent > rhythm.limit;
}

/** Negative-binomial mid-p as a normal score, clipped. */
function deficit(seen: number, mean: number, size: number): number {
  if (!(mean > 0)) return 0;
  const z = -normalQuantile(negativeBinomialMidP(seen, mean, size));
  return z > deficitClip ? deficitClip : z < -deficitClip ? -deficitClip : z;
}

function shrunk({ mean }: Reference, count: number): number {
  return ((count + 1) * mean) / (mean + 1);
}

/** Orders of every customer in `[from, to)`. */
function countIn({ customerCount, offsets, day }: OrderHistory, from: number, to: number): Float64Array {
  const count = new Float64Array(customerCount);
  for (let c = 0; c < customerCount; c++) {
    for (let i = offsets[c + 1]! - 1; i >= offsets[c]! && day[i]! >= from; i--) if (day[i]! < to) count[c]!++;
  }
  return count;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
