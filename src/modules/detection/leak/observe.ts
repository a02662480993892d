import { type Owners, ownersAt } from './history.ts';
import type { Assignment, OrderHistory } from './types.ts';

/** Two weeks and a day: short against a month of checking, long against the weekday on which somebody delivers. */
export const periodDays = 15;
/** Ages of a possible change that are weighed, in periods before `asOf`: finer where it is recent, a year at most. */
export const changeAges = [1, 2, 3, 4, 6, 8, 11, 14, 18, 24] as const;
export const ageCount = changeAges.length;
/** Baseline periods are read back this far beyond the oldest change: two years, beyond which orders count a quarter. */
const basePeriods = 49;
const maxPeriods = basePeriods + 24;

/** Two months: how a customer does lately, beside how it has always done. */
const freshHalfLife = 60;

/** What the baseline depends on; fitted on the clean past. */
export interface BaselineShape {
  /** Days after which an order counts half in a customer's baseline. */
  readonly halfLife: number;
}

/**
 * What was seen and what the baseline says, per customer and age of change (`customer * ageCount + age`).
 * "Since" the change is the window `[asOf - changeAges[age] * periodDays, asOf)`, "before" is everything older.
 */
export interface Observation {
  readonly asOf: number;
  readonly customerCount: number;
  readonly owners: Owners;
  /** Last order before `asOf`, or -2147483648. */
  readonly lastDay: Int32Array;
  readonly firstDay: Int32Array;
  /** Oldest change that may be asked of this customer: the rep's own time and enough baseline; -1 for none. */
  readonly oldestAge: Int8Array;
  /** Orders since. */
  readonly seen: Float32Array;
  /** Discounted orders and exposure before. */
  readonly baseOrders: Float32Array;
  readonly baseExposure: Float32Array;
  /** The same, fading fast: what the last months before say. */
  readonly freshOrders: Float32Array;
  readonly freshExposure: Float32Array;
  /** Exposure since: periods times how busy the company was. Per age only. */
  readonly exposure: Float64Array;
  /** Sum of log amounts since, against the market's level of each period. */
  readonly logSeen: Float32Array;
  /** Discounted number and sum of log amounts before. */
  readonly baseLogWeight: Float32Array;
  readonly baseLogSum: Float32Array;
  /** Sum of squares about the baseline's moving level and its degrees of freedom, over the baseline. */
  readonly baseLogSquares: Float64Array;
  readonly baseLogFreedom: Float64Array;
}

/** How busy the company was: orders per active customer and median log amount, per period back from `asOf`. */
export interface Pulse {
  readonly rate: Float64Array;
  readonly level: Float64Array;
  readonly periods: number;
}

const logsOf = new WeakMap<OrderHistory, Float32Array>();

/** Log amounts of a history, kept as long as it is: the same orders are looked at on many days. */
function logAmounts(history: OrderHistory): Float32Array {
  const known = logsOf.get(history);
  if (known) return known;
  const logs = new Float32Array(history.amount.length);
  for (let i = 0; i < logs.length; i++) logs[i] = Math.log(history.amount[i]!);
  logsOf.set(history, logs);
  return logs;
}

/** Reads every order before `asOf` once; index 0 is the period that ends at `asOf`. */
export function companyPulse(history: OrderHistory, asOf: number): Pulse {
  const { offsets, day, customerCount } = history;
  const logAmount = logAmounts(history);
  const orders = new Float64Array(maxPeriods);
  const logs = new Float64Array(maxPeriods);
  const active = new Float64Array(maxPeriods + 1);
  const horizon = asOf - maxPeriods * periodDays;
  let first = asOf;
  for (let c = 0; c < customerCount; c++) {
    const begin = offsets[c]!;
    const end = offsets[c + 1]!;
    if (begin === end || day[begin]! >= asOf) continue;
    if (day[begin]! < first) first = day[begin]!;
    // From the newest order back, until the horizon.
    let last = end - 1;
    while (last >= begin && day[last]! >= asOf) last--;
    for (let i = last; i > begin && day[i]! >= horizon; i--) {
      const p = ((asOf - 1 - day[i]!) / periodDays) | 0;
      orders[p]!++;
      logs[p]! += logAmount[i]!;
    }
    // Active from the period after the first order until a quarter after the last one.
    const oldest = Math.min(maxPeriods, Math.floor((asOf - 1 - day[begin]!) / periodDays));
    const newest = Math.max(0, Math.floor((asOf - 1 - (day[last]! + 90)) / periodDays) + 1);
    for (let p = newest; p < oldest; p++) active[p]!++;
  }
  const periods = Math.min(maxPeriods, Math.floor((asOf - first) / periodDays));
  const rate = new Float64Array(maxPeriods);
  const level = new Float64Array(maxPeriods);
  let mean = 0;
  for (let p = 0; p < periods; p++) {
    // Half a dozen customers at the least, or a period's rate would be one customer's habit.
    rate[p] = active[p]! >= 6 ? orders[p]! / active[p]! : 0;
    mean += rate[p]! / periods;
  }
  for (let p = 0; p < maxPeriods; p++) {
    rate[p] = rate[p]! > 0 && mean > 0 ? rate[p]! / mean : 1;
    level[p] = orders[p]! > 0 ? logs[p]! / orders[p]! : Number.NaN;
  }
  return { rate, level, periods };
}

