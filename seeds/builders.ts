import { buildHistory } from '#modules/detection/leak/history.ts';
import type { Assignment, OrderHistory, Shape } from '#modules/detection/leak/types.ts';
import type { Random } from './random.ts';

/** Days that mean "since ever" and "until further notice" in an assignment. */
export const SINCE_EVER = -2147483648;
export const UNTIL_FURTHER_NOTICE = 2147483647;

/** One customer's way of buying. */
export interface Habit {
  /** Usual days between two orders. */
  readonly meanGap: number;
  /** Shape of the gamma-distributed gaps: 1 is irregular (exponential), 5 very regular. */
  readonly regularity: number;
  /** Median amount of an order in minor units. */
  readonly level: number;
  /** Deviation of the logarithm of an order's amount. */
  readonly spread: number;
  /** First day on which an order is possible, and the day after the last one. */
  readonly from: number;
  readonly to: number;
  /** How much more (>1) or less (<1) than usual is bought on a day. */
  readonly demand?: (day: number) => number;
  /** How much larger or smaller than usual the orders of a day are. */
  readonly price?: (day: number) => number;
}

export interface Order {
  readonly customer: number;
  readonly day: number;
  /** Minor units; negative for a return. */
  amount: number;
}

/**
 * The orders of one customer. Gaps are gamma-distributed in a time that runs faster when demand is high, which
 * keeps a regular customer regular through the season.
 */
export function ordersOf(customer: number, habit: Habit, random: Random): Order[] {
  const orders: Order[] = [];
  // The clock starts somewhere within a gap: nobody's orders begin on the first day of the file.
  let due = random.gamma(habit.regularity, 1) * random.next();
  let clock = 0;
  for (let day = habit.from; day < habit.to; day++) {
    clock += (habit.demand?.(day) ?? 1) / habit.meanGap;
    if (clock < due) continue;
    const amount = random.logNormal(habit.level, habit.spread) * (habit.price?.(day) ?? 1);
    orders.push({ customer, day, amount: Math.max(100, Math.round(amount / 10) * 10) });
    while (due <= clock) due += random.gamma(habit.regularity, 1);
  }
  return orders;
}

export interface Diversion {
  readonly shape: Shape;
  /** thin: chance of each order to go elsewhere · capture: share of the customers · shave: share of each amount. */
  readonly strength: number;
  readonly from: number;
}

/** What remains of a rep's orders when part of them goes elsewhere. Orders are grouped by customer. */
export function divert(orders: readonly Order[], diversion: Diversion, random: Random): Order[] {
  const { shape, strength, from } = diversion;
  if (shape === 'thin') return orders.filter((order) => order.day < from || !random.chance(strength));
  if (shape === 'shave') {
    return orders.map((order) =>
      order.day < from ? order : { ...order, amount: Math.max(100, Math.round((order.amount * (1 - strength)) / 10) * 10) },
    );
  }
  // Customers do not all leave on one day: they follow within two months.
  const cutoff = new Map<number, number>();
  for (const { customer } of orders) {
    if (!cutoff.has(customer)) {
      cutoff.set(customer, random.chance(strength) ? from + random.below(60) : UNTIL_FURTHER_NOTICE);
    }
  }
  return orders.filter((order) => order.day < cutoff.get(order.customer)!);
}

/** Orders as the engine reads them. `regionOf` gives a region index per customer, -1 or nothing where unknown. */
export function historyOf(orders: readonly Order[], customerCount: number, regionOf?: ArrayLike<number>): OrderHistory {
  return buildHistory({
    customerCount,
    customer: Int32Array.from(orders, (order) => order.customer),
    day: Int32Array.from(orders, (order) => order.day),
    amount: Float64Array.from(orders, (order) => order.amount / 100),
    ...(regionOf ? { region: regionOf } : {}),
  });
}

export interface Ownership {
  readonly customer: number;
  readonly rep: number;
  /** First day, or `SINCE_EVER`. */
  readonly from: number;
  /** Day after the last, or `UNTIL_FURTHER_NOTICE`. */
  readonly to: number;
}

/** Periods in any order as the engine reads them. */
export function assignmentOf(periods: readonly Ownership[], customerCount: number, repCount: number): Assignment {
  const sorted = periods.toSorted((a, b) => a.customer - b.customer || a.from - b.from);
  const offsets = new Uint32Array(customerCount + 1);
  for (const period of sorted) offsets[period.customer + 1]!++;
  for (let i = 0; i < customerCount; i++) offsets[i + 1]! += offsets[i]!;
  return {
    repCount,
    offsets,
    rep: Int32Array.from(sorted, (period) => period.rep),
    from: Int32Array.from(sorted, (period) => period.from),
    to: Int32Array.from(sorted, (period) => period.to),
  };
}

/** Each customer with one rep for ever; -1 for nobody. */
export function fixedAssignment(repOf: ArrayLike<number>, repCount: number): Assignment {
  const periods: Ownership[] = [];
  for (let customer = 0; customer < repOf.length; customer++) {
    const rep = repOf[customer]!;
    if (rep >= 0) periods.push({ customer, rep, from: SINCE_EVER, to: UNTIL_FURTHER_NOTICE });
  }
  return assignmentOf(periods, repOf.length, repCount);
}
