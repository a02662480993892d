/** What the parts of the leak benchmark hand to each other. Days are whole days since 1970-01-01. */

import type { Assignment, OrderHistory } from '../../src/modules/detection/leak/types.ts';

/** All orders of one data set; arrays may live in shared memory so that workers need no copy. */
export interface DataSet {
  readonly name: string;
  /** Its cells count for `mean_hard`. */
  readonly hard: boolean;
  /** Customer keys as written in the file; the position is the customer's index. */
  readonly customers: readonly string[];
  readonly offsets: Uint32Array;
  readonly day: Int32Array;
  readonly amount: Float64Array;
}

/** How the orders of one cell differ from the honest ones. Customer indices are those of the replicate. */
export interface Injection {
  /** Orders that went elsewhere: customer → days. */
  readonly drop?: ReadonlyMap<number, ReadonlySet<number>>;
  /** Customers that left: customer → first day without orders. */
  readonly cutoff?: ReadonlyMap<number, number>;
  /** Customers that order for less: customer → first day; every amount from then on times `keep`. */
  readonly shaved?: { readonly from: ReadonlyMap<number, number>; readonly keep: number };
}

/** A customer changes hands. */
export interface Move {
  readonly day: number;
  readonly rep: number;
}

/** Something honest that a naive score would take for diversion. */
export interface Trouble {
  /** Per rep the day from which it is concerned, `NEVER` where it is not. */
  readonly since: Int32Array;
  /** Customer → new rep. */
  readonly moves: ReadonlyMap<number, Move>;
}

/** A diversion shape at one strength. `f = 0` is the honest control. */
export interface Cell {
  /** Key in the result, e.g. `thin:0.4`. */
  readonly key: string;
  readonly shape: string;
  readonly f: number;
  readonly injection: Injection;
  /** Only in cells of honest trouble. */
  readonly trouble?: Trouble;
}

/** One draw: who looks after whom, who is dishonest since when, and what that does to the orders. */
export interface Replicate {
  readonly t0Day: number;
  /** Days between two checks. */
  readonly step: number;
  /** Checks at `t0Day + step · m`, m = 1 … months. */
  readonly months: number;
  readonly repCount: number;
  /** Index into the data set's customers. */
  readonly customers: Int32Array;
  readonly rep: Int32Array;
  /** First day of diversion per rep; `NEVER` for honest ones. */
  readonly start: Int32Array;
  readonly cells: readonly Cell[];
}

export const NEVER = 2147483647;

/** What of the engine is measured here. */
export interface LeakEngine<Model extends { readonly threshold: number }> {
  /** The model's `threshold`: score above which a rep is worth a check, learnt without labels. */
  fitLeakModel(history: OrderHistory, assignment: Assignment, options: { readonly until: number }): Model;
  scoreReps(model: Model, history: OrderHistory, assignment: Assignment, asOf: number): { readonly score: Float64Array };
}

/** Scores of one replicate. `scores[method][cell]` holds `months × repCount` values, month by month. */
export interface ReplicateScores {
  readonly setName: string;
  readonly step: number;
  readonly months: number;
  readonly repCount: number;
  readonly t0Day: number;
  readonly start: Int32Array;
  readonly scores: Readonly<Record<string, Readonly<Record<string, Float64Array>>>>;
  /** Cells of honest trouble: since when each rep is concerned. */
  readonly troubles: Readonly<Record<string, Int32Array>>;
  /** The engine's own threshold. */
  readonly threshold: number;
  /** Seconds in fitting and scoring of the engine. */
  readonly fitSeconds: number;
  readonly scoreSeconds: number;
  readonly baselineSeconds: number;
}

/** Name under which the engine's scores are filed beside the baselines. */
export const ENGINE = 'engine';
