import { combine } from './combine.ts';
import { cellCount, customerEvidence, type MarketFactors, marketFactors } from './evidence.ts';
import { deficitClip, longDeficits, recentDeficits, referenceOf } from './deficit.ts';
import { featureCount, longFeature, recentFeature, repFeatures, shapes, Shortfall } from './features.ts';
import { lossBound, ownLosses } from './own-losses.ts';
import type { LeakModel } from './model.ts';
import { ageCount, type Observation, observe } from './observe.ts';
import type { Assignment, InsufficientReason, OrderHistory } from './types.ts';

/** Everything known about the reps at one date. */
export interface Judgement {
  readonly observation: Observation;
  readonly market: MarketFactors;
  /** Evidence per rep and cell, summed over its customers. */
  readonly sums: Float64Array;
  /** Evidence per rep and shape. */
  readonly rows: Float64Array;
  /** NaN where there is not enough to say anything. */
  readonly score: Float64Array;
  readonly reason: readonly (InsufficientReason | null)[];
}

/** Below this a rep cannot be told from its customers: one of two going is an anecdote. */
const fewestCustomers = 3;
/** Expected since the oldest change that can be asked about. With fewer, even silence would not be rare. */
const fewestOrders = 6;
/** The middle half of fewer is no market. */
const fewestPeers = 3;
/** Two months: one to have been there before, one for something to have happened. */
const shortestHistory = 60;

/** Reads only orders before `asOf`. */
export function judge(model: LeakModel, history: OrderHistory, assignment: Assignment, asOf: number): Judgement {
  const { law } = model;
  const { repCount } = assignment;
  const observation = observe(history, assignment, asOf, law);
  const market = marketFactors(law, observation, repCount);
  const sums = new Float64Array(repCount * cellCount);
  const buffer = new Float64Array(cellCount);
  const { owners, oldestAge, baseOrders, baseExposure, exposure, firstDay } = observation;
  const owned = new Int32Array(repCount);
  const telling = new Int32Array(repCount);
  const expected = new Float64Array(repCount);
  const longest = new Float64Array(repCount);
  const recently = recentDeficits(law, history, observation, referenceOf(history, model.until), model.scatter);
  const lately = longDeficits(law, market, observation);
  const recent = new Shortfall(repCount);
  const long = new Shortfall(repCount);
  let first = asOf;
  for (let c = 0; c < observation.customerCount; c++) {
    const rep = owners.rep[c]!;
    if (firstDay[c]! > -2147483648 && firstDay[c]! < first) first = firstDay[c]!;
    if (rep < 0 || firstDay[c]! === -2147483648) continue;
    owned[rep]!++;
    recent.add(rep, recently[c]!);
    long.add(rep, lately[c]!);
    longest[rep] = Math.max(longest[rep]!, asOf - owners.since[c]!);
    const oldest = oldestAge[c]!;
    if (oldest < 0) continue;
    telling[rep]!++;
    const cell = c * ageCount + oldest;
    expected[rep]! += (baseOrders[cell]! / baseExposure[cell]!) * exposure[oldest]!;
    customerEvidence(law, market, observation, c, buffer);
    const at = rep * cellCount;
    for (let k = 0; k < cellCount; k++) sums[at + k]! += buffer[k]!;
  }
  let peers = 0;
  for (let r = 0; r < repCount; r++) if (telling[r]! > 0) peers++;
  const rows = new Float64Array(repCount * featureCount);
  const score = new Float64Array(repCount).fill(Number.NaN);
  const reason: (InsufficientReason | null)[] = [];
  const losses = ownLosses(law, observation, repCount);
  for (let r = 0; r < repCount; r++) {
    repFeatures(sums, r * cellCount, rows, r);
    // Customers that the book was losing anyway say nothing about the one who looks after it.
    const capture = r * featureCount + shapes.indexOf('capture');
    const bound = lossBound(losses, r);
    const allowed = bound === Infinity ? 0 : deficitClip * Math.min(losses.seen[r]!, losses.usual[r]!);
    rows[capture] = Math.min(rows[capture]!, bound);
    rows[r * featureCount + recentFeature] = recent.of(r, allowed);
    rows[r * featureCount + longFeature] = long.of(r, allowed);
    const why =
      asOf - first < shortestHistory
        ? 'history_too_short'
        : owned[r]! > 0 && longest[r]! < 30
          ? 'new_rep'
          : owned[r]! < fewestCustomers
            ? 'book_too_small'
            : telling[r]! < fewestCustomers || expected[r]! < fewestOrders
              ? 'too_few_orders'
              : peers < fewestPeers
                ? 'too_few_peers'
                : null;
    reason.push(why);
    if (why === null) score[r] = combine(model.calibration, rows, r);
  }
  return { observation, market, sums, rows, score, reason };
}
