import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '#platform/db.ts';
import { enqueue, record } from '#platform/events.ts';
import { Problem } from '#shared/problem.ts';
import { fileProblems } from './import/file-problems.ts';
import { preview } from './import/preview.ts';
import * as queries from './queries.ts';
import { type ColumnMapping, type ImportKind, problems, type StartImport } from './schema.ts';

export const importTask = 'orders_import';

/** A file that was received whole; its name on disk is its content's hash. */
export interface ReceivedFile {
  readonly path: string;
  readonly sha256: Buffer;
  readonly bytes: number;
}

/**
 * Takes an upload to disk: under a name of its own while it comes in, under its hash once it is complete, so that a file
 * cut off half-way is never taken for one, and the same file is kept once.
 */
export async function receiveFile(filesDir: string, content: Readable): Promise<ReceivedFile> {
  await mkdir(filesDir, { recursive: true, mode: 0o700 });
  const draft = join(filesDir, `${uuidv7()}.tmp`);
  const hash = createHash('sha256');
  let bytes = 0;
  content.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  try {
    await pipeline(content, createWriteStream(draft, { mode: 0o600, flush: true }));
    const sha256 = hash.digest();
    const path = pathOf(filesDir, sha256);
    await rename(draft, path);
    return { path, sha256, bytes };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

export function pathOf(filesDir: string, sha256: Buffer): string {
  return join(filesDir, sha256.toString('hex'));
}

/** Rows of an import that were not used, in the layout of the file with number and reason. */
export function errorFileOf(filesDir: string, importId: string): string {
  return join(filesDir, `${importId}.errors.csv`);
}

/** Enters an upload with what was recognised in it. Nothing of its rows is stored yet. */
export async function enterImport(ctx: Context, kind: ImportKind, fileName: string, file: ReceivedFile): Promise<string> {
  const { layout: _, confidence: __, ...recognised } = await preview(file.path, { kind });
  const id = uuidv7();
  await queries.insertImport(ctx.tx, {
    id,
    kind,
    fileName: fileName.slice(0, 300),
    fileSha256: file.sha256,
    bytes: file.bytes,
    preview: recognised,
    createdBy: ctx.actor.personId!,
    createdAt: ctx.now,
  });
  await record(ctx, 'orders.file_uploaded', { type: 'import', id }, { kind, bytes: file.bytes });
  return id;
}

/**
 * Starts an import with the columns that the user confirmed. One that failed or was cancelled can be started again.
 *
 * @throws Problem orders.import_not_found, orders.import_wrong_state, orders.columns_missing
 */
export async function startImport(ctx: Context, id: string, input: StartImport): Promise<void> {
  const found = await queries.findImport(ctx.tx, id);
  if (!found) throw new Problem(problems.import_not_found);
  const missing = missingColumns(found.kind, input.mapping);
  if (missing.length > 0) throw new Problem(fileProblems.columns_missing, { missing: missing.join(', ') });
  const started = await queries.changeImport(ctx.tx, id, ['uploaded', 'failed', 'cancelled'], {
    status: 'queued',
    mapping: JSON.stringify(input.mapping),
    sheet: input.sheet ?? null,
    failure: null,
    progress: 0,
  });
  if (!started) throw new Problem(problems.import_wrong_state, { status: found.status });
  await enqueue(ctx, importTask, { importId: id });
  await record(ctx, 'orders.import_started', { type: 'import', id });
}

/** Cancels an import that is not done. Rows are written in one transaction, so nothing of it stays. */
export async function cancelImport(ctx: Context, id: string): Promise<void> {
  const found = await queries.findImport(ctx.tx, id);
  if (!found) throw new Problem(problems.import_not_found);
  const cancelled = await queries.changeImport(ctx.tx, id, ['uploaded', 'queued', 'reading'], { status: 'cancelled', finishedAt: ctx.now });
  if (!cancelled) throw new Problem(problems.import_wrong_state, { status: found.status });
  await record(ctx, 'orders.import_cancelled', { type: 'import', id });
}

/** What a file of this kind cannot do without. */
function missingColumns(kind: ImportKind, mapping: ColumnMapping): string[] {
  const missing: string[] = [];
  if (mapping.customerCode === null && mapping.customerName === null) missing.push('customer');
  if (kind === 'assignments') {
    if (mapping.rep === null) missing.push('rep');
    return missing;
  }
  if (mapping.date === null) missing.push('date');
  if (mapping.amount === null && (mapping.unitPrice === null || mapping.quantity === null)) missing.push('amount');
  return missing;
}

/** The bad rows of an import, for download; null where all rows were good. */
export function openErrorFile(filesDir: string, importId: string): Readable {
  return createReadStream(errorFileOf(filesDir, importId));
}
