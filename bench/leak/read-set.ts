/** Reads a benchmark folder: `index.json`, order files and manifests. Knows no data set by name. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { inferSchema, initParser } from 'udsv';
import type { DataSet } from './types.ts';

export interface IndexEntry {
  readonly orders: string;
  readonly customer: string;
  readonly date: string;
  readonly amount: string;
  readonly manifest: string;
  readonly hard?: boolean;
}

const MS_PER_DAY = 86_400_000;

/** `2015-01-01` → days since 1970-01-01. Throws on anything else. */
export function parseDay(text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text.slice(0, 10)) : NaN;
  if (Number.isNaN(ms)) throw new Error(`not a date: ${text}`);
  return ms / MS_PER_DAY;
}

/** The text of a file, unpacked if its name ends in `.gz`. */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

export function readIndex(folder: string): ReadonlyMap<string, IndexEntry> {
  const parsed = JSON.parse(readText(join(folder, 'index.json'))) as Record<string, IndexEntry>;
  return new Map(Object.entries(parsed));
}

/** Manifest lines, unparsed: a worker parses only its own. */
export function readManifestLines(folder: string, entry: IndexEntry): readonly string[] {
  return readText(join(folder, entry.manifest))
    .split('\n')
    .filter((line) => line.trim() !== '');
}

/**
 * Orders of one data set, grouped by customer and sorted by day, in shared memory.
 * Rows without a positive amount are left out, then rows of one customer and day become one order.
 */
export function readOrders(folder: string, name: string, entry: IndexEntry): DataSet {
  const text = readText(join(folder, entry.orders));
  const rows = initParser(inferSchema(text)).stringArrs(text);
  const heading = text.slice(0, text.search(/\r?\n/)).split(',');
  const column = (wanted: string): number => {
    const at = heading.indexOf(wanted);
    if (at < 0) throw new Error(`${entry.orders}: no column ${wanted}`);
    return at;
  };
  const [customerAt, dateAt, amountAt] = [column(entry.customer), column(entry.date), column(entry.amount)];

  const byCustomer = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const amount = Number(row[amountAt]);
    if (!(amount > 0)) continue;
    const key = row[customerAt] ?? '';
    let orders = byCustomer.get(key);
    if (orders === undefined) byCustomer.set(key, (orders = new Map()));
    const day = parseDay(row[dateAt] ?? '');
    orders.set(day, (orders.get(day) ?? 0) + amount);
  }

  let count = 0;
  for (const orders of byCustomer.values()) count += orders.size;
  const offsets = new Uint32Array(new SharedArrayBuffer(4 * (byCustomer.size + 1)));
  const day = new Int32Array(new SharedArrayBuffer(4 * count));
  const amount = new Float64Array(new SharedArrayBuffer(8 * count));
  let customer = 0;
  let at = 0;
  for (const orders of byCustomer.values()) {
    for (const [d, a] of [...orders].toSorted((x, y) => x[0] - y[0])) {
      day[at] = d;
      amount[at++] = a;
    }
    offsets[++customer] = at;
  }
  return { name, hard: entry.hard === true, customers: [...byCustomer.keys()], offsets, day, amount };
}
