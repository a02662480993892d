import { cellWeights, customersOfNote, likeliestAge } from './customers-of-note.ts';
import { shapeOdds } from './combine.ts';
import { cellCount, marketFactors, middleRatio } from './evidence.ts';
import { type Expectation, expectWindow, interval, rowSum, trendOf } from './expectation.ts';
import { featureCount, repFeatures } from './features.ts';
import { innocentChecks, regionTotals } from './innocent-checks.ts';
import { judge, type Judgement } from './judge.ts';
import { fitLeakModel, type LeakModel } from './model.ts';
import { changeAges, companyPulse, observe, periodDays, type Pulse } from './observe.ts';
import { rhythmOf } from './rhythm.ts';
import type { Assignment, Interval, LeakOptions, LeakReport, OrderHistory, RepResult, Shape, Tier } from './types.ts';
import { engineVersion } from './version.ts';
import { type DataFacts, dataFacts, dataWarnings } from './warnings.ts';

const noShapes: Readonly<Record<Shape, number>> = { thin: 0, capture: 0, shave: 0 };

/**
 * Fits on the clean past, scores every rep at `asOf` and explains: the product's way into the engine.
 *
 * The judged window is the year before `asOf`, or the younger half of a shorter history, or whatever
 * `options.cleanUntil` leaves, rounded down to one of the ages that the engine weighs.
 */
export function checkOrders(history: OrderHistory, assignment: Assignment, options: LeakOptions): LeakReport {
  const { asOf } = options;
  const facts = dataFacts(history, asOf);
  const span = facts.orders > 0 ? asOf - facts.firstDay : 0;
  const cleanUntil = Math.min(asOf, options.cleanUntil ?? asOf - Math.min(365, Math.floor(span / 2)));
  let windowAge = 0;
  while (windowAge + 1 < changeAges.length && changeAges[windowAge + 1]! * periodDays <= asOf - cleanUntil) windowAge++;
  const budget = options.falseAlarmsPer100 ?? 1;
  const model = fitLeakModel(history, assignment, { until: cleanUntil, falseAlarmsPer100: budget });
  const judgement = judge(model, history, assignment, asOf);
  const { observation, score } = judgement;
  const { repCount } = assignment;
  const expectation = expectWindow(model.law, history, observation, repCount, windowAge);
  const silent = silentCustomers(model, judgement);
  const reps = repResults({ model, history, assignment, judgement, expectation, silent, windowAge, facts });
  const months = expectation.months.length;
  return {
    engine: engineVersion,
    asOf,
    parameters: { ...model.law, cleanUntil, falseAlarmsPer100: budget, maxCustomers: options.maxCustomers ?? 5000 },
    window: { from: expectation.from, to: asOf },
    warnings: dataWarnings(facts, observation, assignment, expectation.from),
    company: {
      customers: observation.lastDay.reduce((n, day) => n + (day > -2147483648 ? 1 : 0), 0),
      reps: repCount,
      orders: facts.orders,
      firstDay: facts.firstDay,
      lastDay: facts.orders > 0 ? facts.lastDay : facts.firstDay,
      amountSeen: rowSum(expectation.money, repCount, months),
      amountExpected: interval(rowSum(expectation.moneyExpected, repCount, months), expectation.moneyVariance[repCount]!),
      missing: missingOf(
        expectation,
        reps.filter(({ tier }) => tier === 'check' || tier === 'watch').map(({ rep }) => rep),
      ),
      trend: trendOf(expectation, repCount),
    },
    thresholds: score.some((s) => !Number.isNaN(s)) ? { check: model.threshold, watch: model.watch } : null,
    reps,
    customers: customersOfNote(model, history, judgement, expectation, silent, options.maxCustomers ?? 5000),
  };
}

/** 1 for each customer whose present silence its own rhythm makes rarer than one in a hundred. */
function silentCustomers(model: LeakModel, { observation }: Judgement): Uint8Array {
  const silent = new Uint8Array(observation.customerCount);
  for (let c = 0; c < silent.length; c++) {
    const rhythm = rhythmOf(model.law, observation, c);
    if (rhythm && observation.asOf - observation.lastDay[c]! > rhythm.limit) silent[c] = 1;
  }
  return silent;
}

/** What a set of reps' books miss together. */
function missingOf(expectation: Expectation, reps: readonly number[]): Interval {
  const months = expectation.months.length;
  let seen = 0;
  let expected = 0;
  let variance = 0;
  for (const rep of reps) {
    seen += rowSum(expectation.money, rep, months);
    expected += rowSum(expectation.moneyExpected, rep, months);
    variance += expectation.moneyVariance[rep]!;
  }
  const { low, mid, high } = interval(expected, variance);
  return { low: low - seen, mid: mid - seen, high: high - seen };
}

interface RepInput {
  readonly model: LeakModel;
  readonly history: OrderHistory;
  readonly assignment: Assignment;
  readonly judgement: Judgement;
  readonly expectation: Expectation;
  readonly silent: Uint8Array;
  readonly windowAge: number;
  readonly facts: DataFacts;
}

