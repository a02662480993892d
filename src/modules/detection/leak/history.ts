import type { Assignment, OrderHistory } from './types.ts';

/** Rows as they come from a file or a query: parallel columns, any order, any number of rows per customer and day. */
export interface OrderRows {
  readonly customerCount: number;
  /** Customer index per row, `0` to `customerCount - 1`. */
  readonly customer: ArrayLike<number>;
  /** Days since 1970-01-01. */
  readonly day: ArrayLike<number>;
  /** Major currency units; negative for a return or credit note, zero rows are ignored. */
  readonly amount: ArrayLike<number>;
  /** Region index per *customer*; left out where unknown. */
  readonly region?: ArrayLike<number>;
}

/**
 * Groups rows by customer and sorts them by day, one entry per customer and day.
 *
 * Two stable counting sorts, so the cost grows linearly and nothing but typed arrays is allocated. Returns are
 * taken off the same day first and then off the customer's latest earlier orders: an order that came back is no
 * order, a part of it is a smaller one. What cannot be matched to an earlier order is left out.
 *
 * @param before rows on or after this day are left out, so that a later return cannot change an earlier answer
 * @throws RangeError where a customer index lies outside `customerCount` or a number is not finite
 */
export function buildHistory(rows: OrderRows, before = 2147483647): OrderHistory {
  const { customerCount, customer, day, amount } = rows;
  const order = rowsByCustomerAndDay(rows, before);
  const kept = order.length;
  const offsets = new Uint32Array(customerCount + 1);
  const outDay = new Int32Array(kept);
  const outAmount = new Float64Array(kept);
  let read = 0;
  let write = 0;
  for (let c = 0; c < customerCount; c++) {
    const begin = write;
    offsets[c] = begin;
    while (read < kept && customer[order[read]!] === c) {
      const today = day[order[read]!]!;
      let net = 0;
      while (read < kept && customer[order[read]!] === c && day[order[read]!] === today) net += amount[order[read++]!]!;
      if (net > 0) {
        outDay[write] = today;
        outAmount[write++] = net;
        continue;
      }
      while (net < 0 && write > begin) {
        const left = outAmount[write - 1]! + net;
        // Cents lost to binary fractions must not keep a fully returned order alive.
        if (left > 1e-6) {
          outAmount[write - 1] = left;
          net = 0;
        } else {
          net = left;
          write--;
        }
      }
    }
  }
  offsets[customerCount] = write;
  const region = new Int32Array(customerCount).fill(-1);
  if (rows.region) for (let c = 0; c < customerCount; c++) region[c] = rows.region[c] ?? -1;
  return { customerCount, offsets, day: outDay.subarray(0, write), amount: outAmount.subarray(0, write), region };
}

/** Row numbers ordered by customer, then day, then position in the input. */
function rowsByCustomerAndDay(rows: OrderRows, before: number): Uint32Array {
  const { customerCount, customer, day, amount } = rows;
  const total = customer.length;
  let first = Infinity;
  let last = -Infinity;
  let count = 0;
  for (let i = 0; i < total; i++) {
    const d = day[i]!;
    const c = customer[i]!;
    if (!(c >= 0 && c < customerCount) || !Number.isFinite(d) || !Number.isFinite(amount[i]!)) {
      throw new RangeError(`row ${i}: customer ${c}, day ${d}, amount ${amount[i]}`);
    }
    if (d >= before || amount[i] === 0) continue;
    count++;
    if (d < first) first = d;
    if (d > last) last = d;
  }
  let order = new Uint32Array(count);
  for (let i = 0, n = 0; i < total; i++) if (day[i]! < before && amount[i] !== 0) order[n++] = i;
  if (count === 0) return order;
  // 16 bits at a time: one pass for any sane range of days, two for a file with a date in the year 9999.
  const radix = 65536;
  for (let shift = 1; shift <= last - first; shift *= radix) {
    order = countingSort(order, radix, (i) => Math.floor((day[i]! - first) / shift) % radix);
  }
  return countingSort(order, customerCount, (i) => customer[i]!);
}