/** @param pulse how busy the company was, where `history` is only a part of it */
export function observe(
  history: OrderHistory,
  assignment: Assignment,
  asOf: number,
  shape: BaselineShape,
  pulse: Pulse = companyPulse(history, asOf),
): Observation {
  const { offsets, day, customerCount } = history;
  const logAmount = logAmounts(history);
  const owners = ownersAt(assignment, customerCount, asOf);
  const cells = customerCount * ageCount;
  const seen = new Float32Array(cells);
  const baseOrders = new Float32Array(cells);
  const baseExposure = new Float32Array(cells);
  const freshOrders = new Float32Array(cells);
  const freshExposure = new Float32Array(cells);
  const logSeen = new Float32Array(cells);
  const baseLogWeight = new Float32Array(cells);
  const baseLogSum = new Float32Array(cells);
  const baseLogSquares = new Float64Array(customerCount);
  const baseLogFreedom = new Float64Array(customerCount);
  const firstDay = new Int32Array(customerCount).fill(-2147483648);
  const lastDay = new Int32Array(customerCount).fill(-2147483648);
  const oldestAge = new Int8Array(customerCount).fill(-1);
  const exposure = new Float64Array(ageCount);
  for (let p = 0, a = 0, sum = 0; p < 24; p++) {
    sum += pulse.rate[p]!;
    if (changeAges[a] === p + 1) exposure[a++] = sum;
  }
  const fresh = 2 ** (-periodDays / freshHalfLife);
  const fade = 2 ** (-periodDays / shape.halfLife);
  const counts = new Float64Array(maxPeriods + 1);
  const sums = new Float64Array(maxPeriods + 1);
  for (let c = 0; c < customerCount; c++) {
    const begin = offsets[c]!;
    let end = offsets[c + 1]!;
    while (end > begin && day[end - 1]! >= asOf) end--;
    if (begin === end) continue;
    const first = day[begin]!;
    firstDay[c] = first;
    lastDay[c] = day[end - 1]!;
    const span = asOf - first;
    const periods = Math.min(maxPeriods, Math.ceil(span / periodDays));
    counts.fill(0, 0, periods + 1);
    sums.fill(0, 0, periods + 1);
    const horizon = asOf - maxPeriods * periodDays;
    for (let i = end - 1; i > begin && day[i]! >= horizon; i--) {
      const p = ((asOf - 1 - day[i]!) / periodDays) | 0;
      counts[p]!++;
      sums[p]! += logAmount[i]!;
    }
    let orders = 0;
    let exposed = 0;
    let lately = 0;
    let latelyExposed = 0;
    let weight = 0;
    let sum = 0;
    let squares = 0;
    let freedom = 0;
    // The first order is the reason why we watch; it is amount evidence but no rhythm evidence.
    if (first >= horizon) {
      weight = 1;
      sum = logAmount[begin]!;
    }
    let age = ageCount - 1;
    const row = c * ageCount;
    const own = asOf - owners.since[c]!;
    for (let p = periods - 1; p >= 0; p--) {
      const part = p === periods - 1 && periods < maxPeriods ? (span - p * periodDays) / periodDays : 1;
      orders = orders * fade + counts[p]!;
      exposed = exposed * fade + part * pulse.rate[p]!;
      lately = lately * fresh + counts[p]!;
      latelyExposed = latelyExposed * fresh + part * pulse.rate[p]!;
      if (counts[p]! > 0) {
        if (weight > 0.5) {
          const off = sums[p]! / counts[p]! - sum / weight;
          squares += (off * off) / (1 / counts[p]! + 1 / weight);
          freedom++;
        }
      }
      weight = weight * fade + counts[p]!;
      sum = sum * fade + sums[p]!;
      while (age >= 0 && changeAges[age]! > p) age--;
      if (age >= 0 && changeAges[age]! === p) {
        baseOrders[row + age] = orders;
        baseExposure[row + age] = exposed;
        freshOrders[row + age] = lately;
        freshExposure[row + age] = latelyExposed;
        baseLogWeight[row + age] = weight;
        baseLogSum[row + age] = sum;
        if (oldestAge[c]! < 0 && p * periodDays <= own && orders + 1 >= 3 && exposed >= 2) oldestAge[c] = age;
      }
    }
    baseLogSquares[c] = squares;
    baseLogFreedom[c] = freedom;
    for (let p = 0, a = 0, n = 0, s = 0; p < 24 && p < periods; p++) {
      n += counts[p]!;
      s += sums[p]!;
      if (changeAges[a] === p + 1) {
        seen[row + a] = n;
        logSeen[row + a++] = s;
      }
    }
  }
  return {
    asOf,
    customerCount,
    owners,
    firstDay,
    lastDay,
    oldestAge,
    seen,
    baseOrders,
    baseExposure,
    freshOrders,
    freshExposure,
    exposure,
    logSeen,
    baseLogWeight,
    baseLogSum,
    baseLogSquares,
    baseLogFreedom,
  };
}
