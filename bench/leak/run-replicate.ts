/** One replicate: fit once on the clean past, then score every cell at every check. */

import { BASELINES, baselinesOf } from './baselines.ts';
import { assertSameHistory, constantAssignment, cutHistory, injectedHistory } from './inject.ts';
import { ENGINE } from './types.ts';
import type { DataSet, LeakEngine, Replicate, ReplicateScores } from './types.ts';

/** `engine` null: only the baselines are scored. Throws when the engine gives another number of scores than reps. */
export function runReplicate(
  set: DataSet,
  replicate: Replicate,
  engine: LeakEngine | null,
  baselines: boolean,
): ReplicateScores {
  const { t0Day, step, months, repCount, start } = replicate;
  const assignment = constantAssignment(replicate);
  const past = cutHistory(injectedHistory(set, replicate, {}), t0Day);
  let clock = performance.now();
  const model = engine?.fitLeakModel(past, assignment, { until: t0Day }) ?? null;
  const fitSeconds = (performance.now() - clock) / 1000;
  let scoreSeconds = 0;
  const scoreBaselines = baselines ? baselinesOf(past, replicate.rep, repCount, t0Day) : null;

  const scores: Record<string, Record<string, Float64Array>> = {};
  const put = (method: string, cell: string, month: number, values: Float64Array): void => {
    if (values.length !== repCount) throw new Error(`${method}: ${values.length} scores for ${repCount} reps`);
    const ofMethod = (scores[method] ??= {});
    (ofMethod[cell] ??= new Float64Array(months * repCount)).set(values, (month - 1) * repCount);
  };
  for (const cell of replicate.cells) {
    const injected = injectedHistory(set, replicate, cell.injection);
    assertSameHistory(cutHistory(injected, t0Day), past, `${set.name} ${cell.key}`);
    for (let month = 1; month <= months; month++) {
      const asOf = t0Day + step * month;
      const history = cutHistory(injected, asOf);
      if (engine !== null && model !== null) {
        clock = performance.now();
        put(ENGINE, cell.key, month, engine.scoreReps(model, history, assignment, asOf).score);
        scoreSeconds += (performance.now() - clock) / 1000;
      }
      if (scoreBaselines !== null) {
        const all = scoreBaselines(history, asOf);
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
    threshold: model?.threshold ?? NaN,
    fitSeconds,
    scoreSeconds,
  };
}
