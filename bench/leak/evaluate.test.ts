import { describe, expect, test } from 'vitest';
import { auroc, evaluateCell, evaluateLabelFree, median, quantileOf } from './evaluate.ts';
import { NEVER } from './types.ts';
import type { ReplicateScores } from './types.ts';

/** Two reps over four checks (days 30, 60, 90, 120); rep 1 is dishonest from day 45. */
function run(honest: readonly number[], dishonest: readonly number[], threshold = 0): ReplicateScores {
  const scores = Float64Array.from(honest.flatMap((score, m) => [score, dishonest[m] ?? NaN]));
  return {
    setName: 'made',
    step: 30,
    months: honest.length,
    repCount: 2,
    t0Day: 0,
    start: Int32Array.of(NEVER, 45),
    scores: { engine: { 'thin:0.4': scores } },
    troubles: {},
    threshold,
    fitSeconds: 0,
    scoreSeconds: 0,
    baselineSeconds: 0,
  };
}

describe('one cell', () => {
  test('an alarm before the start is none; days count from the start to the first alarm after it', () => {
    const figures = evaluateCell([run([0, 1, 2, 3], [9, 0, 9, 9])], 'engine', 'thin:0.4');
    expect(figures).toEqual({ recall: 1, median_days: 90 - 45, auroc: (0.5 + 4 + 4) / 12 });
  });

  test('a score equal to the threshold is no alarm', () => {
    const figures = evaluateCell([run([3, 3, 3, 3], [0, 3, 3, 3])], 'engine', 'thin:0.4');
    expect(figures).toEqual({ recall: 0, median_days: null, auroc: 0.5 });
  });

  test('no number is no alarm and ranks last', () => {
    const figures = evaluateCell([run([-5, -5, -5, -5], [NaN, NaN, NaN, NaN])], 'engine', 'thin:0.4');
    expect(figures).toEqual({ recall: 0, median_days: null, auroc: 0 });
  });

  test('honest rep-months of all replicates share one threshold', () => {
    const quiet = run([0, 0, 0, 0], [0, 2, 2, 2]);
    const loud = run([5, 5, 5, 5], [0, 0, 0, 0]);
    expect(evaluateCell([quiet], 'engine', 'thin:0.4').recall).toBe(1);
    expect(evaluateCell([quiet, loud], 'engine', 'thin:0.4').recall).toBe(0);
  });

  test('missing scores are an error, not a zero', () => {
    expect(() => evaluateCell([run([0], [0])], 'engine', 'thin:0.7')).toThrow('no complete scores');
  });
});

test('label-free: alarms count per honest rep-month, a case needs three quiet checks before it', () => {
  const honest = [2, 2, 0, 0, 0, 2, 0, 2];
  const figures = evaluateLabelFree(
    [
      run(
        honest,
        honest.map(() => 0),
        1,
      ),
    ],
    'engine',
    'thin:0.4',
  );
  expect(figures).toEqual({ fa_per_100: (100 * 4) / 8, cases_per_100: (100 * 2) / 8, recall: 0 });
});

test('quantile, median and AUROC agree with their definitions', () => {
  expect(quantileOf(Float64Array.of(0, 1, 2, 3, 4), 0.9)).toBeCloseTo(3.6, 12);
  expect(quantileOf(Float64Array.of(-Infinity, 1), 0.5)).toBe(1);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  const negative = [0, 1, 1, 2, 5].toSorted();
  const positive = [1, 1, 3, 7];
  let pairs = 0;
  for (const p of positive) for (const n of negative) pairs += p > n ? 1 : p === n ? 0.5 : 0;
  expect(auroc(Float64Array.from(negative), Float64Array.from(positive))).toBeCloseTo(pairs / 20, 12);
});
