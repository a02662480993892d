/** What the baselines look at: counts, amounts and gaps per customer, relative to a reference year before t0. */

import type { OrderHistory } from '../../src/modules/detection/leak/types.ts';

/** A moment of a replicate: the history ends before `asOf`, reps are constant. */
export interface View {
  readonly history: OrderHistory;
  readonly rep: Int32Array;
  readonly repCount: number;
  /** End of the clean past; the reference year lies before it, so that no leak can have soiled it. */
  readonly t0Day: number;
  readonly asOf: number;
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

/** The year before `until`, or what there is of it. */
export function referenceWindow(history: OrderHistory, until: number): Window {
  let first = until;
  for (let c = 0; c < history.customerCount; c++) {
    const at = history.offsets[c] ?? 0;
    if (at < (history.offsets[c + 1] ?? 0)) first = Math.min(first, history.day[at] ?? until);
  }
  return windowOf(history, Math.max(first, until - 365), until);
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
export function silences(view: View, reference: Window): { silent: Float64Array; gap: Float64Array } {
  const { history, asOf } = view;
  const silent = new Float64Array(history.customerCount);
  for (let c = 0; c < silent.length; c++) {
    const end = history.offsets[c + 1] ?? 0;
    const any = end > (history.offsets[c] ?? 0);
    silent[c] = any ? asOf - (history.day[end - 1] ?? asOf) : reference.days;
  }
  return { silent, gap: shrunkCounts(reference).map((n) => reference.days / n) };
}

/** Sum over each rep's customers, divided by √n where `standardise` so that big and small books compare. */
export function perRep(view: View, values: Float64Array, standardise: boolean): Float64Array {
  const total = new Float64Array(view.repCount);
  const size = new Float64Array(view.repCount);
  values.forEach((value, c) => {
    const r = view.rep[c] ?? 0;
    total[r] = (total[r] ?? 0) + value;
    size[r] = (size[r] ?? 0) + 1;
  });
  return standardise ? total.map((value, r) => value / Math.sqrt(Math.max(size[r] ?? 1, 1))) : total;
}

export function clip(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
