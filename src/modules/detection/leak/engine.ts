import {
  captureCells,
  cellCount,
  customerEvidence,
  type CustomerLaw,
  logMeanExp,
  marketFactors,
  shaveCells,
  thinCells,
} from './evidence.ts';
import { observe } from './observe.ts';
import type { Assignment, OrderHistory } from './types.ts';

export interface LeakModel {
  readonly law: CustomerLaw;
  readonly threshold: number;
}

export function fitLeakModel(
  history: OrderHistory,
  assignment: Assignment,
  options: { readonly until: number; readonly falseAlarmsPer100?: number },
): LeakModel {
  void history, assignment, options;
  const law: CustomerLaw = {
    halfLife: 365,
    priorShape: 1,
    priorExposure: 2,
    dispersion: 0.8,
    drift: 0.1,
    jitter: 0.02,
    attrition: 0.1,
    amountVariance: 0.5,
    amountPrior: 10,
    amountDrift: 0.05,
    amountJitter: 0.01,
  };
  return { law, threshold: 3 };
}

export interface RepScores {
  readonly score: Float64Array;
  readonly all: Record<string, Float64Array>;
}

export function scoreReps(model: LeakModel, history: OrderHistory, assignment: Assignment, asOf: number): RepScores {
  const { law } = model;
  const observation = observe(history, assignment, asOf, law);
  const market = marketFactors(law, observation, assignment.repCount);
  const sums = new Float64Array(assignment.repCount * cellCount);
  const buffer = new Float64Array(cellCount);
  for (let c = 0; c < history.customerCount; c++) {
    const rep = observation.owners.rep[c]!;
    if (rep < 0) continue;
    customerEvidence(law, market, observation, c, buffer);
    const at = rep * cellCount;
    for (let k = 0; k < cellCount; k++) sums[at + k]! += buffer[k]!;
  }
  const n = assignment.repCount;
  const thin = new Float64Array(n);
  const capture = new Float64Array(n);
  const shave = new Float64Array(n);
  const score = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    const at = r * cellCount;
    thin[r] = logMeanExp(sums, at, at + thinCells);
    capture[r] = logMeanExp(sums, at + thinCells, at + thinCells + captureCells);
    shave[r] = logMeanExp(sums, at + thinCells + captureCells, at + cellCount);
    const three = Float64Array.of(thin[r]!, capture[r]!, shave[r]!);
    score[r] = logMeanExp(three, 0, 3);
  }
  return { score, all: { thin, capture, shave, score } };
}

export { buildHistory } from './history.ts';
