import type { OrderColumns } from './read-orders.ts';

/**
 * Who looked after which customer, when; the shape that the leak engine takes. Periods of one customer are sorted and
 * do not overlap; days are `[from, to)`.
 */
export interface RepPeriods {
  readonly repCount: number;
  /** Periods of customer `i` are the entries `offsets[i]` to `offsets[i + 1]`. */
  readonly offsets: Uint32Array;
  readonly rep: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Since ever, and until further notice. */
export const sinceEver = -2147483648;
export const untilFurtherNotice = 2147483647;

/**
 * The periods that the rep column of an order file implies: a customer belongs to the rep of its latest order until an
 * order names another one. The first rep looked after it since ever, the last does until further notice; orders
 * without a rep change nothing. Of several orders on one day the last in the file counts. Linear in rows.
 */
export function repPeriodsFromOrders(rows: OrderColumns, customerCount: number, repCount: number): RepPeriods {
  const order = byCustomerAndDay(rows, customerCount);
  const offsets = new Uint32Array(customerCount + 1);
  const rep: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (let customer = 0; customer < customerCount; customer++) {
    const first = rep.length;
    while (at < order.length && rows.customer[order[at]!] === customer) {
      const day = rows.day[order[at]!]!;
      let named = -1;
      for (; at < order.length && rows.customer[order[at]!] === customer && rows.day[order[at]!] === day; at++) {
        if (rows.rep[order[at]!]! >= 0) named = rows.rep[order[at]!]!;
      }
      if (named < 0 || (rep.length > first && rep.at(-1) === named)) continue;
      if (rep.length > first) to[to.length - 1] = day;
      from.push(rep.length === first ? sinceEver : day);
      rep.push(named);
      to.push(untilFurtherNotice);
    }
    offsets[customer + 1] = rep.length;
  }
  return { repCount, offsets, rep: Int32Array.from(rep), from: Int32Array.from(from), to: Int32Array.from(to) };
}

/** Row indexes sorted by customer, then day, then place in the file: two counting sorts. */
function byCustomerAndDay(rows: OrderColumns, customerCount: number): Int32Array {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const day of rows.day) {
    if (day < lowest) lowest = day;
    if (day > highest) highest = day;
  }
  if (rows.count === 0) return new Int32Array(0);
  const byDay = countingSort(
    rows.count,
    highest - lowest + 1,
    (i) => i,
    (row) => rows.day[row]! - lowest,
  );
  return countingSort(
    rows.count,
    customerCount,
    (i) => byDay[i]!,
    (row) => rows.customer[row]!,
  );
}

function countingSort(count: number, buckets: number, rowAt: (i: number) => number, bucketOf: (row: number) => number): Int32Array {
  const starts = new Uint32Array(buckets + 1);
  for (let i = 0; i < count; i++) starts[bucketOf(rowAt(i)) + 1]!++;
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const sorted = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const row = rowAt(i);
    sorted[starts[bucketOf(row)]!++] = row;
  }
  return sorted;
}
