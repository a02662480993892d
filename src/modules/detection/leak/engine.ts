import { judge } from './judge.ts';
import type { LeakModel } from './model.ts';
import type { Assignment, OrderHistory } from './types.ts';

export { buildHistory } from './history.ts';
export { fitLeakModel, type LeakModel } from './model.ts';

/**
 * Scores every rep at `asOf`, reading only orders before it.
 *
 * @returns per rep the score (higher means a check is more worth while, comparable over dates), NaN where there is
 * not enough to say, and the evidence for each shape in nats
 */
export function scoreReps(
  model: LeakModel,
  history: OrderHistory,
  assignment: Assignment,
  asOf: number,
): { readonly score: Float64Array; readonly evidence: Float64Array } {
  const { score, rows } = judge(model, history, assignment, asOf);
  return { score, evidence: rows };
}
export { checkOrders } from './report.ts';
