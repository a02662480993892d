/** Day numbers that stand for "since ever" and "until further notice". */
export const sinceEver = -2_147_483_648;
export const untilFurtherNotice = 2_147_483_647;

/** Who looked after which customer, `[from, to)`; sorted by customer, then `from`; periods of one customer do not overlap. */
export interface Periods {
  readonly customer: Int32Array;
  readonly rep: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/**
 * Ownership told from the rep whom each order names. A customer belongs to its first rep since ever, and changes hands
 * on the day of the first order under another name. One order under another name between two of the same rep is
 * absence cover, not a change of hands. Rows without a rep say nothing.
 *
 * @param rows in any order; `rep` is -1 where none is named
 */
export function periodsFromOrders(rows: { customer: Int32Array; day: Int32Array; rep: Int32Array }, customerCount: number): Periods {
  const byCustomer = daysByCustomer(rows, customerCount);
  const customer: number[] = [];
  const rep: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  for (let index = 0; index < customerCount; index++) {
    const runs = withoutCover(runsOf(byCustomer, index));
    for (const [place, run] of runs.entries()) {
      customer.push(index);
      rep.push(run.rep);
      from.push(place === 0 ? sinceEver : run.firstDay);
      to.push(runs[place + 1]?.firstDay ?? untilFurtherNotice);
    }
  }
  return { customer: Int32Array.from(customer), rep: Int32Array.from(rep), from: Int32Array.from(from), to: Int32Array.from(to) };
}

interface Run {
  readonly rep: number;
  readonly firstDay: number;
  orders: number;
}

/** Rows that name a rep, grouped by customer. */
function daysByCustomer({ customer, day, rep }: { customer: Int32Array; day: Int32Array; rep: Int32Array }, customerCount: number) {
  const start = new Uint32Array(customerCount + 1);
  for (let row = 0; row < customer.length; row++) if (rep[row]! >= 0) start[customer[row]! + 1]!++;
  for (let index = 0; index < customerCount; index++) start[index + 1]! += start[index]!;
  const next = start.slice(0, customerCount);
  const place = new Uint32Array(start[customerCount]!);
  for (let row = 0; row < customer.length; row++) if (rep[row]! >= 0) place[next[customer[row]!]!++] = row;
  return { start, place, day, rep };
}

/** A customer's orders in time as runs under one name. On a day with several names, the one on most rows counts. */
function runsOf({ start, place, day, rep }: ReturnType<typeof daysByCustomer>, customer: number): Run[] {
  const rows = place.slice(start[customer], start[customer + 1]).sort((a, b) => day[a]! - day[b]! || rep[a]! - rep[b]! || a - b);
  const runs: Run[] = [];
  for (let first = 0; first < rows.length; ) {
    const today = day[rows[first]!]!;
    let after = first;
    while (after < rows.length && day[rows[after]!] === today) after++;
    const named = mostNamed(rows.subarray(first, after), rep);
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
