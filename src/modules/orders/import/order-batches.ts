import { Problem } from '#shared/problem.ts';
import type { RowError } from '../schema.ts';
import { columnLabel } from './column-label.ts';
import type { RecordView } from './csv-records.ts';
import { BatchBuilder, type OrderBatch } from './batch-builder.ts';
import { CustomerTable } from './customer-table.ts';
import { cellTexts } from './delimiter.ts';
import { ErrorRowFile } from './error-rows.ts';
import { fileProblems } from './file-problems.ts';
import { hash64, HashList64, HashSet64 } from './hash-set.ts';
import { isSurelyName, NameTable } from './name-table.ts';
import { nobodyWords } from './nobody.ts';
import { openRecords } from './open-records.ts';
import { OrderCells, cellText, trimEnd, trimStart } from './order-cells.ts';
import { findLayout, type LayoutOptions, type OrderLayout } from './order-layout.ts';
import { PendingCustomers } from './pending-customers.ts';
import type { OpenOptions, RecordSource } from './record-source.ts';
import { RowFaults } from './row-faults.ts';
import { RowKeys } from './row-key.ts';
import type { ImportLanguage } from './texts.ts';

export interface ReadOptions extends OpenOptions, LayoutOptions {
  /** Days since 1970-01-01; rows after it are counted in a warning. */
  readonly today?: number | undefined;
  /** Business days of times with an offset; default Asia/Shanghai. */
  readonly timeZone?: string | undefined;
  /** Rows that were not used and are kept in memory; all are counted. Default 1,000. */
  readonly maxErrors?: number | undefined;
  /** Also writes every row that was not used to this CSV file, see `ErrorRowFile`. */
  readonly errorFile?: string | undefined;
  readonly language?: ImportLanguage | undefined;
  /** Also gives product, order number and row key of each row; what a database import needs and a check does not. */
  readonly details?: boolean | undefined;
  /** A batch is handed over once it has this many rows; default 50,000. */
  readonly batchRows?: number | undefined;
}

