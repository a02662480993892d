import { monthOf, monthStarts } from './calendar.ts';
import { type CustomerLaw, knowledge, middleRatio, rateOf } from './evidence.ts';
import { ageCount, changeAges, type Observation, periodDays } from './observe.ts';
import type { Interval, MonthPoint, OrderHistory } from './types.ts';

/** What the judged window should have brought and did, per customer, rep and month. */
export interface Expectation {
  readonly from: number;
  readonly to: number;
  readonly months: readonly string[];
  /** Per customer. */
  readonly ordersSeen: Float64Array;
  readonly ordersExpected: Float64Array;
  readonly amountSeen: Float64Array;
  readonly amountExpected: Float64Array;
  /** Per rep, then month (`rep * months.length + month`); rep `repCount` is the whole company. */
  readonly seen: Float64Array;
  readonly expected: Float64Array;
  readonly money: Float64Array;
  readonly moneyExpected: Float64Array;
  /** Variance that customers' own chance gives the sums over the window, and per rep and month. */
  readonly ordersVariance: Float64Array;
  readonly moneyVariance: Float64Array;
  readonly monthOrdersVariance: Float64Array;
  readonly monthMoneyVariance: Float64Array;
}

/** Two-sided 90 %. */
const width = 1.645;

/**
 * Expected orders and money since `from`, out of baselines that end there (later for customers who came or changed
 * hands later), month by month at the market's level of that month.
 *
 * Customers with too few orders before the window are expected to do what they did, so they neither miss nor add.
 */
