/** Day numbers that stand for "since ever" and "until further notice". */
export const sinceEver = -2_147_483_648;
export const untilFurtherNotice = 2_147_483_647;

/**
 * Who looked after which customer, when: periods `[from, to)` in days since 1970-01-01, sorted and not overlapping within a
 * customer. The shape that the leak engine takes as its assignment.
 */
export interface RepPeriods {
  readonly repCount: number;
  /** Periods of customer `i` are the entries `offsets[i]` to `offsets[i + 1]`. */
  readonly offsets: Uint32Array;
  readonly rep: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Order rows as columns, in any order; `rep` is -1 where none is named. */
export interface RepOnOrders {
  readonly customer: Int32Array;
  readonly day: Int32Array;
  readonly rep: Int32Array;
}

/**
 * Ownership told from the rep whom each order names. A customer belongs to its first rep since ever, and changes hands
 * on the day of the first order under another name. One order under another name between two of the same rep is
 * absence cover, not a change of hands. Of several names on one day the one on most rows counts. Rows without a rep say
 * nothing. Linear in rows.
 */
export function periodsFromOrders(rows: RepOnOrders, customerCount: number, repCount: number): RepPeriods {
  const only = onlyReps(rows, customerCount);
  const sorted = byCustomerAndDay(rows, only, customerCount, repCount);
  const offsets = new Uint32Array(customerCount + 1);
  const rep: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  for (let customer = 0, at = 0; customer < customerCount; customer++) {
    const first = at;
    while (at < sorted.length && rows.customer[sorted[at]!] === customer) at++;
    const runs =
      only[customer]! >= 0 ? [{ rep: only[customer]!, firstDay: sinceEver }] : withoutCover(runsOf(sorted.subarray(first, at), rows));
    for (const [place, run] of runs.entries()) {
      rep.push(run.rep);
      from.push(place === 0 ? sinceEver : run.firstDay);
      to.push(runs[place + 1]?.firstDay ?? untilFurtherNotice);
    }
    offsets[customer + 1] = rep.length;
  }
  return { repCount, offsets, rep: Int32Array.from(rep), from: Int32Array.from(from), to: Int32Array.from(to) };
}

const nobody = -1;
const several = -2;

/** Per customer the only rep that its rows name, which is the case for nearly all: nothing to sort there. */
function onlyReps({ customer, rep }: RepOnOrders, customerCount: number): Int32Array {
  const only = new Int32Array(customerCount).fill(nobody);
  for (let row = 0; row < rep.length; row++) {
    const named = rep[row]!;
    if (named < 0) continue;
    const known = only[customer[row]!]!;
    if (known === nobody) only[customer[row]!] = named;
    else if (known !== named) only[customer[row]!] = several;
  }
  return only;
}

/** The customer of each period. */
export function customerOfPeriods({ offsets, rep }: RepPeriods): Int32Array {
  const customer = new Int32Array(rep.length);
  for (let index = 0; index + 1 < offsets.length; index++) customer.fill(index, offsets[index], offsets[index + 1]);
  return customer;
}

/** Indexes of the rows of customers with several reps, by customer, then day, then rep: three counting sorts, the last key first. */
function byCustomerAndDay({ customer, day, rep }: RepOnOrders, only: Int32Array, customerCount: number, repCount: number): Uint32Array {
  let lowest = Infinity;
  let highest = -Infinity;
  let named = 0;
  for (let row = 0; row < rep.length; row++) {
    if (rep[row]! < 0 || only[customer[row]!] !== several) continue;
    named++;
    if (day[row]! < lowest) lowest = day[row]!;
    if (day[row]! > highest) highest = day[row]!;
  }
  if (named === 0) return new Uint32Array(0);
  const all = new Uint32Array(named);
  for (let row = 0, at = 0; row < rep.length; row++) if (rep[row]! >= 0 && only[customer[row]!] === several) all[at++] = row;
  const byRep = countingSort(all, repCount, (row) => rep[row]!);
  const byDay = countingSort(byRep, highest - lowest + 1, (row) => day[row]! - lowest);
  return countingSort(byDay, customerCount, (row) => customer[row]!);
}

function countingSort(rows: Uint32Array, buckets: number, bucketOf: (row: number) => number): Uint32Array {
  const start = new Uint32Array(buckets + 1);
  for (const row of rows) start[bucketOf(row) + 1]!++;
  for (let bucket = 0; bucket < buckets; bucket++) start[bucket + 1]! += start[bucket]!;
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) sorted[start[bucketOf(row)]!++] = row;
  return sorted;
}

interface Run {
  readonly rep: number;
  readonly firstDay: number;
  orders: number;
}

/** A customer's sorted orders as runs of days under one name. */
function runsOf(sorted: Uint32Array, { day, rep }: RepOnOrders): Run[] {
  const runs: Run[] = [];
  for (let first = 0; first < sorted.length;) {
    const today = day[sorted[first]!]!;
    let after = first;
    while (after < sorted.length && day[sorted[after]!] === today) after++;
    const named = mostNamed(sorted.subarray(first, after), rep);
    const current = runs.at(-1);
    if (current?.rep === named) current.orders++;
    else runs.push({ rep: named, firstDay: today, orders: 1 });
    first = after;
  }
  return runs;
}

/** The rep on most of these rows, which are sorted by rep; of equals the first. */
function mostNamed(rows: Uint32Array, rep: Int32Array): number {
  let best = rep[rows[0]!]!;
  let bestCount = 0;
  let count = 0;
  for (let index = 0; index < rows.length; index++) {
    const current = rep[rows[index]!]!;
    count = index > 0 && rep[rows[index - 1]!] === current ? count + 1 : 1;
    if (count > bestCount) [best, bestCount] = [current, count];
  }
  return best;
}

function withoutCover(runs: readonly Run[]): Run[] {
  const kept: Run[] = [];
  for (const [index, run] of runs.entries()) {
    const before = kept.at(-1);
    if (run.orders === 1 && before && before.rep === runs[index + 1]?.rep) continue;
    if (before?.rep === run.rep) before.orders += run.orders;
    else kept.push({ ...run });
  }
  return kept;
}
