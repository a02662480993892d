import { type Calibration, calibrate, combine, quantile } from './combine.ts';
import { scatterOf } from './deficit.ts';
import type { CustomerLaw } from './evidence.ts';
import { featureCount } from './features.ts';
import { sampleCustomers } from './history.ts';
import { fitLaw } from './law.ts';
import { honestBooks } from './practice.ts';
import type { Assignment, OrderHistory } from './types.ts';

/** What the engine has learnt from a company's clean past, without a label. */
export interface LeakModel {
  readonly law: CustomerLaw;
  /** End of the clean past. */
  readonly until: number;
  /** How much counts scatter beyond chance, see `scatterOf`. */
  readonly scatter: number;
  readonly calibration: Calibration;
  /** Score that an honest rep exceeds in as many of 100 months as the budget says. */
  readonly threshold: number;
  /** The same for a budget five times as large: worth an eye. */
  readonly watch: number;
}

/** Random books of so many customers say as much about honest chance as all of a big company's would. */
const largestSample = 6000;

/**
 * Learns from orders before `until` only.
 *
 * @param options.falseAlarmsPer100 alarms that are accepted per 100 honest rep-months
 */
export function fitLeakModel(
  history: OrderHistory,
  assignment: Assignment,
  options: { readonly until: number; readonly falseAlarmsPer100?: number },
): LeakModel {
  const sample = sampleCustomers(history, assignment, largestSample);
  const law = fitLaw(sample.history, sample.assignment, options.until);
  const scatter = scatterOf(sample.history, options.until);
  const rows = honestBooks(law, scatter, sample.history, sample.assignment, {
    dates: practiceDates(history, options.until, 12),
    booksPerDate: 300,
    seed: 20240301,
  });
  const calibration = calibrate(rows);
  const scores = new Float64Array(rows.length / featureCount);
  for (let i = 0; i < scores.length; i++) scores[i] = combine(calibration, rows, i);
  scores.sort();
  const budget = Math.min(20, Math.max(0.05, options.falseAlarmsPer100 ?? 1)) / 100;
  return {
    until: options.until,
    scatter,
    calibration,
    law,
    threshold: exceededBy(scores, budget),
    watch: exceededBy(scores, Math.min(0.5, 5 * budget)),
  };
}

/**
 * Score that one honest book in a hundred exceeds at companies we know of (five order histories: 5.5 to 7.1 measured, 6.5 to
 * 7.3 learnt). A company's own practice is worth as much as this again: a dozen dates of one past see few of its accidents.
 */
const usualHundredth = 7;

/** Score that a share of honest books exceeds. */
function exceededBy(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return usualHundredth + Math.log(0.01 / share);
  return quantile(sorted, 1 - share) + (usualHundredth - quantile(sorted, 0.99)) / 2;
}

/** Days to look back from within the clean past: evenly over its later part, newest first. */
function practiceDates(history: OrderHistory, until: number, count: number): number[] {
  let first = until;
  for (let c = 0; c < history.customerCount; c++) {
    const begin = history.offsets[c]!;
    if (begin < history.offsets[c + 1]! && history.day[begin]! < first) first = history.day[begin]!;
  }
  // Three years: beyond that a company is another one. The first two fifths serve as the earliest date's past.
  const span = Math.min(until - first, 3 * 365) * 0.6;
  return Array.from({ length: count }, (_, k) => until - Math.floor((k * span) / count));
}
