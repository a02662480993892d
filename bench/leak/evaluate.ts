/** Recall, delay and AUROC of one method in one cell, pooled over replicates, as the protocol defines them. */

import { NEVER } from './types.ts';
import type { ReplicateScores } from './types.ts';

export interface CellFigures {
  /** Share of dishonest reps with at least one alarm after their start. */
  readonly recall: number;
  /** Median days from start to first alarm among those found; `null` where none was. */
  readonly median_days: number | null;
  readonly auroc: number;
}

export interface LabelFree {
  /** Alarms per 100 rep-months of honest reps. */
  readonly fa_per_100: number;
  /** The same counted as cases: an alarm after at least three quiet checks. */
  readonly cases_per_100: number;
  readonly recall: number;
}

/** A score that is not a number is no alarm: it ranks below everything. */
const rank = (score: number | undefined): number => (score === undefined || Number.isNaN(score) ? -Infinity : score);

function scoresOf(run: ReplicateScores, method: string, cell: string): Float64Array {
  const scores = run.scores[method]?.[cell];
  if (scores === undefined || scores.length !== run.months * run.repCount) {
    throw new Error(`${run.setName}: ${method} gave no complete scores for ${cell}`);
  }
  return scores;
}

/**
 * Recall etc. at the `quantile` of honest rep-months. Honest are reps without a start date, at every check;
 * checks of dishonest reps on or before their start day count on neither side, for nothing has happened yet.
 */
export function evaluateCell(runs: readonly ReplicateScores[], method: string, cell: string, quantile = 0.99): CellFigures {
  const honest: number[] = [];
  const dishonest: number[] = [];
  for (const run of runs) {
    const scores = scoresOf(run, method, cell);
    scores.forEach((score, at) => {
      const start = run.start[at % run.repCount] ?? NEVER;
      if (start === NEVER) honest.push(rank(score));
      else if (checkDay(run, at) > start) dishonest.push(rank(score));
    });
  }
  if (honest.length === 0 || dishonest.length === 0) throw new Error(`${cell}: nothing to compare`);
  const sorted = Float64Array.from(honest).toSorted();
  const { recall, days } = alarmsAfterStart(runs, method, cell, () => quantileOf(sorted, quantile));
  return { recall, median_days: median(days), auroc: auroc(sorted, Float64Array.from(dishonest).toSorted()) };
}

export interface TroubleFigures {
  /** Share of the reps concerned that raise an alarm at least once afterwards, at the honest threshold of `calm`. */
  readonly alarmed: number;
  /** The same reps at the same checks and threshold in the `calm` cell. */
  readonly without: number;
}

/** Reps in honest trouble against themselves without it; `calm` is the cell in which nothing happens to anybody. */
export function evaluateTrouble(runs: readonly ReplicateScores[], method: string, cell: string, calm: string): TroubleFigures {
  const honest = runs.flatMap((run) =>
    [...scoresOf(run, method, calm)].filter((_, at) => run.start[at % run.repCount] === NEVER).map(rank),
  );
  const threshold = quantileOf(Float64Array.from(honest).toSorted(), 0.99);
  const concerned = runs.map((run) => ({ ...run, start: run.troubles[cell] ?? run.start }));
  return {
    alarmed: alarmsAfterStart(concerned, method, cell, () => threshold).recall,
    without: alarmsAfterStart(concerned, method, calm, () => threshold).recall,
  };
}

/** What happens at the thresholds that the engine itself proposed, replicate by replicate. */
export function evaluateLabelFree(runs: readonly ReplicateScores[], method: string, cell: string): LabelFree {
  let months = 0;
  let alarms = 0;
  let cases = 0;
  for (const run of runs) {
    const scores = scoresOf(run, method, cell);
    for (let r = 0; r < run.repCount; r++) {
      if (run.start[r] !== NEVER) continue;
      let quiet = Infinity;
      for (let m = 0; m < run.months; m++) {
        months++;
        if (rank(scores[m * run.repCount + r]) > run.threshold) {
          alarms++;
          if (quiet >= 3) cases++;
          quiet = 0;
        } else quiet++;
      }
    }
  }
  const { recall } = alarmsAfterStart(runs, method, cell, (run) => run.threshold);
  return { fa_per_100: (100 * alarms) / months, cases_per_100: (100 * cases) / months, recall };
}

function checkDay(run: ReplicateScores, at: number): number {
  return run.t0Day + run.step * (Math.floor(at / run.repCount) + 1);
}

function alarmsAfterStart(
  runs: readonly ReplicateScores[],
  method: string,
  cell: string,
  thresholdOf: (run: ReplicateScores) => number,
): { recall: number; days: number[] } {
  let reps = 0;
  const days: number[] = [];
  for (const run of runs) {
    const scores = scoresOf(run, method, cell);
    const threshold = thresholdOf(run);
    run.start.forEach((start, r) => {
      if (start === NEVER) return;
      reps++;
      for (let m = 0; m < run.months; m++) {
        const at = m * run.repCount + r;
        const day = checkDay(run, at);
        if (day > start && rank(scores[at]) > threshold) {
          days.push(day - start);
          return;
        }
      }
    });
  }
  return { recall: days.length / reps, days };
}

/** Linear interpolation between order statistics, as NumPy's default. */
export function quantileOf(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? NaN;
  // An infinite neighbour (no score at all) cannot be interpolated; the higher value raises fewer alarms.
  return low === high || !Number.isFinite(low) ? high : low + (high - low) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number | null {
  return values.length === 0 ? null : quantileOf(Float64Array.from(values).toSorted(), 0.5);
}

/** P(positive > negative) + ½ P(tie), both sorted ascending. */
export function auroc(negative: Float64Array, positive: Float64Array): number {
  let below = 0;
  let notAbove = 0;
  let sum = 0;
  for (const score of positive) {
    while (below < negative.length && (negative[below] ?? 0) < score) below++;
    notAbove = Math.max(notAbove, below);
    while (notAbove < negative.length && (negative[notAbove] ?? 0) <= score) notAbove++;
    sum += (below + notAbove) / 2;
  }
  return sum / (negative.length * positive.length);
}