export interface ImportWarning {
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What became of the rows. `used + bad + skipped + duplicates + blank = total`; checked, not assumed. */
export interface RowCounts {
  /** Rows below the headings. */
  readonly total: number;
  readonly used: number;
  readonly bad: number;
  /** Totals, repeated headings, merged amounts. */
  readonly skipped: number;
  /** Rows equal to an earlier one, order number included: left out. */
  readonly duplicates: number;
  /** Rows equal to an earlier one in a file without order numbers: used. */
  readonly repeated: number;
  readonly blank: number;
  /** Rows above the headings, and the headings. */
  readonly above: number;
}

/** An opened order file. Take the batches first; counts, errors and warnings are complete afterwards. */
export interface OrderReader {
  readonly source: RecordSource;
  readonly layout: OrderLayout;
  readonly customers: CustomerTable;
  readonly reps: NameTable;
  readonly regions: NameTable;
  readonly products: NameTable;
  readonly faults: RowFaults;
  batches(): AsyncGenerator<OrderBatch>;
  counts(): RowCounts;
  warnings(): ImportWarning[];
  /** First and last day of the rows that were used; `null` without rows. */
  days(): { first: number; last: number } | null;
}

/**
 * Opens an order file for reading in batches: what a database import streams, and what `readOrderFile` collects.
 *
 * @throws Problem one of `fileProblems`; `orders.columns_missing` when there is no customer, date or amount column
 */
export async function openOrders(path: string, options: ReadOptions = {}): Promise<OrderReader> {
  const source = await openRecords(path, options);
  const layout = await findLayout(source, options, true);
  if (source.complete && source.head.slice(layout.headingRow + 1).every((row) => row.every((cell) => cell === ''))) {
    throw new Problem(fileProblems.file_only_headings);
  }
  if (layout.missing.length > 0) throw new Problem(fileProblems.columns_missing, { missing: layout.missing.join(', ') });
  return new OrderRows(source, layout, options);
}

const longestText = 4000;
/** What stands for a customer that is missing, too long, or looked up later. */
const nowhere = -1;
const tooLong = -2;
const deferred = -3;
const totalWords = /^(本页|本月|本日|累计|分类)?(合计|总计|小计|共计|总和|汇总)([:：(（].*)?$|^(grand |sub)?-?totals?:?$/i;

class OrderRows implements OrderReader {
  readonly source: RecordSource;
  readonly layout: OrderLayout;
  readonly customers = new CustomerTable();
  readonly reps = new NameTable({ nothing: nobodyWords });
  readonly regions = new NameTable();
  readonly products = new NameTable();
  readonly faults: RowFaults;
  readonly #options: ReadOptions;
  readonly #cells: OrderCells;
  readonly #errorFile: ErrorRowFile | null;
  readonly #numbered: HashSet64;
  readonly #unnumbered = new HashList64();
  readonly #hash = new Int32Array(2);
  readonly #keys: RowKeys | null;
  /** Only where rows stay in memory for a while, and where one column says who the customer is. */
  readonly #pending: PendingCustomers | null;
  readonly #customerColumn: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #nameStart = 0;
  #nameEnd = 0;
  #batch: BatchBuilder;
  #record = 0;
  #used = 0;
  #bad = 0;
  #skipped = 0;
  #duplicates = 0;
  #repeated = 0;
  #blank = 0;
  #future = 0;
  #first = Infinity;
  #last = -Infinity;

  constructor(source: RecordSource, layout: OrderLayout, options: ReadOptions) {
    this.source = source;
    this.layout = layout;
    this.#options = options;
    this.#cells = new OrderCells(layout, source.date1904, options.timeZone ?? 'Asia/Shanghai');
    this.#errorFile =
      options.errorFile === undefined
        ? null
        : new ErrorRowFile(options.errorFile, layout.headings, layout.width, options.language ?? 'zh-CN');
    this.faults = new RowFaults(options.maxErrors ?? 1000, this.#errorFile);
    this.#keys = options.details === true ? new RowKeys() : null;
    this.#batch = new BatchBuilder(options.details === true);
    this.#numbered = new HashSet64(layout.mapping.orderNo === null ? 0 : source.expectedRecords);
    const { customerCode, customerName } = layout.mapping;
    this.#customerColumn = customerCode ?? customerName!;
    const canWait = source.format === 'csv' && this.#keys === null && (customerCode === null || customerName === null);
    this.#pending = canWait ? new PendingCustomers(this.customers, customerCode !== null) : null;
  }

  async *batches(): AsyncGenerator<OrderBatch> {
    if (this.#record > 0) throw new Error('an order file is read once; open it again');
    const batchRows = this.#options.batchRows ?? 50_000;
    try {
      for await (const _ of this.source.read((record) => this.#take(record))) {
        this.#settle();
        if (this.#batch.count < batchRows) continue;
        yield this.#batch.build();
        this.#batch = new BatchBuilder(this.#keys !== null);
      }
    } finally {
      this.#errorFile?.close();
    }
    if (this.#batch.count > 0) yield this.#batch.build();
    this.#repeated = this.#unnumbered.repeats();
    const { total, used, bad, skipped, duplicates, blank } = this.counts();
    if (total - blank === 0) throw new Problem(fileProblems.file_only_headings);
    if (used + bad + skipped + duplicates + blank !== total) {
      throw new Error(`rows do not add up: ${used} + ${bad} + ${skipped} + ${duplicates} + ${blank} ≠ ${total}`);
    }
  }

  counts(): RowCounts {
    const above = Math.min(this.#record, this.layout.headingRow + 1);
    return {
      total: this.#record - above,
      used: this.#used,
      bad: this.#bad,
      skipped: this.#skipped,
      duplicates: this.#duplicates,
      repeated: this.#repeated,
      blank: this.#blank,
      above,
    };
  }

  days(): { first: number; last: number } | null {
    return this.#used === 0 ? null : { first: this.#first, last: this.#last };
  }

  warnings(): ImportWarning[] {
    const { layout } = this;
    const warnings: ImportWarning[] = [];
    if (layout.dateOrderDecided !== 'evidence')
      warnings.push({ code: 'orders.date_order_assumed', facts: { order: layout.dateOrder, ambiguous: layout.dateAmbiguous } });
    if (layout.decimalDecided === 'default' && this.source.delimiter === ';')
      warnings.push({ code: 'orders.decimal_mark_assumed', facts: { mark: layout.decimal } });
    if (this.#cells.currencies.size > 1)
      warnings.push({ code: 'orders.mixed_currencies', facts: { currencies: [...this.#cells.currencies].toSorted().join(', ') } });
    if (this.#repeated > 0) warnings.push({ code: 'orders.repeated_rows_kept', facts: { rows: this.#repeated } });
    if (this.#future > 0) warnings.push({ code: 'orders.future_dates', facts: { rows: this.#future } });
    if (this.source.notes.brokenChunks > 0) warnings.push({ code: 'orders.broken_characters', facts: {} });
    return warnings;
  }

  #take(record: RecordView): void {
    const row = ++this.#record;
    if (row <= this.layout.headingRow + 1) return;
    if (record.from === record.to) {
      this.#blank++;
      return;
    }
    const { mapping } = this.layout;
    const day = this.#cells.day(record, mapping.date!);
    const amount = this.#cells.amountMinor(record);
    const isWide = record.count > this.layout.width && !isEmptyFrom(record, this.layout.width);
    if (typeof day !== 'number' || typeof amount !== 'number' || isWide || record.unclosedQuote) {
      return this.#refuse(record, row, day, amount, isWide);
    }
    const customer = this.#isDeferred(record) ? deferred : this.#customer(record);
    if (customer === nowhere || customer === tooLong) return this.#refuse(record, row, day, amount, false);
    const amountColumn = mapping.amount ?? mapping.quantity!;
    if (record.merged?.[amountColumn] === 1) return this.#skip(record, row, 'orders.amount_merged', amountColumn);

    hash64(record.bytes, record.from, record.to, this.#hash);
    // With its order number a whole row repeats by accident; without, two equal orders on one day are ordinary.
    if (mapping.orderNo === null || isBlankCell(record, mapping.orderNo)) this.#unnumbered.add(this.#hash[0]!, this.#hash[1]!);
    else if (!this.#numbered.add(this.#hash[0]!, this.#hash[1]!)) {
      this.#duplicates++;
      this.faults.skipped(this.#fault(record, row, 'orders.duplicate_row', mapping.orderNo), () => cellTexts(record));
      return;
    }
    const rep = internCell(this.reps, record, mapping.rep);
    const region = internCell(this.regions, record, mapping.region);
    this.#used++;
    if (day < this.#first) this.#first = day;
    if (day > this.#last) this.#last = day;
    if (this.#options.today !== undefined && day > this.#options.today) this.#future++;
    const at = this.#batch.add(row, customer, rep, region, day, amount);
    if (customer === deferred) {
      this.#pending!.add(this.#nameStart, this.#nameEnd, at);
      if (this.#pending!.isFull) this.#settle();
    }
    if (this.#keys === null) return;
    const product = internCell(this.products, record, mapping.product);
    const orderNo = cellText(record, mapping.orderNo);
    this.#batch.addDetails(at, product, orderNo, this.#keys, {
      orderNo,
      day,
      amountMinor: amount,
      customer: this.customers.keyBytes(customer),
      product: product < 0 ? null : this.products.keyBytes(product),
    });
  }

  /** Whether the customer of this record can wait to be looked up together with others; then its range is noted. */
  #isDeferred(record: RecordView): boolean {
    if (this.#pending === null || this.#customerColumn >= record.count) return false;
    const { bytes } = record;
    const start = trimStart(bytes, record.starts[this.#customerColumn]!, record.ends[this.#customerColumn]!);
    const end = trimEnd(bytes, start, record.ends[this.#customerColumn]!);
    this.#bytes = bytes;
    this.#nameStart = start;
    this.#nameEnd = end;
    return end - start <= longestText && isSurelyName(bytes, start, end);
  }

  #settle(): void {
    this.#pending?.settle(this.#bytes, (row, customer) => this.#batch.setCustomer(row, customer));
  }

  #customer(record: RecordView): number {
    // Customers are numbered in the order of the file.
    this.#settle();
    const { customerCode, customerName } = this.layout.mapping;
    const { bytes, starts, ends, count } = record;
    let codeStart = -1;
    let codeEnd = -1;
    if (customerCode !== null && customerCode < count) {
      codeStart = trimStart(bytes, starts[customerCode]!, ends[customerCode]!);
      codeEnd = trimEnd(bytes, codeStart, ends[customerCode]!);
    }
    let nameStart = -1;
    let nameEnd = -1;
    if (customerName !== null && customerName < count) {
      nameStart = trimStart(bytes, starts[customerName]!, ends[customerName]!);
      nameEnd = trimEnd(bytes, nameStart, ends[customerName]!);
    }
    if (codeEnd - codeStart > longestText || nameEnd - nameStart > longestText) return tooLong;
    return this.customers.intern(bytes, codeStart, codeEnd, nameStart, nameEnd);
  }

  /** A row that lacks something: blank, a total, a repeated heading, or bad. */
  #refuse(record: RecordView, row: number, day: number | string, amount: number | string, isWide: boolean): void {
    if (isEmptyFrom(record, 0)) {
      this.#blank++;
      return;
    }
    const { mapping } = this.layout;
    const texts = cellTexts(record);
    if (typeof day !== 'number' && texts.slice(0, this.layout.width).some((text) => totalWords.test(text)))
      return this.#skip(record, row, 'orders.total_row', null);
    if (this.layout.headings.length > 0 && this.layout.headings.every((heading, column) => heading === (texts[column] ?? ''))) {
      return this.#skip(record, row, 'orders.repeated_headings', null);
    }
    const faults: RowError[] = [];
    if (record.unclosedQuote) faults.push(this.#fault(record, row, 'orders.unclosed_quote', null));
    else if (isWide) faults.push(this.#fault(record, row, 'orders.too_many_cells', null));
    else {
      const code = cellText(record, mapping.customerCode);
      const name = cellText(record, mapping.customerName);
      if (Math.max(Buffer.byteLength(code), Buffer.byteLength(name)) > longestText)
        faults.push(this.#fault(record, row, 'orders.text_too_long', mapping.customerName ?? mapping.customerCode));
      else if (!this.customers.namesSomebody(code, name))
        faults.push(this.#fault(record, row, 'orders.customer_missing', mapping.customerCode ?? mapping.customerName));
      if (typeof day !== 'number') faults.push(this.#fault(record, row, day, mapping.date));
      if (typeof amount !== 'number') faults.push(this.#fault(record, row, amount, mapping.amount ?? mapping.unitPrice));
    }
    this.#bad++;
    this.faults.bad(faults, () => texts);
  }

  #skip(record: RecordView, row: number, code: string, column: number | null): void {
    this.#skipped++;
    this.faults.skipped(this.#fault(record, row, code, column), () => cellTexts(record));
  }

  #fault(record: RecordView, row: number, code: string, column: number | null): RowError {
    const value = column === null ? cellTexts(record).join(' ') : cellText(record, column);
    return { row, column: column === null ? null : columnLabel(this.layout, column), code, value: value.slice(0, 200) };
  }
}

function internCell(table: NameTable, record: RecordView, column: number | null): number {
  if (column === null || column >= record.count) return -1;
  const start = trimStart(record.bytes, record.starts[column]!, record.ends[column]!);
  return table.intern(record.bytes, start, trimEnd(record.bytes, start, record.ends[column]!));
}

function isBlankCell(record: RecordView, column: number): boolean {
  return column >= record.count || trimStart(record.bytes, record.starts[column]!, record.ends[column]!) >= record.ends[column]!;
}

function isEmptyFrom(record: RecordView, column: number): boolean {
  for (let i = column; i < record.count; i++) {
    if (trimStart(record.bytes, record.starts[i]!, record.ends[i]!) < record.ends[i]!) return false;
  }
  return true;
}
