import type { CustomerLaw } from './evidence.ts';
import type { Observation } from './observe.ts';
import { rhythmOf } from './rhythm.ts';

const year = 365;
const never = -2147483648;

/** Share of a book that is lost when it changes hands. `@source` detection.md, section 1: 13–18 % of yearly sales. */
const handOverLoss = 0.155;

/** Customer-years of everybody's losses that a book's own record is weighed against: half a usual book. */
const priorYears = 20;

/** Losses of one book: how many customers fell silent for good this year, and how many its own record makes usual. */
export interface OwnLosses {
  readonly seen: Float64Array;
  readonly usual: Float64Array;
  /** What the law allows for by itself. */
  readonly allowed: Float64Array;
  /** Gamma shape of `usual`: how many losses it was learnt from. */
  readonly shape: Float64Array;
}

/**
 * Counts, per rep, the customers that were lost in the year before `asOf` and in the year before that. A book that was
 * dying already is expected to go on dying, and one that has just changed hands to lose what a hand-over loses; only
 * more than that is news about the one who looks after it.
 */
export function ownLosses(law: CustomerLaw, observation: Observation, repCount: number): OwnLosses {
  const { asOf, owners, firstDay, lastDay } = observation;
  const seen = new Float64Array(repCount);
  const there = new Float64Array(repCount);
  const before = new Float64Array(repCount);
  const thereBefore = new Float64Array(repCount);
  const handed = new Float64Array(repCount);
  let first = asOf;
  for (const day of firstDay) if (day > never && day < first) first = day;
  // Without a year before the year before there is no record of one's own, only everybody's.
  const recordYears = Math.min(1, Math.max(0, (asOf - year - first) / year));
  for (let c = 0; c < observation.customerCount; c++) {
    const rep = owners.rep[c]!;
    const rhythm = rep < 0 ? null : rhythmOf(law, observation, c);
    if (rhythm === null) continue;
    const isLost = asOf - lastDay[c]! > rhythm.limit;
    if (lastDay[c]! >= asOf - year) {
      if (firstDay[c]! < asOf - year) there[rep]!++;
      if (isLost) seen[rep]!++;
      if (asOf - owners.since[c]! < year) handed[rep]!++;
    } else if (isLost && lastDay[c]! >= asOf - 2 * year) before[rep]!++;
    if (firstDay[c]! < asOf - 2 * year * recordYears || recordYears < 1) {
      if (lastDay[c]! >= asOf - 2 * year) thereBefore[rep]!++;
    }
  }
  const all = sum(before) / Math.max(1, sum(thereBefore) * recordYears);
  const usual = new Float64Array(repCount);
  const shape = new Float64Array(repCount);
  for (let rep = 0; rep < repCount; rep++) {
    const lost = before[rep]! + all * priorYears;
    const years = thereBefore[rep]! * recordYears + priorYears;
    shape[rep] = lost + 1;
    usual[rep] = (there[rep]! * lost) / years + handOverLoss * handed[rep]!;
  }
  return { seen, usual, allowed: there.map((count) => count * law.attrition), shape };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * The most that losses can say for "more than usual", where a book's record makes more usual than the law allows for:
 * the log likelihood ratio of as many as were seen being the mean, against the usual mean, for counts that scatter as
 * Poisson counts about a gamma mean do. Infinity where the record is not worse than the law: then silences speak alone.
 */
export function lossBound({ seen, usual, allowed, shape }: OwnLosses, rep: number): number {
  const x = seen[rep]!;
  const mean = usual[rep]!;
  if (mean <= allowed[rep]!) return Infinity;
  if (x <= mean) return 0;
  const k = shape[rep]!;
  const logLikelihood = (m: number): number => x * Math.log(m / (k + m)) - k * Math.log(1 + m / k);
  return logLikelihood(x) - logLikelihood(mean);
}
