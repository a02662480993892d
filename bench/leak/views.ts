/** What the baselines look at: counts, amounts and gaps per customer, relative to a reference year before t0. */

import type { OrderHistory } from '../../src/modules/detection/leak/types.ts';

/** What is known about the clean past of one replicate; the same for all its cells and checks. */
export interface Past {
  /** End of the clean past; the reference year lies before it, so that no leak can have soiled it. */
  readonly t0Day: number;
  readonly rep: Int32Array;
  readonly repCount: number;
  readonly reference: Window;
  /** Size of a negative binomial: how much 90-day counts scatter beyond chance. */
  readonly size: number;
  /** Variance of each book's 30-day figures around expectation in the reference year. */
  readonly monthlyCount: Float64Array;
  readonly monthlyAmount: Float64Array;
}

/** One check of one cell; `history` ends before `asOf`. */
export interface View {
  readonly past: Past;
  readonly history: OrderHistory;
  readonly asOf: number;
  /** The last 90 days. */
  readonly recent: Window;
  /** The 30-day periods from t0 to `asOf`. */
  readonly periods: readonly Window[];
}

export interface Window {
  readonly count: Float64Array;
  readonly amount: Float64Array;
  /** Sum of squared amounts. */
  readonly squares: Float64Array;
  readonly days: number;
}

/** Orders of every customer in `[from, to)`. */
export function windowOf(history: OrderHistory, from: number, to: number): Window {
  const n = history.customerCount;
  const count = new Float64Array(n);
  const amount = new Float64Array(n);
  const squares = new Float64Array(n);
  for (let c = 0; c < n; c++) {
    const low = history.offsets[c] ?? 0;
    for (let k = (history.offsets[c + 1] ?? 0) - 1; k >= low; k--) {
      const day = history.day[k] ?? 0;
      if (day < from) break;
      if (day >= to) continue;
      const a = history.amount[k] ?? 0;
      count[c] = (count[c] ?? 0) + 1;
      amount[c] = (amount[c] ?? 0) + a;
      squares[c] = (squares[c] ?? 0) + a * a;
    }
  }
  return { count, amount, squares, days: to - from };
}

/** `number` windows of 30 days each, the first from `from` on, in one pass. */
export function periodsOf(history: OrderHistory, from: number, number: number): readonly Window[] {
  const n = history.customerCount;
  const windows = Array.from({ length: number }, () => ({
    count: new Float64Array(n),
    amount: new Float64Array(n),
    squares: new Float64Array(n),
    days: 30,
  }));
  for (let c = 0; c < n; c++) {
    const low = history.offsets[c] ?? 0;
    for (let k = (history.offsets[c + 1] ?? 0) - 1; k >= low; k--) {
      const day = history.day[k] ?? 0;
      if (day < from) break;
      const window = windows[Math.floor((day - from) / 30)];
      if (window === undefined) continue;
      window.count[c] = (window.count[c] ?? 0) + 1;
      window.amount[c] = (window.amount[c] ?? 0) + (history.amount[k] ?? 0);
    }
  }
  return windows;
}

/** The year before `until`, or what there is of it. */
export function referenceWindow(history: OrderHistory, until: number): Window {
  let first = until;
  for (let c = 0; c < history.customerCount; c++) {
    const at = history.offsets[c] ?? 0;
    if (at < (history.offsets[c + 1] ?? 0)) first = Math.min(first, history.day[at] ?? until);
  }
  return windowOf(history, Math.max(first, until - 365), until);
}

/** `history` ends before t0. */
export function pastOf(history: OrderHistory, rep: Int32Array, repCount: number, t0Day: number): Past {
  const reference = referenceWindow(history, t0Day);
  const number = Math.max(1, Math.floor(reference.days / 30));
  const periods = periodsOf(history, t0Day - 30 * number, number);
  const variance = (pick: (window: Window) => Float64Array): Float64Array => {
    const total = new Float64Array(history.customerCount);
    for (const period of periods) {
      const seen = pick(period);
      const want = expected(pick(reference), seen);
      seen.forEach((value, c) => (total[c] = (total[c] ?? 0) + (value - (want[c] ?? 0)) ** 2 / number));
    }
    return perRep({ rep, repCount }, total, false);
  };
  return {
    t0Day,
    rep,
    repCount,
    reference,
    size: dispersion(history, t0Day, 90),
    monthlyCount: variance((window) => window.count),
    monthlyAmount: variance((window) => window.amount),
  };
}

/** How the last `days` before t0 scattered around the time before them (method of moments, at most 50). */
function dispersion(history: OrderHistory, t0Day: number, days: number): number {
  const before = referenceWindow(history, t0Day - days);
  if (before.days < days) return 5;
  const seen = windowOf(history, t0Day - days, t0Day).count;
  const want = expected(shrunkCounts(before), seen);
  let extra = 0;
  let squares = 0;
  want.forEach((mean, c) => {
    extra += ((seen[c] ?? 0) - mean) ** 2 - mean;
    squares += mean * mean;
  });
  return Math.min(squares / Math.max(extra, 1e-9), 50);
}

export function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/**
 * What each customer should show in a window, from the reference year, scaled so that the whole company
 * comes out even: season and market are then taken out.
 */
export function expected(reference: Float64Array, observed: Float64Array): Float64Array {
  const scale = sum(observed) / Math.max(sum(reference), 1e-9);
  return reference.map((value) => value * scale);
}

/** Reference counts pulled towards the average customer by one order's weight: nobody expects exactly nothing. */
export function shrunkCounts(reference: Window): Float64Array {
  const mean = sum(reference.count) / reference.count.length;
  return reference.count.map((n) => ((n + 1) * mean) / (mean + 1));
}

/** Days since the last order, and the usual gap (reference days per shrunk order). */
export function silences(view: View): { silent: Float64Array; gap: Float64Array } {
  const { history, asOf } = view;
  const { reference } = view.past;
  const silent = new Float64Array(history.customerCount);
  for (let c = 0; c < silent.length; c++) {
    const end = history.offsets[c + 1] ?? 0;
    const any = end > (history.offsets[c] ?? 0);
    silent[c] = any ? asOf - (history.day[end - 1] ?? asOf) : reference.days;
  }
  return { silent, gap: shrunkCounts(reference).map((n) => reference.days / n) };
}

/** Sum over each rep's customers, divided by √n where `standardise` so that big and small books compare. */
export function perRep(book: { rep: Int32Array; repCount: number }, values: Float64Array, standardise: boolean): Float64Array {
  const total = new Float64Array(book.repCount);
  const size = new Float64Array(book.repCount);
  values.forEach((value, c) => {
    const r = book.rep[c] ?? 0;
    total[r] = (total[r] ?? 0) + value;
    size[r] = (size[r] ?? 0) + 1;
  });
  return standardise ? total.map((value, r) => value / Math.sqrt(Math.max(size[r] ?? 1, 1))) : total;
}

export function clip(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
