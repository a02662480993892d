import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Context, Database } from '#platform/db.ts';
import { enqueue, record } from '#platform/events.ts';
import { dateOfDay, dayInZone, dayOfDate } from '#shared/days.ts';
import { Problem } from '#shared/problem.ts';
import { systemActor } from '#shared/actor.ts';
import { engineVersion } from './leak/version.ts';
import * as queries from './queries.ts';
import { runInThread } from './run-in-thread.ts';
import { type LeakRun, problems } from './schema.ts';
import { leakPages } from './view.ts';

export const leakCheckTask = 'detection_leak_check';

/** The company's calendar; one setting when a second company time zone is asked for. */
const timeZone = 'Asia/Shanghai';

/**
 * Asks for a leak check. Without a date it looks from the day after the last order, but not from a day that is still
 * to come: days for which no orders were imported yet must not look like silence.
 *
 * @throws Problem detection.no_orders, detection.run_in_progress
 */
export async function requestRun(ctx: Context, trigger: LeakRun['trigger'], asOf: string | undefined): Promise<string> {
  const today = dateOfDay(dayInZone(ctx.now, timeZone));
  const last = await queries.lastOrderDate(ctx.tx, today);
  if (last === null) throw new Problem(problems.no_orders);
  const id = uuidv7();
  const inserted = await queries.insertRun(ctx.tx, {
    id,
    asOf: asOf ?? dateOfDay(dayOfDate(last) + 1),
    engine: engineVersion,
    trigger,
    requestedBy: ctx.actor.personId,
    startedAt: ctx.now,
  });
  if (!inserted) throw new Problem(problems.run_in_progress);
  await enqueue(ctx, leakCheckTask, { runId: id });
  await record(ctx, 'detection.run_requested', { type: 'detection_run', id }, { trigger });
  return id;
}

/**
 * Does a requested run: reads the orders and owners, lets the engine judge them in a thread, stores what it found.
 * Idempotent: a run that is done stays as it is; one that was cut off is done again from the start.
 */
export async function performRun(db: Database, runId: string, signal: AbortSignal): Promise<void> {
  const run = await db.read(systemActor, (handle) => queries.findRun(handle, runId));
  if (!run || run.status === 'done' || run.status === 'failed') return;
  await db.act(systemActor, ({ tx }) => queries.changeRun(tx, runId, { status: 'running' }));
  try {
    await judgeAndStore(db, run, signal);
  } catch (error) {
    // Stopping the server is no failure: the job is taken up again at the next start.
    if (signal.aborted) throw error;
    await db.act(systemActor, async (ctx) => {
      await queries.changeRun(ctx.tx, runId, { status: 'failed', failure: (error as Error).message.slice(0, 500), finishedAt: ctx.now });
      await record(ctx, 'detection.run_failed', { type: 'detection_run', id: runId });
    });
    throw error;
  }
}

async function judgeAndStore(db: Database, run: LeakRun, signal: AbortSignal): Promise<void> {
  const asOf = dayOfDate(run.asOf);
  const input = await db.read(systemActor, (handle, client) => queries.loadCheckInput(handle, client, asOf));
  const { customers, reps } = input;
  const report = await runInThread(
    {
      customerCount: customers.length,
      repCount: reps.length,
      rows: input.rows,
      region: regionIndexes(customers),
      periods: input.periods,
      asOf,
    },
    signal,
  );
  const pages = leakPages(report, { rep: (index) => reps[index]!, customer: (index) => customers[index]! });
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([pages.view, pages.customers]))
    .digest();
  const count = (tier: string): number => pages.view.reps.filter((rep) => rep.tier === tier).length;
  await db.act(systemActor, async (ctx) => {
    await queries.insertFindings(ctx.tx, run.id, pages);
    await queries.changeRun(ctx.tx, run.id, {
      status: 'done',
      parameters: JSON.stringify(report.parameters),
      dataFingerprint: input.fingerprint,
      fingerprint,
      finishedAt: ctx.now,
      checkCount: count('check'),
      watchCount: count('watch'),
    });
    await record(ctx, 'detection.run_finished', { type: 'detection_run', id: run.id }, { check: count('check'), watch: count('watch') });
  });
}

/** Region names become numbers in the order in which they first appear; -1 where there is none. */
function regionIndexes(customers: readonly { region: string | null }[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(customers, ({ region }) => {
    if (region === null) return -1;
    if (!numbers.has(region)) numbers.set(region, numbers.size);
    return numbers.get(region)!;
  });
}
