import { rename, rm } from 'node:fs/promises';
import { customerOfPeriods, ensureCustomers, type NamedCustomer, periodsFromOrders, replaceOwnership } from '#modules/customers/index.ts';
import { ensureReps } from '#modules/identity/index.ts';
import type { Context, Database } from '#platform/db.ts';
import { record } from '#platform/events.ts';
import type { Actor } from '#shared/actor.ts';
import { systemActor } from '#shared/actor.ts';
import { dateOfDay } from '#shared/days.ts';
import { Problem } from '#shared/problem.ts';
import { errorFileOf, pathOf } from './actions.ts';
import type { OrderBatch } from './import/batch-builder.ts';
import { openOrders, type OrderReader } from './import/order-batches.ts';
import { readAssignmentFile } from './import/read-assignments.ts';
import * as queries from './queries.ts';
import type { ColumnMapping, RowError } from './schema.ts';

/** The user cancelled it while it ran. */
class Cancelled extends Error {}

/** Shown at once; all of them are in the download. */
const shownErrors = 200;

interface Outcome {
  readonly counts: { total: number; bad: number; skipped: number };
  readonly added: number;
  readonly known: number;
  readonly customersAdded: number;
  readonly repsAdded: number;
  readonly days: { first: number; last: number } | null;
  readonly errors: readonly RowError[];
}

interface Work {
  readonly id: string;
  readonly path: string;
  readonly errorFile: string;
  readonly mapping: ColumnMapping;
  readonly sheet: string | null;
  readonly signal: AbortSignal;
  /** Tells how far it is, 0..1; throws `Cancelled` when the user no longer wants it. */
  progress(share: number): Promise<void>;
}

/**
 * Does a started import. All rows are written in one transaction: an import that is cut off, cancelled or fails leaves
 * nothing behind, and running it again is safe, since rows that are there already are known by their keys.
 */
export async function performImport(services: { db: Database; filesDir: string }, importId: string, signal: AbortSignal): Promise<void> {
  const { db, filesDir } = services;
  const found = await db.read(systemActor, (handle) => queries.findImportWork(handle, importId));
  if (!found || (found.status !== 'queued' && found.status !== 'reading')) return;
  // The system does the work in the name of whoever started it.
  const actor: Actor = { ...systemActor, personId: found.createdBy };
  await db.act(actor, ({ tx }) => queries.changeImport(tx, importId, ['queued'], { status: 'reading' }));

  const errorFile = errorFileOf(filesDir, importId);
  let told = 0;
  const work: Work = {
    id: importId,
    path: pathOf(filesDir, found.fileSha256),
    errorFile: `${errorFile}.tmp`,
    mapping: found.mapping as ColumnMapping,
    sheet: found.sheet,
    signal,
    async progress(share) {
      signal.throwIfAborted();
      const now = performance.now();
      if (now - told < 500) return;
      told = now;
      const wanted = await db.act(actor, ({ tx }) => queries.changeImport(tx, importId, ['reading'], { progress: Math.min(1, share) }));
      if (!wanted) throw new Cancelled();
    },
  };
  try {
    await db.act(actor, async (ctx) => {
      const outcome = found.kind === 'orders' ? await importOrders(ctx, work) : await importAssignments(ctx, work);
      await finish(ctx, importId, outcome);
    });
    await rename(work.errorFile, errorFile).catch(ignoreMissing);
  } catch (error) {
    await rm(work.errorFile, { force: true });
    if (error instanceof Cancelled) return;
    // Stopping the server is no failure: the job is taken up again at the next start.
    if (signal.aborted) throw error;
    const failure =
      error instanceof Problem ? { code: error.code, details: error.details } : { code: 'request.failed', details: { id: importId } };
    await db.act(actor, async (ctx) => {
      await queries.changeImport(ctx.tx, importId, ['reading'], {
        status: 'failed',
        failure: JSON.stringify(failure),
        finishedAt: ctx.now,
      });
      await record(ctx, 'orders.import_failed', { type: 'import', id: importId }, { code: failure.code });
    });
    if (!(error instanceof Problem)) throw error;
  }
}

async function finish(ctx: Context, importId: string, outcome: Outcome): Promise<void> {
  const { counts, days } = outcome;
  const done = await queries.changeImport(ctx.tx, importId, ['reading'], {
    status: 'done',
    progress: 1,
    rowsTotal: counts.total,
    rowsAdded: outcome.added,
    rowsKnown: outcome.known,
    rowsBad: counts.bad,
    rowsSkipped: counts.skipped,
    customersAdded: outcome.customersAdded,
    repsAdded: outcome.repsAdded,
    firstDate: days ? dateOfDay(days.first) : null,
    lastDate: days ? dateOfDay(days.last) : null,
    errors: JSON.stringify(outcome.errors.slice(0, shownErrors)),
    finishedAt: ctx.now,
  });
  if (!done) throw new Cancelled();
  await record(ctx, 'orders.imported', { type: 'import', id: importId }, { added: outcome.added, known: outcome.known, bad: counts.bad });
}

