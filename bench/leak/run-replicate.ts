/** One replicate: fit once on the clean past, then score every cell at every check. */

import { BASELINES, baselinesOf } from './baselines.ts';
import { assertSameHistory, assignmentOf, cutHistory, injectedHistory, repsAt } from './inject.ts';
import { ENGINE } from './types.ts';
import type { DataSet, LeakEngine, Replicate, ReplicateScores } from './types.ts';

/** Throws when a method gives another number of scores than there are reps. */
export function runReplicate<Model extends { readonly threshold: number }>(
  set: DataSet,
  replicate: Replicate,
  engine: LeakEngine<Model>,
  baselines: boolean,
): ReplicateScores {
  const { t0Day, step, months, repCount, start } = replicate;
  const past = cutHistory(injectedHistory(set, replicate, {}), t0Day);
  const seconds = { fit: 0, score: 0, baselines: 0 };
  const timed = <T>(what: keyof typeof seconds, work: () => T): T => {
    const began = performance.now();
    const result = work();
    seconds[what] += (performance.now() - began) / 1000;
    return result;
  };
  const model = timed('fit', () => engine.fitLeakModel(past, assignmentOf(replicate), { until: t0Day }));
  const scoreBaselines = baselines ? baselinesOf(past, replicate.rep, repCount, t0Day) : null;

  const scores: Record<string, Record<string, Float64Array>> = {};
  const put = (method: string, cell: string, month: number, values: Float64Array): void => {
    if (values.length !== repCount) throw new Error(`${method}: ${values.length} scores for ${repCount} reps`);
    const ofMethod = (scores[method] ??= {});
    (ofMethod[cell] ??= new Float64Array(months * repCount)).set(values, (month - 1) * repCount);
  };
  const troubles: Record<string, Int32Array> = {};
  for (const cell of replicate.cells) {
    const moves = cell.trouble?.moves;
    const assignment = assignmentOf(replicate, moves);
    if (cell.trouble !== undefined) troubles[cell.key] = cell.trouble.since;
    const injected = injectedHistory(set, replicate, cell.injection);
    assertSameHistory(cutHistory(injected, t0Day), past, `${set.name} ${cell.key}`);
    for (let month = 1; month <= months; month++) {
      const asOf = t0Day + step * month;
      const history = cutHistory(injected, asOf);
      const scored = timed('score', () => engine.scoreReps(model, history, assignment, asOf));
      put(ENGINE, cell.key, month, scored.score);
      if (scoreBaselines !== null) {
        const all = timed('baselines', () => scoreBaselines(history, asOf, moves && repsAt(replicate, moves, asOf)));
        for (const name of BASELINES) put(name, cell.key, month, all[name] ?? new Float64Array(0));
      }
    }
  }
  return {
    setName: set.name,
    step,
    months,
    repCount,
    t0Day,
    start,
    scores,
    troubles,
    threshold: model.threshold,
    fitSeconds: seconds.fit,
    scoreSeconds: seconds.score,
    baselineSeconds: seconds.baselines,
  };
}
