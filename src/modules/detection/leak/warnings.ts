import type { Observation } from './observe.ts';
import type { Assignment, DataWarning, OrderHistory } from './types.ts';

/** Facts about the data as a whole that the reader and the warnings need. */
export interface DataFacts {
  readonly orders: number;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly future: number;
  /** Longest run of days without an order of anybody, and its first day. */
  readonly longestGap: number;
  readonly gapFrom: number;
  /** Mean days between orders of the whole company. */
  readonly usualGap: number;
}

/** One pass over all orders. */
export function dataFacts(history: OrderHistory, asOf: number): DataFacts {
  let orders = 0;
  let future = 0;
  let firstDay = asOf;
  let lastDay = -2147483648;
  for (let i = 0; i < history.day.length; i++) {
    const d = history.day[i]!;
    if (d >= asOf) {
      future++;
      continue;
    }
    orders++;
    if (d < firstDay) firstDay = d;
    if (d > lastDay) lastDay = d;
  }
  // The last five years: a longer map would only be a way to run out of memory on a wrong date.
  const from = Math.max(firstDay, asOf - 5 * 365);
  const busy = new Uint8Array(Math.max(0, asOf - from));
  for (let i = 0; i < history.day.length; i++) {
    const d = history.day[i]!;
    if (d >= from && d < asOf) busy[d - from] = 1;
  }
  let days = 0;
  let longestGap = 0;
  let gapFrom = asOf;
  for (let d = 0, run = 0; d < busy.length; d++) {
    days += busy[d]!;
    run = busy[d] === 1 ? 0 : run + 1;
    if (run > longestGap) {
      longestGap = run;
      gapFrom = from + d - run + 1;
    }
  }
  return { orders, firstDay, lastDay, future, longestGap, gapFrom, usualGap: days > 0 ? busy.length / days : 0 };
}

/** What the reader must know before any figure. */
export function dataWarnings(facts: DataFacts, observation: Observation, assignment: Assignment, windowFrom: number): DataWarning[] {
  const warnings: DataWarning[] = [];
  const span = facts.orders > 0 ? observation.asOf - facts.firstDay : 0;
  if (span < 60) warnings.push({ code: 'single_month', facts: { days: span } });
  if (windowFrom - facts.firstDay < 365) {
    warnings.push({ code: 'short_history', facts: { days: Math.max(0, windowFrom - facts.firstDay) } });
  }
  if (facts.future > 0) warnings.push({ code: 'future_orders', facts: { orders: facts.future } });
  // A week of holidays is no gap, and a company that sells once a month has none for a month.
  if (facts.longestGap >= Math.max(10, 6 * facts.usualGap)) {
    warnings.push({ code: 'data_gap', facts: { days: facts.longestGap, from: facts.gapFrom } });
  }
  const books = new Int32Array(assignment.repCount);
  for (const rep of observation.owners.rep) if (rep >= 0) books[rep]!++;
  const busy = books.filter((customers) => customers > 0).length;
  if (busy === 0) warnings.push({ code: 'no_reps', facts: {} });
  else if (busy === 1) warnings.push({ code: 'one_rep', facts: {} });
  else if (busy < 6) warnings.push({ code: 'few_peers', facts: { reps: busy } });
  const single = books.filter((customers) => customers === 1).length;
  if (busy > 0 && single * 2 > busy) warnings.push({ code: 'one_customer_books', facts: { reps: single } });
  return warnings;
}
