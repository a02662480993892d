/**
 * `npm run bench:leak-speed [-- --rows 1000000,3000000,10000000] [--no-naive]`
 *
 * From a CSV file of orders to a score for every rep: the product's own reader and engine, a fresh process per
 * size, beside a naive script over the same file. Files are generated in the temporary folder and removed.
 * The last line is one JSON object. Ends with a non-zero code when a run fails or gives no scores.
 */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { CUSTOMERS, generateOrders, REPS } from './leak-speed/generate.ts';
import type { NaiveRun } from './leak-speed/naive-run.ts';
import type { ProductRun } from './leak-speed/product-run.ts';

interface Measured {
  readonly rows: number;
  readonly product: ProductRun;
  readonly naive: NaiveRun | null;
}

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000,3000000,10000000' },
    'no-naive': { type: 'boolean', default: false },
  },
});
const run = promisify(execFile);

const sizes = options.rows.split(',').map(Number);
if (sizes.length === 0 || sizes.some((rows) => !Number.isSafeInteger(rows) || rows < 1)) {
  console.error(`bench:leak-speed: not a list of row counts: ${options.rows}`);
  process.exit(1);
}
console.log(`${CUSTOMERS} customers, ${REPS} reps, ${availableParallelism()} cores, Node ${process.version}\n`);
console.log('rows        file MB  reading  building  scoring  total s  cpu s  rows/s     peak MB  naive s  cpu s  MB');
const results: Measured[] = [];
for (const rows of sizes) results.push(await measure(rows));

console.log(`\n${growth(results)}`);
console.log(
  JSON.stringify(
    Object.fromEntries(
      results.map(({ rows, product, naive }) => [
        String(rows),
        {
          seconds: tenths(product.seconds),
          peak_mb: Math.round(product.peakMb),
          rows_per_s: Math.round(rows / product.seconds),
          naive_seconds: naive === null ? null : tenths(naive.seconds),
        },
      ]),
    ),
  ),
);

async function measure(rows: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'leak-speed-'));
  try {
    const file = join(folder, 'orders.csv');
    const size = generateOrders(file, rows);
    const product = (await child('product-run.ts', file, [])) as ProductRun;
    if (product.rows !== rows) throw new Error(`${product.rows} of ${rows} rows were used`);
    if (product.scored === 0) throw new Error('no rep got a score');
    // An object per row does not fit into Node's default heap; the naive script may have what it needs.
    const naive = options['no-naive'] ? null : ((await child('naive-run.ts', file, ['--max-old-space-size=16000'])) as NaiveRun);
    console.log(
      [
        String(rows).padEnd(12),
        (size / 1e6).toFixed(0).padEnd(9),
        product.reading.toFixed(1).padEnd(9),
        product.building.toFixed(1).padEnd(10),
        product.scoring.toFixed(1).padEnd(9),
        product.seconds.toFixed(1).padEnd(9),
        product.cpu.toFixed(1).padEnd(7),
        String(Math.round(rows / product.seconds)).padEnd(11),
        product.peakMb.toFixed(0).padEnd(9),
        (naive?.seconds.toFixed(1) ?? '–').padEnd(9),
        (naive?.cpu.toFixed(1) ?? '–').padEnd(7),
        naive?.peakMb.toFixed(0) ?? '–',
      ].join(''),
    );
    return { rows, product, naive };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function child(script: string, file: string, flags: readonly string[]): Promise<unknown> {
  const path = join(import.meta.dirname, 'leak-speed', script);
  const { stdout } = await run(process.execPath, [...flags, path, file], { maxBuffer: 1 << 26 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

/** Each size against the one before: 1.00 × linear means twice the rows take twice the time. */
function growth(measured: readonly Measured[]): string {
  const steps = measured.slice(1).map(({ rows, product }, at) => {
    const before = measured[at];
    if (before === undefined) return '';
    const times = product.seconds / before.product.seconds;
    const exponent = Math.log(times) / Math.log(rows / before.rows);
    const linear = times / (rows / before.rows);
    return `${before.rows} → ${rows} rows: ${linear.toFixed(2)} × linear (exponent ${exponent.toFixed(2)})`;
  });
  return steps.length === 0 ? 'growth: needs two sizes' : `growth: ${steps.join('; ')}`;
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
