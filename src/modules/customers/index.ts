/**
 * Customers, and the ledger of periods in which somebody looked after them.
 *
 * Owns the tables `customer` and `ownership`. Holds: a customer has at most one owner a day; periods that a file states
 * outrank those told from the reps on order rows.
 */
export { ensureCustomers, type NamedCustomer, ownersOfCustomer, replaceOwnership } from './queries.ts';
export { customerOfPeriods, periodsFromOrders, type RepPeriods, sinceEver, untilFurtherNotice } from './rules.ts';
