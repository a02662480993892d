import { Problem } from '#shared/problem.ts';
import type { ColumnMapping, RowError } from '../schema.ts';
import type { RecordView } from './csv-records.ts';
import { CustomerTable } from './customer-table.ts';
import { parseDate } from './dates.ts';
import { cellTexts } from './delimiter.ts';
import { ErrorRowFile } from './error-rows.ts';
import { fileProblems } from './file-problems.ts';
import { columnLabel } from './column-label.ts';
import { NameTable } from './name-table.ts';
import { openRecords } from './open-records.ts';
import { cellText } from './order-cells.ts';
import { findLayout } from './order-layout.ts';
import type { ReadOptions } from './order-batches.ts';
import { missingForAssignments } from './preview.ts';
import { nobodyWords } from './nobody.ts';
import { type RepPeriods, sinceEver, untilFurtherNotice } from '#modules/customers/index.ts';
import { RowFaults } from './row-faults.ts';

/** Rows of an assignment file as columns: entry `i` of each array is one row. */
export interface AssignmentColumns {
  readonly count: number;
  readonly rowNumber: Int32Array;
  /** Index into `customers` of the same result. */
  readonly customer: Int32Array;
  /** Index into `reps`; -1: to nobody. */
  readonly rep: Int32Array;
  /** First day; `sinceEver` where the cell is empty. */
  readonly from: Int32Array;
  /** Day after the last day; `untilFurtherNotice` where the cell is empty. */
  readonly to: Int32Array;
}

export interface ReadAssignments {
  readonly customers: CustomerTable;
  readonly reps: NameTable;
  readonly rows: AssignmentColumns;
  /** `used + bad + duplicates + blank = total`. */
  readonly total: number;
  readonly used: number;
  readonly bad: number;
  /** Rows that say again what an earlier row says. */
  readonly duplicates: number;
  readonly blank: number;
  readonly errors: readonly RowError[];
  readonly errorCounts: Readonly<Record<string, number>>;
  readonly mapping: ColumnMapping;
  readonly headings: readonly string[];
  readonly encoding: string;
}