export function expectWindow(
  law: CustomerLaw,
  history: OrderHistory,
  observation: Observation,
  repCount: number,
  windowAge: number,
): Expectation {
  const to = observation.asOf;
  const from = to - changeAges[windowAge]! * periodDays;
  const starts = monthStarts(from, to);
  const monthCount = starts.length - 1;
  const months = starts.slice(0, monthCount).map(monthOf);
  const n = observation.customerCount;
  const cells = (repCount + 1) * monthCount;
  const seen = new Float64Array(cells);
  const expected = new Float64Array(cells);
  const money = new Float64Array(cells);
  const moneyExpected = new Float64Array(cells);
  const ordersSeen = new Float64Array(n);
  const ordersExpected = new Float64Array(n);
  const amountSeen = new Float64Array(n);
  const amountExpected = new Float64Array(n);
  const monthAt = new Uint8Array(to - from);
  for (let m = 0; m < monthCount; m++) monthAt.fill(m, starts[m]! - from, starts[m + 1]! - from);

  const fade = Math.log(2) / law.halfLife;
  const value = new Float64Array(n);
  const perDay = new Float64Array(n);
  const begins = new Int32Array(n);
  // First the raw sums: what the baselines say and what came, so that the market's level can be read off them.
  for (let c = 0; c < n; c++) {
    const rep = observation.owners.rep[c]! < 0 ? repCount : observation.owners.rep[c]!;
    const oldest = observation.oldestAge[c]!;
    const age = Math.min(windowAge, oldest);
    const begin = oldest < 0 ? to : to - changeAges[age]! * periodDays;
    begins[c] = begin;
    let weight = 0;
    let sum = 0;
    for (let i = history.offsets[c]!; i < history.offsets[c + 1]! && history.day[i]! < to; i++) {
      const d = history.day[i]!;
      if (d < begin) {
        const w = Math.exp(fade * (d - begin));
        weight += w;
        sum += w * history.amount[i]!;
        if (d < from) continue;
      }
      const m = rep * monthCount + monthAt[d - from]!;
      ordersSeen[c]!++;
      amountSeen[c]! += history.amount[i]!;
      if (d >= begin) {
        seen[m]!++;
        money[m]! += history.amount[i]!;
      }
    }
    if (oldest < 0) continue;
    const cell = c * ageCount + age;
    perDay[c] = rateOf(law, observation, cell) / periodDays;
    value[c] = weight > 0 ? sum / weight : 0;
    for (let m = 0; m < monthCount; m++) {
      const days = starts[m + 1]! - Math.max(starts[m]!, begin);
      if (days <= 0) continue;
      expected[rep * monthCount + m]! += perDay[c]! * days;
      moneyExpected[rep * monthCount + m]! += perDay[c]! * days * value[c]!;
    }
  }
  const ordersLevel = new Float64Array(monthCount);
  const moneyLevel = new Float64Array(monthCount);
  const column = (table: Float64Array, m: number): Float64Array =>
    Float64Array.from({ length: repCount }, (_, r) => table[r * monthCount + m]!);
  for (let m = 0; m < monthCount; m++) {
    ordersLevel[m] = middleRatio(column(seen, m), column(expected, m), 1);
    moneyLevel[m] = middleRatio(column(money, m), column(moneyExpected, m), 1);
  }
  seen.fill(0);
  money.fill(0);
  expected.fill(0);
  moneyExpected.fill(0);
  const ordersVariance = new Float64Array(repCount + 1);
  const moneyVariance = new Float64Array(repCount + 1);
  const monthOrdersVariance = new Float64Array(cells);
  const monthMoneyVariance = new Float64Array(cells);
  const spread = Math.exp(law.amountVariance) - 1;
  for (let c = 0; c < n; c++) {
    const rep = observation.owners.rep[c]!;
    const targets = rep < 0 ? [repCount] : [rep, repCount];
    const begin = begins[c]!;
    const firstMonth = monthAt[Math.max(0, Math.min(begin, to - 1) - from)]!;
    const cell = c * ageCount + Math.max(0, Math.min(windowAge, observation.oldestAge[c]!));
    const relative = 1 / knowledge(law, observation, cell) + law.jitter + (law.drift * (to - begin)) / 365;
    let orders = 0;
    let amount = 0;
    for (let m = begin < to ? firstMonth : monthCount; m < monthCount; m++) {
      const days = starts[m + 1]! - Math.max(starts[m]!, begin);
      if (days <= 0) continue;
      const e = perDay[c]! * days * ordersLevel[m]!;
      const v = perDay[c]! * days * value[c]! * moneyLevel[m]!;
      orders += e;
      amount += v;
      for (const target of targets) {
        const month = target * monthCount + m;
        expected[month]! += e;
        moneyExpected[month]! += v;
        monthOrdersVariance[month]! += law.dispersion * e + relative * e * e;
        monthMoneyVariance[month]! += e > 0 ? (v * v * (1 + spread)) / e + relative * v * v : 0;
      }
    }
    for (let i = history.offsets[c + 1]! - 1; i >= history.offsets[c]! && history.day[i]! >= from; i--) {
      const d = history.day[i]!;
      if (d >= to) continue;
      const m = monthAt[d - from]!;
      // Before its own beginning a customer is expected to do what it did.
      const settled = d < begin;
      if (settled) {
        orders++;
        amount += history.amount[i]!;
      }
      for (const target of targets) {
        const month = target * monthCount + m;
        seen[month]!++;
        money[month]! += history.amount[i]!;
        if (settled) {
          expected[month]!++;
          moneyExpected[month]! += history.amount[i]!;
        }
      }
    }
    ordersExpected[c] = orders;
    amountExpected[c] = amount;
    if (observation.oldestAge[c]! < 0) continue;
    const w = Math.max(0.5, observation.baseLogWeight[cell]!);
    const size = spread / w + law.amountJitter + (law.amountDrift * (to - begin)) / 365;
    for (const target of targets) {
      ordersVariance[target]! += law.dispersion * orders + relative * orders * orders;
      moneyVariance[target]! += orders > 0 ? (amount * amount * (1 + spread)) / orders + (relative + size) * amount * amount : 0;
    }
  }
  return {
    from,
    to,
    months,
    ordersSeen,
    ordersExpected,
    amountSeen,
    amountExpected,
    seen,
    expected,
    money,
    moneyExpected,
    ordersVariance,
    moneyVariance,
    monthOrdersVariance,
    monthMoneyVariance,
  };
}

/** 90 % interval about a sum that cannot be negative, wider upwards as chance is: normal on the square root. */
export function interval(mean: number, variance: number): Interval {
  if (!(mean > 0)) return { low: 0, mid: Math.max(0, mean), high: 0 };
  const root = Math.sqrt(mean);
  const half = (width * Math.sqrt(variance)) / (2 * root);
  return { low: Math.max(0, root - half) ** 2, mid: mean, high: (root + half) ** 2 };
}

/** Sum over the window of one row of a table of months. */
export function rowSum(table: Float64Array, row: number, months: number): number {
  let sum = 0;
  for (let m = 0; m < months; m++) sum += table[row * months + m]!;
  return sum;
}

/** The months of one rep, or of the company with `rep = repCount`. */
export function trendOf(expectation: Expectation, rep: number): MonthPoint[] {
  const count = expectation.months.length;
  return expectation.months.map((month, m) => {
    const cell = rep * count + m;
    return {
      month,
      ordersSeen: expectation.seen[cell]!,
      ordersExpected: interval(expectation.expected[cell]!, expectation.monthOrdersVariance[cell]!),
      amountSeen: expectation.money[cell]!,
      amountExpected: interval(expectation.moneyExpected[cell]!, expectation.monthMoneyVariance[cell]!),
    };
  });
}
