/**
 * The product's own way from a file to scores, timed: `node product-run.ts FILE` answers with one JSON line.
 * Its own process, so that peak memory is that of this run alone.
 */

import { periodsFromOrders } from '../../src/modules/customers/rules.ts';
import { buildHistory, checkOrders } from '../../src/modules/detection/leak/engine.ts';
import { readOrderFile } from '../../src/modules/orders/import/read-orders.ts';

export interface ProductRun {
  /** Seconds: CSV to columns, columns to history and owners, history to scores. */
  readonly reading: number;
  readonly building: number;
  readonly scoring: number;
  readonly seconds: number;
  /** Seconds of processor time over all threads; above `seconds` where threads help, below it where the machine is busy. */
  readonly cpu: number;
  readonly rows: number;
  readonly customers: number;
  readonly reps: number;
  /** Reps with a score. */
  readonly scored: number;
  readonly peakMb: number;
}

const began = performance.now();
const orders = await readOrderFile(process.argv[2] ?? '');
const read = performance.now();

const { rows, regionOfCustomer } = orders;
const customerCount = orders.customers.size;
const amount = rows.amountMinor.map((minor) => minor / 100);
const history = buildHistory({ customerCount, customer: rows.customer, day: rows.day, amount, region: regionOfCustomer });
const assignment = periodsFromOrders(rows, customerCount, orders.reps.size);
const built = performance.now();

const report = checkOrders(history, assignment, { asOf: (orders.lastDay ?? 0) + 1 });
const scored = performance.now();

const { user, system } = process.cpuUsage();
const result: ProductRun = {
  reading: (read - began) / 1000,
  building: (built - read) / 1000,
  scoring: (scored - built) / 1000,
  seconds: (scored - began) / 1000,
  cpu: (user + system) / 1e6,
  rows: orders.used,
  customers: customerCount,
  reps: orders.reps.size,
  scored: report.reps.filter(({ score }) => score !== null).length,
  peakMb: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(result));
