/**
 * Honest trouble that must not look like diversion, for freshly drawn replicates. Nobody diverts anything in these
 * cells; what is measured is how often the reps concerned raise an alarm, beside the same reps without the trouble.
 *
 * - `chain-closes`: 8 % of all customers, spread over all books, stop for good on one day;
 * - `hand-over`: an honest rep hands half of the book to another; of those customers 15 % leave within 90 days,
 *   the normal loss of a change of owner (13–18 % of yearly sales);
 * - `dying-book`: at t0 an honest rep takes over the customers whose orders fell most in the half-year before.
 */

import { NEVER } from './types.ts';
import type { Cell, DataSet, Move } from './types.ts';

const CHAIN_SHARE = 0.08;
const HAND_OVER_LOSS = 0.15;
const HAND_OVER_DAYS = 90;
const HALF_YEAR = 180;

export interface Drawn {
  readonly set: DataSet;
  readonly customers: readonly number[];
  readonly rep: Int32Array;
  readonly start: Int32Array;
  readonly t0Day: number;
  /** Troubles begin uniformly in `[t0Day, t0Day + spread)`. */
  readonly spread: number;
  readonly random: () => number;
  readonly shuffle: <T>(values: readonly T[]) => T[];
}

export function troubleCells(drawn: Drawn): readonly Cell[] {
  return [chainCloses(drawn), handOver(drawn), dyingBook(drawn)];
}

function chainCloses({ customers, start, t0Day, spread, random, shuffle }: Drawn): Cell {
  const day = t0Day + Math.floor(random() * spread);
  const chain = shuffle([...customers.keys()]).slice(0, Math.round(CHAIN_SHARE * customers.length));
  return {
    key: 'chain-closes',
    shape: 'honest',
    f: 0,
    injection: { cutoff: new Map(chain.map((at) => [at, day])) },
    trouble: { since: start.map((from) => (from === NEVER ? day : NEVER)), moves: new Map() },
  };
}

function handOver({ rep, start, t0Day, spread, random, shuffle }: Drawn): Cell {
  const honest = shuffle([...start.keys()].filter((r) => start[r] === NEVER));
  const pairs = Math.max(1, Math.round(honest.length / 10));
  const since = new Int32Array(start.length).fill(NEVER);
  const moves = new Map<number, Move>();
  const cutoff = new Map<number, number>();
  for (let pair = 0; pair < pairs; pair++) {
    const [giver = 0, taker = 0] = honest.slice(2 * pair);
    const day = t0Day + Math.floor(random() * spread);
    since[taker] = day;
    const book = shuffle([...rep.keys()].filter((at) => rep[at] === giver));
    const handed = book.slice(0, Math.round(book.length / 2));
    for (const at of handed) moves.set(at, { day, rep: taker });
    for (const at of handed) if (random() < HAND_OVER_LOSS) cutoff.set(at, day + Math.floor(random() * HAND_OVER_DAYS));
  }
  return { key: 'hand-over', shape: 'honest', f: 0, injection: { cutoff }, trouble: { since, moves } };
}

function dyingBook({ set, customers, rep, start, t0Day, shuffle }: Drawn): Cell {
  const heir = shuffle([...start.keys()].filter((r) => start[r] === NEVER))[0] ?? 0;
  const decline = customers.map((c) => {
    let late = 0;
    let early = 0;
    for (let k = set.offsets[c] ?? 0; k < (set.offsets[c + 1] ?? 0); k++) {
      const age = t0Day - (set.day[k] ?? 0);
      if (age > 0 && age <= HALF_YEAR) late++;
      else if (age > 0 && age <= 2 * HALF_YEAR) early++;
    }
    return (late + 1) / (early + 1);
  });
  const own = [...rep.keys()].filter((at) => rep[at] === heir);
  const others = [...rep.keys()].filter((at) => rep[at] !== heir && start[rep[at] ?? 0] === NEVER);
  others.sort((a, b) => (decline[a] ?? 0) - (decline[b] ?? 0));
  const moves = new Map<number, Move>();
  own.forEach((at, i) => {
    const taken = others[i];
    if (taken === undefined) return;
    moves.set(taken, { day: t0Day, rep: heir });
    moves.set(at, { day: t0Day, rep: rep[taken] ?? heir });
  });
  const since = start.map((_, r) => (r === heir ? t0Day : NEVER));
  return { key: 'dying-book', shape: 'honest', f: 0, injection: {}, trouble: { since, moves } };
}
