import { openApp } from '#app.ts';
import { problems as english } from '#i18n/en/problems.ts';
import { problems as chinese } from '#i18n/zh-CN/problems.ts';
import { performRun, requestRun } from '#modules/detection/index.ts';
import { readConfig } from '#platform/config.ts';
import type { Database } from '#platform/db.ts';
import { Lifecycle } from '#platform/start-lifecycle.ts';
import { both, refusedExitCode, sayOnTerminal, StartProblem } from '#platform/start-problem.ts';
import { systemActor } from '#shared/actor.ts';
import { Problem } from '#shared/problem.ts';
import { parseArguments } from './arguments.ts';

/** `detect [--as-of DATE]`: runs the leak check on the orders in the database, here and now, and stores what it finds. */
export async function detect(args: readonly string[]): Promise<undefined> {
  const options = parseArguments(args, { 'as-of': { type: 'string' } });
  const asOf = options['as-of'];
  if (asOf !== undefined && !isDate(asOf)) throw new StartProblem('date_invalid', { value: asOf });
  const lifecycle = new Lifecycle();
  lifecycle.handleSignals();
  try {
    const app = await openApp(readConfig(), lifecycle, sayOnTerminal);
    await lifecycle.end(await runNow(app.db, asOf));
  } catch (error) {
    await lifecycle.fail(error);
  }
}

/** Exit code. The queue's job for this run finds it done and leaves it alone. */
async function runNow(db: Database, asOf: string | undefined): Promise<number> {
  let runId: string;
  try {
    runId = await db.act(systemActor, (ctx) => requestRun(ctx, 'command', asOf));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const code = error.code as keyof typeof chinese;
    process.stderr.write(`${chinese[code] ?? code}\n${english[code] ?? code}\n`);
    return refusedExitCode;
  }
  const readRun = () =>
    db.read(systemActor, (handle) => handle.selectFrom('detectionRun').selectAll().where('id', '=', runId).executeTakeFirstOrThrow());
  sayOnTerminal('detect.running', { asOf: (await readRun()).asOf });
  await performRun(db, runId, new AbortController().signal);
  const run = await readRun();
  const facts = {
    asOf: run.asOf,
    check: run.checkCount,
    watch: run.watchCount,
    engine: run.engine,
    fingerprint: run.fingerprint?.toString('hex').slice(0, 16) ?? '',
    reason: run.failure ?? run.status,
  };
  process.stdout.write(`${both(run.status === 'done' ? 'detect.done' : 'detect.failed', facts)}\n`);
  return run.status === 'done' ? 0 : 1;
}

/** A day that exists, written `2026-03-31`. */
function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
