import { type AmountFault, currencyOf, multiplyToMinor, parseAmount } from './amounts.ts';
import type { RecordView } from './csv-records.ts';
import { type DateFault, parseDate } from './dates.ts';
import { fastDay, fastMinor, fastNumber, numberDigits, numberScale, roundToMinor } from './fast-cells.ts';
import type { OrderLayout } from './order-layout.ts';

/** Reads dates and amounts of records as one file writes them: bytes where they are plain, texts where they are not. */
export class OrderCells {
  readonly #layout: OrderLayout;
  readonly #date1904: boolean;
  readonly #timeZone: string;
  readonly #mark: number;
  /** Dates repeat: a year has 365 of them. */
  readonly #days = new Map<string, number | DateFault>();
  readonly currencies = new Set<string>();

  constructor(layout: OrderLayout, date1904: boolean, timeZone: string) {
    this.#layout = layout;
    this.#date1904 = date1904;
    this.#timeZone = timeZone;
    this.#mark = layout.decimal.charCodeAt(0);
  }

  /** Day of the cell in this column, or why there is none. */
  day(record: RecordView, column: number): number | DateFault {
    if (column >= record.count) return 'orders.date_missing';
    const { bytes } = record;
    const start = trimStart(bytes, record.starts[column]!, record.ends[column]!);
    const end = trimEnd(bytes, start, record.ends[column]!);
    const day = fastDay(bytes, start, end, this.#layout.dateOrder);
    if (day === day) return day;
    const text = textOf(bytes, start, end);
    const known = this.#days.get(text);
    if (known !== undefined) return known;
    const parsed = parseDate(text, { order: this.#layout.dateOrder, date1904: this.#date1904, timeZone: this.#timeZone });
    if (this.#days.size >= 50_000) this.#days.clear();
    this.#days.set(text, parsed);
    return parsed;
  }

  /** Amount of the record in minor units: its amount cell, else quantity × unit price. */
  amountMinor(record: RecordView): number | AmountFault {
    const { amount, quantity, unitPrice } = this.#layout.mapping;
    if (amount !== null) {
      const minor = this.#money(record, amount);
      if (minor !== 'orders.amount_missing' || quantity === null || unitPrice === null) return minor;
    }
    return this.#product(record, quantity!, unitPrice!);
  }

  #money(record: RecordView, column: number): number | AmountFault {
    if (column >= record.count) return 'orders.amount_missing';
    const { bytes } = record;
    const start = trimStart(bytes, record.starts[column]!, record.ends[column]!);
    const end = trimEnd(bytes, start, record.ends[column]!);
    if (this.#layout.unit === 1) {
      const minor = fastMinor(bytes, start, end, this.#mark);
      if (minor === minor) return minor;
    }
    const text = textOf(bytes, start, end);
    const parsed = parseAmount(text, { decimal: this.#layout.decimal, unit: this.#layout.unit });
    if (typeof parsed === 'number') this.#noteCurrency(text);
    return parsed;
  }

  #product(record: RecordView, quantity: number, unitPrice: number): number | AmountFault {
    if (quantity >= record.count || unitPrice >= record.count) return 'orders.amount_missing';
    const { bytes, starts, ends } = record;
    const qStart = trimStart(bytes, starts[quantity]!, ends[quantity]!);
    const qEnd = trimEnd(bytes, qStart, ends[quantity]!);
    const pStart = trimStart(bytes, starts[unitPrice]!, ends[unitPrice]!);
    const pEnd = trimEnd(bytes, pStart, ends[unitPrice]!);
    if (this.#layout.unit === 1 && fastNumber(bytes, qStart, qEnd, this.#mark)) {
      const digits = numberDigits;
      const scale = numberScale;
      if (fastNumber(bytes, pStart, pEnd, this.#mark)) {
        const minor = Number.isSafeInteger(digits * numberDigits) ? roundToMinor(digits * numberDigits, scale + numberScale) : NaN;
        if (minor === minor) return minor;
      }
    }
    const price = textOf(bytes, pStart, pEnd);
    const parsed = multiplyToMinor(textOf(bytes, qStart, qEnd), price, { decimal: this.#layout.decimal, unit: this.#layout.unit });
    if (typeof parsed === 'number') this.#noteCurrency(price);
    return parsed;
  }

  #noteCurrency(text: string): void {
    const currency = currencyOf(text);
    if (currency !== null) this.currencies.add(currency);
  }
}

/** Text of one cell without outer spaces; empty for a column that is absent. */
export function cellText(record: RecordView, column: number | null): string {
  return column === null || column >= record.count ? '' : textOf(record.bytes, record.starts[column]!, record.ends[column]!).trim();
}

export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8', start, end);
}

export function trimStart(bytes: Uint8Array, start: number, end: number): number {
  while (start < end && bytes[start]! <= 32) start++;
  return start;
}

export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  while (end > start && bytes[end - 1]! <= 32) end--;
  return end;
}
