/** From a data set to the history that the engine may see: one replicate's customers, injected, cut at a day. */

import type { Assignment, OrderHistory } from '../../src/modules/detection/leak/types.ts';
import type { DataSet, Injection, Move, Replicate } from './types.ts';

const SINCE_EVER = -2147483648;
const FOR_EVER = 2147483647;

/** The orders of the replicate's customers, diverted as the cell says. */
export function injectedHistory(set: DataSet, replicate: Replicate, injection: Injection): OrderHistory {
  const { customers } = replicate;
  let size = 0;
  for (const c of customers) size += (set.offsets[c + 1] ?? 0) - (set.offsets[c] ?? 0);
  const offsets = new Uint32Array(customers.length + 1);
  const day = new Int32Array(size);
  const amount = new Float64Array(size);
  let at = 0;
  customers.forEach((c, index) => {
    const dropped = injection.drop?.get(index);
    const cutoff = injection.cutoff?.get(index) ?? FOR_EVER;
    const shavedFrom = injection.shaved?.from.get(index) ?? FOR_EVER;
    const keep = injection.shaved?.keep ?? 1;
    for (let k = set.offsets[c] ?? 0; k < (set.offsets[c + 1] ?? 0); k++) {
      const d = set.day[k] ?? 0;
      if (d >= cutoff) break;
      if (dropped?.has(d) === true) continue;
      day[at] = d;
      amount[at++] = (set.amount[k] ?? 0) * (d >= shavedFrom ? keep : 1);
    }
    offsets[index + 1] = at;
  });
  return {
    customerCount: customers.length,
    offsets,
    day: day.subarray(0, at),
    amount: amount.subarray(0, at),
    region: new Int32Array(customers.length).fill(-1),
  };
}

/** A copy that ends before `asOf`: what is not there cannot be peeked at. */
export function cutHistory(history: OrderHistory, asOf: number): OrderHistory {
  const { customerCount, region } = history;
  const offsets = new Uint32Array(customerCount + 1);
  for (let c = 0; c < customerCount; c++) {
    let low = history.offsets[c] ?? 0;
    const from = low;
    let high = history.offsets[c + 1] ?? 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((history.day[middle] ?? 0) < asOf) low = middle + 1;
      else high = middle;
    }
    offsets[c + 1] = (offsets[c] ?? 0) + low - from;
  }
  const size = offsets[customerCount] ?? 0;
  const day = new Int32Array(size);
  const amount = new Float64Array(size);
  for (let c = 0; c < customerCount; c++) {
    const to = offsets[c] ?? 0;
    const from = history.offsets[c] ?? 0;
    const end = from + (offsets[c + 1] ?? 0) - to;
    day.set(history.day.subarray(from, end), to);
    amount.set(history.amount.subarray(from, end), to);
  }
  return { customerCount, offsets, day, amount, region };
}

/** Throws unless both histories hold the same orders: the engine is fitted once, on a past no cell may touch. */
export function assertSameHistory(a: OrderHistory, b: OrderHistory, what: string): void {
  const same =
    a.day.length === b.day.length &&
    a.offsets.every((value, index) => value === b.offsets[index]) &&
    a.day.every((value, index) => value === b.day[index]) &&
    a.amount.every((value, index) => value === b.amount[index]);
  if (!same) throw new Error(`${what}: the injection reaches back before t0`);
}

/** One rep per customer, for good, but for those that change hands. */
export function assignmentOf(replicate: Replicate, moves: ReadonlyMap<number, Move> = new Map()): Assignment {
  const offsets = [0];
  const rep: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  replicate.rep.forEach((first, customer) => {
    const move = moves.get(customer);
    rep.push(first);
    from.push(SINCE_EVER);
    to.push(move?.day ?? FOR_EVER);
    if (move !== undefined) {
      rep.push(move.rep);
      from.push(move.day);
      to.push(FOR_EVER);
    }
    offsets.push(rep.length);
  });
  return {
    repCount: replicate.repCount,
    offsets: Uint32Array.from(offsets),
    rep: Int32Array.from(rep),
    from: Int32Array.from(from),
    to: Int32Array.from(to),
  };
}

/** Who looks after each customer on the day before `asOf`. */
export function repsAt(replicate: Replicate, moves: ReadonlyMap<number, Move>, asOf: number): Int32Array {
  const rep = Int32Array.from(replicate.rep);
  for (const [customer, move] of moves) if (move.day < asOf) rep[customer] = move.rep;
  return rep;
}