function countingSort(order: Uint32Array, keys: number, keyOf: (row: number) => number): Uint32Array<ArrayBuffer> {
  const at = new Uint32Array(keys + 1);
  for (let n = 0; n < order.length; n++) at[keyOf(order[n]!) + 1]!++;
  for (let k = 0; k < keys; k++) at[k + 1]! += at[k]!;
  const sorted = new Uint32Array(order.length);
  for (let n = 0; n < order.length; n++) sorted[at[keyOf(order[n]!)]!++] = order[n]!;
  return sorted;
}

/** An assignment in which every customer has had the same rep since ever; rep `-1` means nobody. */
export function constantAssignment(repCount: number, repOfCustomer: ArrayLike<number>): Assignment {
  const n = repOfCustomer.length;
  const offsets = new Uint32Array(n + 1);
  let periods = 0;
  for (let c = 0; c < n; c++) if (repOfCustomer[c]! >= 0) periods++;
  const rep = new Int32Array(periods);
  for (let c = 0, p = 0; c < n; c++) {
    offsets[c] = p;
    if (repOfCustomer[c]! >= 0) rep[p++] = repOfCustomer[c]!;
    offsets[c + 1] = p;
  }
  return {
    repCount,
    offsets,
    rep,
    from: new Int32Array(periods).fill(-2147483648),
    to: new Int32Array(periods).fill(2147483647),
  };
}

/** Who looks after each customer on the day before `asOf`, and since when; rep -1 where nobody does. */
export interface Owners {
  readonly rep: Int32Array;
  readonly since: Int32Array;
}

/** @returns one entry per customer; a customer beyond the assignment's list belongs to nobody */
export function ownersAt(assignment: Assignment, customerCount: number, asOf: number): Owners {
  const rep = new Int32Array(customerCount).fill(-1);
  const since = new Int32Array(customerCount).fill(-2147483648);
  const known = Math.min(customerCount, assignment.offsets.length - 1);
  for (let c = 0; c < known; c++) {
    for (let p = assignment.offsets[c]!; p < assignment.offsets[c + 1]!; p++) {
      if (assignment.from[p]! < asOf && assignment.to[p]! >= asOf) {
        rep[c] = assignment.rep[p]!;
        since[c] = assignment.from[p]!;
      }
    }
  }
  return { rep, since };
}

/** Every n-th customer, so that no more than `most` are left; the same objects where there are few enough. */
export function sampleCustomers(
  history: OrderHistory,
  assignment: Assignment,
  most: number,
): { history: OrderHistory; assignment: Assignment } {
  const { customerCount, offsets } = history;
  if (customerCount <= most) return { history, assignment };
  const step = customerCount / most;
  const chosen = Array.from({ length: most }, (_, k) => Math.floor(k * step));
  let size = 0;
  let periods = 0;
  const known = assignment.offsets.length - 1;
  for (const c of chosen) {
    size += offsets[c + 1]! - offsets[c]!;
    if (c < known) periods += assignment.offsets[c + 1]! - assignment.offsets[c]!;
  }
  const orders = {
    customerCount: most,
    offsets: new Uint32Array(most + 1),
    day: new Int32Array(size),
    amount: new Float64Array(size),
    region: Int32Array.from(chosen, (c) => history.region[c]!),
  };
  const owners = {
    repCount: assignment.repCount,
    offsets: new Uint32Array(most + 1),
    rep: new Int32Array(periods),
    from: new Int32Array(periods),
    to: new Int32Array(periods),
  };
  chosen.forEach((c, k) => {
    const begin = offsets[c]!;
    const end = offsets[c + 1]!;
    orders.day.set(history.day.subarray(begin, end), orders.offsets[k]!);
    orders.amount.set(history.amount.subarray(begin, end), orders.offsets[k]!);
    orders.offsets[k + 1] = orders.offsets[k]! + end - begin;
    const [first, last] = c < known ? [assignment.offsets[c]!, assignment.offsets[c + 1]!] : [0, 0];
    owners.rep.set(assignment.rep.subarray(first, last), owners.offsets[k]!);
    owners.from.set(assignment.from.subarray(first, last), owners.offsets[k]!);
    owners.to.set(assignment.to.subarray(first, last), owners.offsets[k]!);
    owners.offsets[k + 1] = owners.offsets[k]! + last - first;
  });
  return { history: orders, assignment: owners };
}
