import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from, to } from 'pg-copy-streams';

/**
 * Reads a query's rows as whole numbers, row by row and column by column, without making an object or a string per
 * value. Columns must be non-null integers.
 *
 * @param select SQL without parameters
 * @param onRow gets the same array each time; copy what you keep
 */
export async function copyIntegers(client: pg.PoolClient, select: string, columns: number, onRow: (row: Float64Array) => void): Promise<void> {
  const row = new Float64Array(columns);
  let column = 0;
  let value = 0;
  let sign = 1;
  for await (const chunk of client.query(to(`copy (${select}) to stdout`))) {
    const bytes = chunk as Buffer;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (byte >= 48 && byte <= 57) value = value * 10 + (byte - 48);
      else if (byte === 45) sign = -1;
      else if (byte === 9 || byte === 10) {
        row[column++] = sign * value;
        value = 0;
        sign = 1;
        if (byte === 10) {
          if (column !== columns) throw new Error(`expected ${columns} columns, got ${column}`);
          column = 0;
          onRow(row);
        }
      } else throw new Error(`not a whole number in column ${column + 1}`);
    }
  }
}

/** Writes rows (COPY text format, one string per batch of lines) into `target`, e.g. `stage (a, b)`. */
export async function copyText(client: pg.PoolClient, target: string, batches: AsyncIterable<string> | Iterable<string>): Promise<void> {
  await pipeline(Readable.from(batches), client.query(from(`copy ${target} from stdin`)));
}

/** A value in COPY's text format. */
export function copyValue(value: string | number | null): string {
  if (value === null) return String.raw`\N`;
  if (typeof value === 'number') return String(value);
  // NUL cannot be stored in text at all; everything else that COPY reads specially is escaped.
  return value.replaceAll('\0', '').replaceAll(/[\\\t\n\r]/g, (char) => escapes[char]!);
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
