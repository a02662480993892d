/**
 * Simple fixed scores that the engine has to beat: one short function each, no fitting beyond the reference
 * year, higher means more suspicious. None may depend on the data set.
 */

import { clip, expected, pastOf, periodsOf, perRep, shrunkCounts, silences, sum, windowOf } from './views.ts';
import { normalQuantile } from '../../src/modules/detection/leak/special-functions.ts';
import { negativeBinomialMidP } from './mid-p.ts';
import type { OrderHistory } from '../../src/modules/detection/leak/types.ts';
import type { Past, View, Window } from './views.ts';

/** Per customer clip, in standard deviations: one closed account must not decide about a rep. */
const CLIP = 2;

type Baseline = (view: View) => Float64Array;

/** Days since the last order over the usual gap, averaged over the book. */
function recency(view: View): Float64Array {
  const { silent, gap } = silences(view);
  const ratio = silent.map((days, c) => Math.log(1 + days / (gap[c] ?? 1)));
  const mean = sum(ratio) / ratio.length;
  return perRep(
    view.past,
    ratio.map((value) => value - mean),
    true,
  );
}

/** Customers silent for more than three of their gaps, against the company's share of them. */
function silentCustomers(view: View): Float64Array {
  const { silent, gap } = silences(view);
  const flags = silent.map((days, c) => (days > 3 * (gap[c] ?? 1) ? 1 : 0));
  const share = sum(flags) / flags.length;
  return perRep(
    view.past,
    flags.map((flag) => flag - share),
    true,
  );
}

/** Share of the book's expected figure that is missing in the last 90 days. */
function ratioOf(pick: (window: Window) => Float64Array): Baseline {
  return ({ past, recent }) => {
    const want = perRep(past, expected(pick(past.reference), pick(recent)), false);
    const seen = perRep(past, pick(recent), false);
    return want.map((value, r) => (value > 0 ? 1 - (seen[r] ?? 0) / value : NaN));
  };
}

/** Negative-binomial mid-p of each customer's count in 90 days as a normal score, clipped, summed over the book. */
function countDeficit({ past, recent }: View): Float64Array {
  const want = expected(shrunkCounts(past.reference), recent.count);
  const z = recent.count.map((n, c) => clip(-normalQuantile(negativeBinomialMidP(n, want[c] ?? 0, past.size)), CLIP));
  return perRep(past, z, true);
}

/** Missing money of each customer in standard deviations of a compound Poisson sum, clipped, summed over the book. */
function amountDeficit(view: View, { amount: seen }: Window): Float64Array {
  const { reference } = view.past;
  const want = expected(reference.amount, seen);
  const z = want.map((mean, c) => {
    const share = mean / (reference.amount[c] ?? 0);
    // Twice: the window scatters, and so did the reference year that the expectation comes from.
    const variance = (reference.squares[c] ?? 0) * share * (1 + share);
    return variance > 0 ? clip((mean - (seen[c] ?? 0)) / Math.sqrt(variance), CLIP) : 0;
  });
  return perRep(view.past, z, true);
}

/** CUSUM of the book's 30-day figures since t0, in units of their own scatter in the reference year, slack ½. */
function cusumOf(pick: (window: Window) => Float64Array, varianceOf: (past: Past) => Float64Array): Baseline {
  return ({ past, periods }) => {
    const cusum = new Float64Array(past.repCount);
    const variance = varianceOf(past);
    for (const period of periods) {
      const want = perRep(past, expected(pick(past.reference), pick(period)), false);
      const seen = perRep(past, pick(period), false);
      want.forEach((mean, r) => {
        const z = (mean - (seen[r] ?? 0)) / Math.sqrt(Math.max(variance[r] ?? 0, 1e-9));
        cusum[r] = Math.max(0, (cusum[r] ?? 0) + clip(z, 4) - 0.5);
      });
    }
    return cusum;
  };
}

const SINGLE: Readonly<Record<string, Baseline>> = {
  recency,
  silent_customers: silentCustomers,
  count_ratio_90: ratioOf((window) => window.count),
  amount_ratio_90: ratioOf((window) => window.amount),
  count_deficit_90: countDeficit,
  amount_deficit_90: (view) => amountDeficit(view, view.recent),
  amount_deficit_180: (view) => amountDeficit(view, windowOf(view.history, view.asOf - 180, view.asOf)),
  cusum_count: cusumOf(
    (window) => window.count,
    (past) => past.monthlyCount,
  ),
  cusum_amount: cusumOf(
    (window) => window.amount,
    (past) => past.monthlyAmount,
  ),
};

/** One score per shape: what a plain maximum would be taken of. */
const PER_SHAPE = ['recency', 'count_deficit_90', 'amount_deficit_90'];

/** Names of all baselines, in the order of the tables. */
export const BASELINES: readonly string[] = [...Object.keys(SINGLE), 'max_z'];

/** A function that scores all baselines at one check of one cell; build it once per replicate. `repNow`: owners by then. */
export function baselinesOf(
  clean: OrderHistory,
  rep: Int32Array,
  repCount: number,
  t0Day: number,
): (history: OrderHistory, asOf: number, repNow?: Int32Array) => Readonly<Record<string, Float64Array>> {
  const fitted = pastOf(clean, rep, repCount, t0Day);
  return (history, asOf, repNow = rep) => {
    const past = { ...fitted, rep: repNow };
    const recent = windowOf(history, asOf - 90, asOf);
    const periods = periodsOf(history, t0Day, Math.floor((asOf - t0Day) / 30));
    const view: View = { past, history, asOf, recent, periods };
    const scores = Object.fromEntries(Object.entries(SINGLE).map(([name, score]) => [name, score(view)]));
    return { ...scores, max_z: maximum(PER_SHAPE.map((name) => scores[name] ?? new Float64Array(repCount))) };
  };
}

/** Largest of several scores, each standardised over the reps by median and median absolute deviation. */
function maximum(all: readonly Float64Array[]): Float64Array {
  const result = new Float64Array(all[0]?.length ?? 0).fill(-Infinity);
  for (const scores of all) {
    const middle = middleOf(scores);
    const spread = middleOf(scores.map((value) => Math.abs(value - middle)));
    if (!(spread > 0)) continue;
    scores.forEach((value, r) => (result[r] = Math.max(result[r] ?? 0, (value - middle) / spread)));
  }
  return result;
}

function middleOf(values: Float64Array): number {
  return values.toSorted()[values.length >> 1] ?? NaN;
}
