/**
 * Draws replicates that no manifest lists: other window, other reps, other share of dishonest ones, and two
 * shapes more, so that the engine is judged on what it was not developed on.
 *
 * The rules are those that the given manifests follow (found by comparing them with the order files):
 * - population with a full year before t0: at least 6 orders in that year, the last at most 120 days old;
 *   with less history: at least 3 orders in the last 120 days;
 * - books of equal size, ±1, at random; start uniform over the first half of the checked time;
 * - thin: each order of a dishonest rep's customers from the start on is lost with probability f;
 * - capture: a random share f of the book leaves, each customer at a random day 0–59 days after the start.
 * Added: `ramp`, thinning that grows linearly from 0 to f over 180 days; `best-thin` and `best-capture`, only the
 * third of the book with most money in the year before t0; and honest trouble (`troubles.ts`).
 */

import { NULL_CELL, shaveCell } from './manifest.ts';
import { troubleCells } from './troubles.ts';
import { NEVER } from './types.ts';
import type { Cell, DataSet, Replicate } from './types.ts';

export interface FreshPlan {
  readonly seed: number;
  /** Replicates take these in turn. */
  readonly t0Days: readonly number[];
  /** Share of dishonest reps. */
  readonly bad: number;
  readonly reps: number;
}

const STEP = 30;
const STRENGTHS = [0.2, 0.4, 0.7];
const RAMP_DAYS = 180;
const CAPTURE_SPREAD = 60;

/** First and last order day of a set. */
export function daysOf(set: DataSet): { first: number; last: number } {
  let first = NEVER;
  let last = -NEVER;
  for (const day of set.day) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  return { first, last };
}

/** Whole checks between t0 and the end of the data, at most a year. */
export function monthsAfter(set: DataSet, t0Day: number): number {
  return Math.min(12, Math.floor((daysOf(set).last + 1 - t0Day) / STEP));
}

/** Deterministic: the same set, plan and index give the same replicate. */
export function drawReplicate(set: DataSet, plan: FreshPlan, index: number): Replicate {
  const random = generator(plan.seed * 100_003 + index);
  const t0Day = plan.t0Days[index % plan.t0Days.length] ?? NaN;
  const months = monthsAfter(set, t0Day);
  const customers = shuffle(population(set, t0Day), random);
  if (customers.length < 2 * plan.reps) throw new Error(`${set.name}: too few active customers at t0`);
  const rep = Int32Array.from(customers, (_, at) => at % plan.reps);
  const start = new Int32Array(plan.reps).fill(NEVER);
  const order = shuffle(
    Array.from({ length: plan.reps }, (_, r) => r),
    random,
  );
  for (const r of order.slice(0, Math.max(1, Math.round(plan.bad * plan.reps)))) {
    start[r] = t0Day + Math.floor(random() * ((months * STEP) / 2));
  }

  const money = customers.map((c) => moneyBefore(set, c, t0Day));
  const best = bestThird(rep, plan.reps, money);
  const everybody = (): boolean => true;
  const cells: Cell[] = [{ key: NULL_CELL, shape: 'null', f: 0, injection: {} }];
  const add = (shape: string, make: (f: number) => Cell['injection']): void => {
    for (const f of STRENGTHS) cells.push({ key: `${shape}:${f}`, shape, f, injection: make(f) });
  };
  const thin = (f: number, who: (c: number) => boolean, chance: (age: number) => number): Cell['injection'] => {
    const drop = new Map<number, Set<number>>();
    customers.forEach((c, at) => {
      const from = start[rep[at] ?? 0] ?? NEVER;
      if (from === NEVER || !who(at)) return;
      const days = new Set<number>();
      for (let k = set.offsets[c] ?? 0; k < (set.offsets[c + 1] ?? 0); k++) {
        const day = set.day[k] ?? 0;
        if (day >= from && random() < f * chance(day - from)) days.add(day);
      }
      drop.set(at, days);
    });
    return { drop };
  };
  const capture = (f: number, who: (c: number) => boolean): Cell['injection'] => {
    const cutoff = new Map<number, number>();
    start.forEach((from, r) => {
      if (from === NEVER) return;
      const book = shuffle(
        [...customers.keys()].filter((at) => rep[at] === r && who(at)),
        random,
      );
      for (const at of book.slice(0, Math.round(f * book.length))) {
        cutoff.set(at, from + Math.floor(random() * CAPTURE_SPREAD));
      }
    });
    return { cutoff };
  };
  add('thin', (f) => thin(f, everybody, () => 1));
  add('capture', (f) => capture(f, everybody));
  for (const f of STRENGTHS) cells.push(shaveCell(`shave:${f}`, f, rep, start));
  add('ramp', (f) => thin(f, everybody, (age) => Math.min(1, age / RAMP_DAYS)));
  add('best-thin', (f) =>
    thin(
      f,
      (at) => best.has(at),
      () => 1,
    ),
  );
  add('best-capture', (f) => capture(f, (at) => best.has(at)));
  const spread = (months * STEP) / 2;
  cells.push(...troubleCells({ set, customers, rep, start, t0Day, spread, random, shuffle: (values) => shuffle(values, random) }));
  return {
    t0Day,
    step: STEP,
    months,
    repCount: plan.reps,
    customers: Int32Array.from(customers),
    rep,
    start,
    cells,
  };
}

function population(set: DataSet, t0Day: number): number[] {
  const fullYear = daysOf(set).first <= t0Day - 365;
  const chosen: number[] = [];
  for (let c = 0; c < set.customers.length; c++) {
    let year = 0;
    let recent = 0;
    for (let k = set.offsets[c] ?? 0; k < (set.offsets[c + 1] ?? 0); k++) {
      const age = t0Day - (set.day[k] ?? 0);
      if (age > 0 && age <= 365) year++;
      if (age > 0 && age <= 120) recent++;
    }
    if (fullYear ? year >= 6 && recent >= 1 : recent >= 3) chosen.push(c);
  }
  return chosen;
}

function moneyBefore(set: DataSet, c: number, t0Day: number): number {
  let total = 0;
  for (let k = set.offsets[c] ?? 0; k < (set.offsets[c + 1] ?? 0); k++) {
    const age = t0Day - (set.day[k] ?? 0);
    if (age > 0 && age <= 365) total += set.amount[k] ?? 0;
  }
  return total;
}

function bestThird(rep: Int32Array, reps: number, money: readonly number[]): ReadonlySet<number> {
  const best = new Set<number>();
  for (let r = 0; r < reps; r++) {
    const book = [...rep.keys()].filter((at) => rep[at] === r);
    book.sort((a, b) => (money[b] ?? 0) - (money[a] ?? 0));
    for (const at of book.slice(0, Math.ceil(book.length / 3))) best.add(at);
  }
  return best;
}

function shuffle<T>(values: readonly T[], random: () => number): T[] {
  const result = [...values];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/**
 * Uniform numbers in [0, 1).
 * @source mulberry32 by Tommy Ettinger, public domain
 */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