async function importOrders(ctx: Context, work: Work): Promise<Outcome> {
  const reader = await openOrders(work.path, {
    mapping: work.mapping,
    sheet: work.sheet ?? undefined,
    details: true,
    errorFile: work.errorFile,
    maxErrors: shownErrors,
    signal: work.signal,
  });
  const batches: OrderBatch[] = [];
  let rows = 0;
  for await (const batch of reader.batches()) {
    batches.push(batch);
    rows += batch.count;
    // Reading is quick beside writing: the first fifth, without knowing the whole.
    await work.progress(0.2 * (1 - 1 / (1 + rows / 200_000)));
  }
  const regionOf = latestRegions(batches, reader.customers.size);
  const alias = reader.customers.aliases();
  const used = usedCustomers(batches, alias);
  const customers = await ensureCustomers(
    ctx.tx,
    used.map((index) => nameCustomer(reader, index, regionOf[index]!)),
  );
  const idOf = new Map(used.map((index, place) => [index, customers.ids[place]!]));
  const reps = await ensureReps(
    ctx.tx,
    Array.from({ length: reader.reps.size }, (_, rep) => ({ code: reader.reps.key(rep), name: reader.reps.label(rep) })),
  );

  let added = 0;
  let written = 0;
  for (const batch of batches) {
    for (let start = 0; start < batch.count; start += 10_000) {
      const end = Math.min(start + 10_000, batch.count);
      added += await queries.insertOrderLines(
        ctx.tx,
        work.id,
        linesOf(batch, start, end, (customer) => idOf.get(alias[customer]!)!, reps.ids, reader),
      );
      written += end - start;
      await work.progress(0.2 + 0.75 * (written / rows));
    }
  }
  await deriveOwnership(ctx, work.id);
  const { total, bad, skipped, duplicates, blank } = reader.counts();
  return {
    counts: { total, bad, skipped: skipped + duplicates + blank },
    added,
    known: rows - added,
    customersAdded: customers.added,
    repsAdded: reps.added,
    days: reader.days(),
    errors: [...reader.faults.errors, ...reader.faults.skippedRows].toSorted((a, b) => a.row - b.row),
  };
}

/** Who looked after these customers, told from the reps that all their order rows name, not only those of this file. */
async function deriveOwnership(ctx: Context, importId: string): Promise<void> {
  const { rows, customerIds, personIds } = await queries.repsOnOrders(ctx.tx, ctx.client, importId);
  const periods = periodsFromOrders(rows, customerIds.length, personIds.length);
  await replaceOwnership(ctx.tx, 'order_rows', importId, { customer: customerOfPeriods(periods), ...periods }, customerIds, personIds);
}

async function importAssignments(ctx: Context, work: Work): Promise<Outcome> {
  const read = await readAssignmentFile(work.path, {
    mapping: work.mapping,
    sheet: work.sheet ?? undefined,
    errorFile: work.errorFile,
    maxErrors: shownErrors,
    signal: work.signal,
  });
  await work.progress(0.5);
  const named = Array.from({ length: read.customers.size }, (_, index) => ({
    key: read.customers.key(index),
    code: read.customers.code(index),
    name: read.customers.label(index),
    region: null,
  }));
  const customers = await ensureCustomers(ctx.tx, named);
  const reps = await ensureReps(
    ctx.tx,
    Array.from({ length: read.reps.size }, (_, rep) => ({ code: read.reps.key(rep), name: read.reps.label(rep) })),
  );
  await replaceOwnership(ctx.tx, 'imported', work.id, read.rows, customers.ids, reps.ids);
  return {
    counts: { total: read.total, bad: read.bad, skipped: read.duplicates + read.blank },
    added: read.used,
    known: 0,
    customersAdded: customers.added,
    repsAdded: reps.added,
    days: null,
    errors: read.errors,
  };
}

function nameCustomer(reader: OrderReader, index: number, region: number): NamedCustomer {
  const { customers, regions } = reader;
  return {
    key: customers.key(index),
    code: customers.code(index),
    name: customers.label(index),
    region: region < 0 ? null : regions.label(region),
  };
}

/** The customers that good rows name; a bad row enters nobody. */
function usedCustomers(batches: readonly OrderBatch[], alias: Int32Array): number[] {
  const isUsed = new Uint8Array(alias.length);
  for (const batch of batches) for (const customer of batch.customer) isUsed[alias[customer]!] = 1;
  return Array.from(isUsed.keys()).filter((index) => isUsed[index] === 1);
}

function linesOf(
  batch: OrderBatch,
  start: number,
  end: number,
  idOfCustomer: (customer: number) => string,
  idOfRep: readonly string[],
  reader: OrderReader,
): queries.OrderLines {
  const places = Array.from({ length: end - start }, (_, offset) => start + offset);
  return {
    rowKey: places.map((row) => batch.rowKey!.toString('hex', row * 16, row * 16 + 16)),
    customerId: places.map((row) => idOfCustomer(batch.customer[row]!)),
    personId: places.map((row) => (batch.rep[row]! < 0 ? null : idOfRep[batch.rep[row]!]!)),
    orderedOn: places.map((row) => dateOfDay(batch.day[row]!)),
    amountMinor: places.map((row) => batch.amountMinor[row]!),
    orderNo: places.map((row) => batch.orderNo![row] || null),
    product: places.map((row) => (batch.product![row]! < 0 ? null : reader.products.label(batch.product![row]!))),
  };
}

/** Region of each customer: the one of its latest row that has one. */
function latestRegions(batches: readonly OrderBatch[], customers: number): Int32Array {
  const region = new Int32Array(customers).fill(-1);
  const since = new Int32Array(customers).fill(-2_147_483_648);
  for (const batch of batches) {
    for (let row = 0; row < batch.count; row++) {
      const customer = batch.customer[row]!;
      if (batch.region[row]! < 0 || batch.day[row]! < since[customer]!) continue;
      region[customer] = batch.region[row]!;
      since[customer] = batch.day[row]!;
    }
  }
  return region;
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
