import type { ColumnMapping, RowError } from '../schema.ts';
import type { CustomerTable } from './customer-table.ts';
import type { NameTable } from './name-table.ts';
import type { OrderBatch } from './batch-builder.ts';
import { type ImportWarning, openOrders, type ReadOptions, type RowCounts } from './order-batches.ts';
import type { OrderLayout } from './order-layout.ts';

/** Rows of a whole file as columns; entry `i` of each array is one row, in file order. */
export interface OrderColumns {
  readonly count: number;
  readonly customer: Int32Array;
  /** -1 for nobody. */
  readonly rep: Int32Array;
  /** -1 where not known. */
  readonly region: Int32Array;
  /** Days since 1970-01-01. */
  readonly day: Int32Array;
  /** Whole minor units (分, cents); negative for returns. */
  readonly amountMinor: Float64Array;
  /** 1-based row number as Excel shows it. */
  readonly rowNumber: Int32Array;
}

export interface ReadOrders extends RowCounts {
  readonly customers: CustomerTable;
  readonly reps: NameTable;
  readonly regions: NameTable;
  readonly rows: OrderColumns;
  /** Region of each customer: the one of its latest row that has one; -1 where none has. */
  readonly regionOfCustomer: Int32Array;
  /** Rows that could not be used, the first `maxErrors`; see `errorCounts` for all. */
  readonly errors: readonly RowError[];
  /** Rows left out on purpose, the first `maxErrors`. */
  readonly skippedRows: readonly RowError[];
  /** Rows per reason, for bad and left-out rows. */
  readonly errorCounts: Readonly<Record<string, number>>;
  readonly warnings: readonly ImportWarning[];
  readonly format: 'csv' | 'xlsx';
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly sheet: string | null;
  readonly headings: readonly string[];
  readonly mapping: ColumnMapping;
  readonly layout: OrderLayout;
  readonly firstDay: number | null;
  readonly lastDay: number | null;
}

/**
 * Reads a whole order file into columns: CSV, CSV.gz or XLSX, one order or order line a row.
 *
 * Ten million rows of a million customers take about 10–15 s and 0.9 GB on one core; a customer that some rows name by code
 * and others only by name is one customer.
 *
 * @throws Problem one of `fileProblems` when the file as a whole cannot be used
 */
export async function readOrderFile(path: string, options: ReadOptions = {}): Promise<ReadOrders> {
  const reader = await openOrders(path, options);
  const batches: OrderBatch[] = [];
  for await (const batch of reader.batches()) batches.push(batch);
  const { customers, source, layout, faults } = reader;
  const rows = joined(batches);
  const joinedCustomers = applyAliases(rows.customer, customers.aliases());
  const warnings = reader.warnings();
  if (joinedCustomers > 0) warnings.push({ code: 'orders.customers_joined', facts: { customers: joinedCustomers } });
  const days = reader.days();
  return {
    ...reader.counts(),
    customers,
    reps: reader.reps,
    regions: reader.regions,
    rows,
    regionOfCustomer: latestRegions(rows, customers.size),
    errors: faults.errors,
    skippedRows: faults.skippedRows,
    errorCounts: faults.counts,
    warnings,
    format: source.format,
    encoding: source.notes.encoding,
    delimiter: source.delimiter,
    sheet: source.sheet,
    headings: layout.headings,
    mapping: layout.mapping,
    layout,
    firstDay: days?.first ?? null,
    lastDay: days?.last ?? null,
  };
}

/** One array per column. Batches are given up column by column, so that never more than one column exists twice. */
function joined(batches: OrderBatch[]): OrderColumns {
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const loose = batches as Partial<Record<keyof OrderBatch, unknown>>[];
  function ints(column: 'customer' | 'rep' | 'region' | 'day' | 'rowNumber'): Int32Array {
    const all = new Int32Array(count);
    let at = 0;
    for (const batch of loose) {
      const part = batch[column] as Int32Array;
      all.set(part, at);
      at += part.length;
      delete batch[column];
    }
    return all;
  }
  const amountMinor = new Float64Array(count);
  let at = 0;
  for (const batch of loose) {
    const part = batch.amountMinor as Float64Array;
    amountMinor.set(part, at);
    at += part.length;
    delete batch.amountMinor;
  }
  return {
    count,
    amountMinor,
    customer: ints('customer'),
    rep: ints('rep'),
    region: ints('region'),
    day: ints('day'),
    rowNumber: ints('rowNumber'),
  };
}

/** Gives the rows of customers that turned out to be others to those; the number of such customers. */
function applyAliases(customer: Int32Array, alias: Int32Array): number {
  let count = 0;
  for (let i = 0; i < alias.length; i++) if (alias[i] !== i) count++;
  if (count > 0) for (let row = 0; row < customer.length; row++) customer[row] = alias[customer[row]!]!;
  return count;
}

function latestRegions(rows: OrderColumns, customers: number): Int32Array {
  const region = new Int32Array(customers).fill(-1);
  const since = new Int32Array(customers).fill(-2147483648);
  for (let row = 0; row < rows.count; row++) {
    const customer = rows.customer[row]!;
    if (rows.region[row]! < 0 || rows.day[row]! < since[customer]!) continue;
    region[customer] = rows.region[row]!;
    since[customer] = rows.day[row]!;
  }
  return region;
}