interface Period {
  readonly row: number;
  readonly customer: number;
  readonly rep: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Reads who looked after which customer: customer and rep, and optionally from and to. The last day belongs to the
 * period; where the next period begins on that very day, it belongs to the next. Empty ends are open. Periods of one
 * customer that overlap under different reps are errors: the first in the file holds, the later row is named.
 *
 * @throws Problem one of `fileProblems`; `orders.columns_missing` without a customer or a rep column
 */
export async function readAssignmentFile(path: string, options: ReadOptions = {}): Promise<ReadAssignments> {
  const source = await openRecords(path, options);
  const layout = await findLayout(source, options, true);
  const missing = missingForAssignments(layout);
  if (missing.length > 0) throw new Problem(fileProblems.columns_missing, { missing: missing.join(', ') });
  const { mapping } = layout;
  const fromColumn = mapping.from ?? mapping.date;
  const file =
    options.errorFile === undefined
      ? null
      : new ErrorRowFile(options.errorFile, layout.headings, layout.width, options.language ?? 'zh-CN');
  const faults = new RowFaults(options.maxErrors ?? 1000, file);
  const customers = new CustomerTable();
  const reps = new NameTable({ nothing: nobodyWords });
  const periods: Period[] = [];
  const texts = new Map<number, readonly string[]>();
  let record = 0;
  let bad = 0;
  let blank = 0;

  function day(view: RecordView, column: number | null, open: number, problems: RowError[]): number {
    const text = cellText(view, column);
    const parsed = parseDate(text, { order: layout.dateOrder, date1904: source.date1904, timeZone: options.timeZone ?? 'Asia/Shanghai' });
    if (typeof parsed === 'number') return parsed;
    // 9999-12-31, 至今 and the like mean that the end is open.
    if (parsed === 'orders.date_missing' || /^(9999|2999|至今|现在|今|now|present)/i.test(text)) return open;
    problems.push({ row: record, column: columnLabel(layout, column!), code: parsed, value: text.slice(0, 200) });
    return open;
  }

  function take(view: RecordView): void {
    record++;
    if (record <= layout.headingRow + 1) return;
    const cells = cellTexts(view);
    if (cells.every((cell) => cell === '')) {
      blank++;
      return;
    }
    const problems: RowError[] = [];
    const customer = customers.internTexts(cells[mapping.customerCode ?? -1] ?? '', cells[mapping.customerName ?? -1] ?? '');
    if (customer < 0)
      problems.push({
        row: record,
        column: columnLabel(layout, mapping.customerCode ?? mapping.customerName!),
        code: 'orders.customer_missing',
        value: '',
      });
    const from = day(view, fromColumn, sinceEver, problems);
    const last = day(view, mapping.to, untilFurtherNotice, problems);
    const to = last === untilFurtherNotice ? last : last + 1;
    if (problems.length === 0 && to <= from)
      problems.push({
        row: record,
        column: columnLabel(layout, mapping.to!),
        code: 'orders.period_reversed',
        value: cells[mapping.to!] ?? '',
      });
    if (view.unclosedQuote)
      problems.unshift({ row: record, column: null, code: 'orders.unclosed_quote', value: cells.join(' ').slice(0, 200) });
    if (problems.length > 0) {
      bad++;
      faults.bad(problems, () => cells);
      return;
    }
    periods.push({ row: record, customer, rep: reps.internText(cells[mapping.rep!] ?? ''), from, to });
    if (file !== null) texts.set(record, cells);
  }

  for await (const _ of source.read(take)) options.signal?.throwIfAborted();
  const alias = customers.aliases();
  const { kept, duplicates, clashes } = withoutOverlaps(periods.map((period) => ({ ...period, customer: alias[period.customer]! })));
  for (const { period, other } of clashes) {
    bad++;
    faults.bad(
      [{ row: period.row, column: null, code: 'orders.period_overlaps', value: String(other.row) }],
      () => texts.get(period.row) ?? [],
    );
  }
  file?.close();
  const total = record - Math.min(record, layout.headingRow + 1);
  if (total === blank) throw new Problem(fileProblems.file_only_headings);
  if (kept.length + bad + duplicates + blank !== total)
    throw new Error(`rows do not add up: ${kept.length} + ${bad} + ${duplicates} + ${blank} ≠ ${total}`);
  return {
    customers,
    reps,
    total,
    used: kept.length,
    bad,
    duplicates,
    blank,
    rows: {
      count: kept.length,
      rowNumber: Int32Array.from(kept, (period) => period.row),
      customer: Int32Array.from(kept, (period) => period.customer),
      rep: Int32Array.from(kept, (period) => period.rep),
      from: Int32Array.from(kept, (period) => period.from),
      to: Int32Array.from(kept, (period) => period.to),
    },
    errors: faults.errors,
    errorCounts: faults.counts,
    mapping,
    headings: layout.headings,
    encoding: source.notes.encoding,
  };
}

/** Keeps, customer by customer, the periods in file order that clash with none kept before; sorted by customer and day. */
function withoutOverlaps(periods: readonly Period[]): { kept: Period[]; duplicates: number; clashes: { period: Period; other: Period }[] } {
  const byCustomer = Map.groupBy(periods, (period) => period.customer);
  const kept: Period[] = [];
  const clashes: { period: Period; other: Period }[] = [];
  let duplicates = 0;
  for (const own of byCustomer.values()) {
    const good: Period[] = [];
    for (const period of own) {
      if (good.some((other) => other.rep === period.rep && other.from <= period.from && other.to >= period.to)) {
        duplicates++;
        continue;
      }
      const other = good.find((one) => overlap(one, period));
      if (other) clashes.push({ period, other });
      else good.push(period);
    }
    good.sort((a, b) => a.from - b.from);
    // A period that ends on the day on which the next begins gives that day to the next.
    for (const [i, period] of good.entries()) kept.push({ ...period, to: Math.min(period.to, good[i + 1]?.from ?? period.to) });
  }
  kept.sort((a, b) => a.customer - b.customer || a.from - b.from);
  return { kept, duplicates, clashes };
}

/** More than the one day that hand-overs are often written with on both sides; a period of one day clashes on it. */
function overlap(a: Period, b: Period): boolean {
  const [first, second] = a.from <= b.from ? [a, b] : [b, a];
  return first.to - 1 > second.from || (first.to > second.from && (first.from === second.from || first.to === second.to));
}

export interface JoinedAssignments {
  readonly periods: RepPeriods;
  /** Customers of the order file with no rep in any period. */
  readonly unassigned: number;
  /** Rows whose customer has no orders, or whose name several customers have. */
  readonly errors: readonly RowError[];
}

/** Puts the periods of an assignment file onto the customers of an order file, by code first, then by name. */
export function joinAssignments(file: ReadAssignments, customers: CustomerTable): JoinedAssignments {
  const target = new Int32Array(file.customers.size);
  for (let customer = 0; customer < target.length; customer++) target[customer] = findCustomer(file.customers, customer, customers);
  const errors: RowError[] = [];
  const periods: Period[] = [];
  for (let i = 0; i < file.rows.count; i++) {
    const customer = file.rows.customer[i]!;
    const row = file.rows.rowNumber[i]!;
    const found = target[customer]!;
    if (found >= 0) periods.push({ row, customer: found, rep: file.rows.rep[i]!, from: file.rows.from[i]!, to: file.rows.to[i]! });
    else
      errors.push({
        row,
        column: null,
        code: found === -2 ? 'orders.customer_ambiguous' : 'orders.customer_unknown',
        value: file.customers.label(customer),
      });
  }
  // Two codes of the file may be one customer of the orders, so periods can clash only now.
  const { kept, clashes } = withoutOverlaps(periods);
  for (const { period, other } of clashes)
    errors.push({ row: period.row, column: null, code: 'orders.period_overlaps', value: String(other.row) });
  const assigned = kept.filter((period) => period.rep >= 0);
  const offsets = new Uint32Array(customers.size + 1);
  for (const period of assigned) offsets[period.customer + 1]!++;
  let unassigned = 0;
  for (let customer = 0; customer < customers.size; customer++) {
    if (offsets[customer + 1] === 0) unassigned++;
    offsets[customer + 1]! += offsets[customer]!;
  }
  return {
    periods: {
      repCount: file.reps.size,
      offsets,
      rep: Int32Array.from(assigned, (period) => period.rep),
      from: Int32Array.from(assigned, (period) => period.from),
      to: Int32Array.from(assigned, (period) => period.to),
    },
    unassigned,
    errors,
  };
}

function findCustomer(own: CustomerTable, customer: number, orders: CustomerTable): number {
  const code = own.code(customer);
  const byCode = code === null ? -1 : orders.find(code);
  if (byCode >= 0) return byCode;
  const name = own.name(customer);
  const byName = name === null ? -1 : orders.find(name);
  return byName === -1 ? byCode : byName;
}
