/**
 * Simple fixed scores that the engine has to beat: one short function each, no fitting beyond the reference
 * year, higher means more suspicious. None may depend on the data set.
 */

import { clip, expected, perRep, referenceWindow, shrunkCounts, silences, sum, windowOf } from './views.ts';
import type { View, Window } from './views.ts';
import { negativeBinomialMidP, normalQuantile } from './mid-p.ts';

/** Per customer clip, in standard deviations: one closed account must not decide about a rep. */
const CLIP = 2;

export type Baseline = (view: View, reference: Window) => Float64Array;

/** Days since the last order over the usual gap, averaged over the book. */
function recency(view: View, reference: Window): Float64Array {
  const { silent, gap } = silences(view, reference);
  const ratio = silent.map((days, c) => Math.log(1 + days / (gap[c] ?? 1)));
  const mean = sum(ratio) / ratio.length;
  return perRep(view, ratio.map((value) => value - mean), true);
}

/** Customers silent for more than three of their gaps, against the company's share of them. */
function silentCustomers(view: View, reference: Window): Float64Array {
  const { silent, gap } = silences(view, reference);
  const flags = silent.map((days, c) => (days > 3 * (gap[c] ?? 1) ? 1 : 0));
  const share = sum(flags) / flags.length;
  return perRep(view, flags.map((flag) => flag - share), true);
}

/** Orders of the book in 90 days against the year before t0. */
function countRatio90(view: View, reference: Window): Float64Array {
  return shortfall(view, reference.count, windowOf(view.history, view.asOf - 90, view.asOf).count);
}

/** Money of the book in 90 days against the year before t0. */
function amountRatio90(view: View, reference: Window): Float64Array {
  return shortfall(view, reference.amount, windowOf(view.history, view.asOf - 90, view.asOf).amount);
}

function shortfall(view: View, reference: Float64Array, observed: Float64Array): Float64Array {
  const want = perRep(view, expected(reference, observed), false);
  const seen = perRep(view, observed, false);
  return want.map((value, r) => (value > 0 ? 1 - (seen[r] ?? 0) / value : NaN));
}

/** Negative-binomial mid-p of each customer's count, as a normal score clipped at ±2, summed over the book. */
function countDeficit(days: number): Baseline {
  return (view, reference) => {
    const seen = windowOf(view.history, view.asOf - days, view.asOf).count;
    const want = expected(shrunkCounts(reference), seen);
    const size = dispersion(view, days);
    const z = seen.map((n, c) => clip(-normalQuantile(negativeBinomialMidP(n, want[c] ?? 0, size)), CLIP));
    return perRep(view, z, true);
  };
}

/** NB size from how the last quarter before t0 scattered around the time before it (method of moments). */
function dispersion(view: View, days: number): number {
  const past = referenceWindow(view.history, view.t0Day - days);
  const seen = windowOf(view.history, view.t0Day - days, view.t0Day).count;
  if (past.days < days || sum(past.count) === 0) return 5;
  const want = expected(shrunkCounts(past), seen);
  let extra = 0;
  let squares = 0;
  want.forEach((mean, c) => {
    extra += ((seen[c] ?? 0) - mean) ** 2 - mean;
    squares += mean * mean;
  });
  return Math.min(squares / Math.max(extra, 1e-9), 50);
}

/** Missing money of each customer in standard deviations of a compound Poisson sum, clipped, summed over the book. */
function amountDeficit(days: number): Baseline {
  return (view, reference) => {
    const seen = windowOf(view.history, view.asOf - days, view.asOf).amount;
    const want = expected(reference.amount, seen);
    const z = want.map((mean, c) => {
      const total = reference.amount[c] ?? 0;
      const variance = total > 0 ? (reference.squares[c] ?? 0) * (mean / total) * (1 + mean / total) : 0;
      return variance > 0 ? clip((mean - (seen[c] ?? 0)) / Math.sqrt(variance), CLIP) : 0;
    });
    return perRep(view, z, true);
  };
}

/** CUSUM of the book's 30-day counts since t0, in units of their own scatter in the reference year, slack ½. */
function cusumOf(pick: (window: Window) => Float64Array): Baseline {
  return (view, reference) => {
    const cusum = new Float64Array(view.repCount);
    const variance = perRep(view, monthlyVariance(view, reference, pick), false);
    for (let to = view.t0Day + 30; to <= view.asOf; to += 30) {
      const observed = pick(windowOf(view.history, to - 30, to));
      const want = perRep(view, expected(pick(reference), observed), false);
      const seen = perRep(view, observed, false);
      want.forEach((mean, r) => {
        const z = (mean - (seen[r] ?? 0)) / Math.sqrt(Math.max(variance[r] ?? 0, 1e-9));
        cusum[r] = Math.max(0, (cusum[r] ?? 0) + clip(z, 4) - 0.5);
      });
    }
    return cusum;
  };
}

function monthlyVariance(view: View, reference: Window, pick: (window: Window) => Float64Array): Float64Array {
  const total = new Float64Array(view.history.customerCount);
  const months = Math.floor(reference.days / 30);
  for (let m = 1; m <= months; m++) {
    const seen = pick(windowOf(view.history, view.t0Day - 30 * m, view.t0Day - 30 * (m - 1)));
    const want = expected(pick(reference), seen);
    seen.forEach((value, c) => (total[c] = (total[c] ?? 0) + (value - (want[c] ?? 0)) ** 2 / months));
  }
  return total;
}

const SINGLE: Readonly<Record<string, Baseline>> = {
  recency,
  silent_customers: silentCustomers,
  count_ratio_90: countRatio90,
  amount_ratio_90: amountRatio90,
  count_deficit_90: countDeficit(90),
  count_deficit_180: countDeficit(180),
  amount_deficit_90: amountDeficit(90),
  amount_deficit_180: amountDeficit(180),
  cusum_count: cusumOf((window) => window.count),
  cusum_amount: cusumOf((window) => window.amount),
};

/** Names of all baselines, in the order of the tables. */
export const BASELINES: readonly string[] = [...Object.keys(SINGLE), 'max_z'];

/** All baselines at one check; the last is the plain maximum of the others after a robust standardisation over reps. */
export function scoreBaselines(view: View): Readonly<Record<string, Float64Array>> {
  const reference = referenceWindow(view.history, view.t0Day);
  const result: Record<string, Float64Array> = {};
  const max = new Float64Array(view.repCount).fill(-Infinity);
  for (const [name, baseline] of Object.entries(SINGLE)) {
    const scores = baseline(view, reference);
    result[name] = scores;
    const sorted = scores.filter((value) => !Number.isNaN(value)).sort();
    const middle = sorted[sorted.length >> 1] ?? 0;
    const spread = sorted.map((value) => Math.abs(value - middle)).sort()[sorted.length >> 1] ?? 0;
    scores.forEach((value, r) => {
      if (spread > 0) max[r] = Math.max(max[r] ?? -Infinity, (value - middle) / (1.4826 * spread));
    });
  }
  result['max_z'] = max;
  return result;
}
