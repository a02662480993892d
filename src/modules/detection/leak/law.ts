import type { CustomerLaw } from './evidence.ts';
import { ageCount, type Observation, observe } from './observe.ts';
import type { Assignment, OrderHistory } from './types.ts';

/**
 * What is assumed where the past is too short to say: middling values of wholesale and distribution. A customer
 * says more about itself after three orders than these do.
 */
export const defaultLaw: CustomerLaw = {
  halfLife: 365,
  priorShape: 1,
  priorExposure: 2,
  steadiness: 6,
  // Poisson. Business customers order more evenly than that, but fits on survivors overstate it.
  dispersion: 1,
  drift: 0.1,
  jitter: 0.03,
  // A list of customers drawn up at the end of the past holds no dead ones, so the past shows too few losses. Six
  // in a hundred a year is the lower end of what business customers do.
  attrition: 0.06,
  amountVariance: 0.5,
  amountPrior: 10,
  amountDrift: 0.05,
  amountJitter: 0.02,
};

/**
 * What can be read off the clean past without bias: the usual rate and how orders scatter in size. Whatever
 * depends on how customers fade cannot, for the list may hold survivors only; there the defaults stand.
 */
export function fitLaw(history: OrderHistory, assignment: Assignment, until: number): CustomerLaw {
  const observation = observe(history, assignment, until, defaultLaw);
  return { ...defaultLaw, ...fitPrior(observation), ...fitSpread(observation) };
}

/** An exponential prior with the company's mean rate: it says as much as one order would. */
function fitPrior(observation: Observation): { priorShape: number; priorExposure: number } {
  let n = 0;
  let sum = 0;
  for (let c = 0; c < observation.customerCount; c++) {
    const oldest = observation.oldestAge[c]!;
    if (oldest < 0) continue;
    sum += observation.baseOrders[c * ageCount + oldest]! / observation.baseExposure[c * ageCount + oldest]!;
    n++;
  }
  return n < 20 || sum === 0
    ? { priorShape: defaultLaw.priorShape, priorExposure: defaultLaw.priorExposure }
    : { priorShape: 1, priorExposure: n / sum };
}

/** Pooled variance of log amounts, and how alike the customers are in it. */
function fitSpread(observation: Observation): { amountVariance: number; amountPrior: number } {
  let squares = 0;
  let freedom = 0;
  for (let c = 0; c < observation.customerCount; c++) {
    squares += observation.baseLogSquares[c]!;
    freedom += observation.baseLogFreedom[c]!;
  }
  if (freedom < 50 || squares === 0) {
    return { amountVariance: defaultLaw.amountVariance, amountPrior: defaultLaw.amountPrior };
  }
  const pooled = squares / freedom;
  let excess = 0;
  let weight = 0;
  for (let c = 0; c < observation.customerCount; c++) {
    const f = observation.baseLogFreedom[c]!;
    if (f < 4) continue;
    const ratio = observation.baseLogSquares[c]! / f / pooled;
    excess += f * ((ratio - 1) ** 2 - 2 / f);
    weight += f;
  }
  // Relative variance of a scaled inverse chi-square with v degrees is 2 / (v - 4).
  const amountPrior = weight > 0 && excess > 0 ? Math.min(50, 4 + (2 * weight) / excess) : 50;
  return { amountVariance: pooled, amountPrior };
}