/** All reps in order of checking: by score, those without one last. */
function repResults(input: RepInput): RepResult[] {
  const { model, history, assignment, judgement, expectation, silent, windowAge, facts } = input;
  const { observation, market, score, reason, sums } = judgement;
  const { repCount } = assignment;
  const books: number[][] = Array.from({ length: repCount }, () => []);
  for (let c = 0; c < observation.customerCount; c++) {
    const rep = observation.owners.rep[c]!;
    if (rep >= 0 && observation.lastDay[c]! > -2147483648) books[rep]!.push(c);
  }
  const silentSeen = Float64Array.from(books, (book) => book.reduce((n, c) => n + silent[c]!, 0));
  const rhythmic = Float64Array.from(books, (book) => book.filter((c) => observation.oldestAge[c]! >= 0).length);
  // What is usual here today, but never less than the one in a hundred that the limits allow.
  const usualSilence = Math.max(0.01, middleRatio(silentSeen, rhythmic, 0.01));
  const earlierDay = expectation.from;
  const hasEarlier = earlierDay - facts.firstDay >= changeAges[windowAge]! * periodDays + 90;
  const before = hasEarlier ? observe(history, assignment, earlierDay, model.law) : null;
  // The book is today's: how did these customers do before, whoever looked after them then?
  const earlier = before
    ? {
        observation: { ...before, owners: observation.owners },
        market: marketFactors(model.law, { ...before, owners: observation.owners }, repCount),
      }
    : null;
  const companyChange = changeOfPulse(companyPulse(history, observation.asOf), changeAges[windowAge]!);
  const yearBefore = moneyBefore(history, observation.owners.rep, repCount, expectation.from);
  const regional = regionTotals(observation, expectation, history.region);
  const order = Array.from({ length: repCount }, (_, r) => r).toSorted((a, b) => rankKey(b) - rankKey(a) || a - b);
  const months = expectation.months.length;
  return order.map((rep, place): RepResult => {
    const s = score[rep]!;
    const enough = !Number.isNaN(s);
    const tier: Tier = !enough ? 'insufficient' : s > model.threshold ? 'check' : s > model.watch ? 'watch' : 'none';
    const stands = tier === 'check' || tier === 'watch';
    const weights = cellWeights(sums, rep);
    const checks = innocentChecks({
      rep,
      observation,
      expectation,
      market,
      customers: books[rep]!,
      region: history.region,
      regional,
      earlier,
      longestGap: facts.gapFrom >= expectation.from ? facts.longestGap : 0,
      windowAge,
      companyChange,
    });
    return {
      rep,
      tier,
      insufficient: reason[rep]!,
      score: enough ? s : null,
      rank: enough ? place + 1 : null,
      since: stands ? observation.asOf - changeAges[likeliestAge(weights)]! * periodDays : null,
      shapes: stands ? shapeShares(model, sums, rep) : noShapes,
      customers: books[rep]!.length,
      ordersSeen: rowSum(expectation.seen, rep, months),
      ordersExpected: interval(rowSum(expectation.expected, rep, months), expectation.ordersVariance[rep]!),
      amountSeen: rowSum(expectation.money, rep, months),
      amountExpected: interval(rowSum(expectation.moneyExpected, rep, months), expectation.moneyVariance[rep]!),
      missing: missingOf(expectation, [rep]),
      silentSeen: silentSeen[rep]!,
      silentExpected: usualSilence * rhythmic[rep]!,
      share: yearBefore.total > 0 ? yearBefore.perRep[rep]! / yearBefore.total : 0,
      trend: trendOf(expectation, rep),
      checks,
    };
  });

  function rankKey(rep: number): number {
    return Number.isNaN(score[rep]!) ? -Infinity : score[rep]!;
  }
}

/** From the evidence as it is, not as it counts: a book's own losses bound what silences say, not what they look like. */
function shapeShares(model: LeakModel, sums: Float64Array, rep: number): Record<Shape, number> {
  const rows = new Float64Array(featureCount);
  repFeatures(sums, rep * cellCount, rows, 0);
  const [thin, capture, shave] = shapeOdds(model.calibration, rows, 0);
  return { thin, capture, shave };
}

/** How much busier the company was in its last `periods` than in the year before them, as a share. */
function changeOfPulse({ rate, periods: known }: Pulse, periods: number): number {
  const before = Math.min(24, known - periods);
  if (before <= 0) return 0;
  const mean = (begin: number, end: number): number => rate.subarray(begin, end).reduce((a, b) => a + b, 0) / (end - begin);
  return mean(0, periods) / mean(periods, periods + before) - 1;
}

/** Money of the year before the window, by today's rep. */
function moneyBefore(history: OrderHistory, rep: Int32Array, repCount: number, from: number): { perRep: Float64Array; total: number } {
  const perRep = new Float64Array(repCount);
  let total = 0;
  for (let c = 0; c < history.customerCount; c++) {
    for (let i = history.offsets[c]!; i < history.offsets[c + 1]! && history.day[i]! < from; i++) {
      if (history.day[i]! < from - 365) continue;
      total += history.amount[i]!;
      if (rep[c]! >= 0) perRep[rep[c]!]! += history.amount[i]!;
    }
  }
  return { perRep, total };
}
