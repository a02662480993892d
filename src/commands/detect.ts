import { openApp } from '#app.ts';
import { problems as english } from '#i18n/en/problems.ts';
import { problems as chinese } from '#i18n/zh-CN/problems.ts';
import { findPages, findRun, languageOf, performRun, requestRun, terminalReport } from '#modules/detection/index.ts';
import { readConfig } from '#platform/config.ts';
import type { Database } from '#platform/db.ts';
import { Lifecycle } from '#platform/start-lifecycle.ts';
import { both, refusedExitCode, sayOnTerminal, StartProblem } from '#platform/start-problem.ts';
import { systemActor } from '#shared/actor.ts';
import { Problem } from '#shared/problem.ts';
import { parseArguments } from './arguments.ts';

/** Enough for the five of each rep that the terminal shows. */
const shownCustomers = 5000;

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
  const readRun = () => db.read(systemActor, async (handle) => (await findRun(handle, runId))!);
  sayOnTerminal('detect.running', { asOf: (await readRun()).asOf });
  await performRun(db, runId, new AbortController().signal);
  const run = await readRun();
  if (run.status !== 'done') {
    process.stderr.write(`${both('detect.failed', { reason: run.failure ?? run.status })}\n`);
    return 1;
  }
  const pages = await db.read(systemActor, (handle) => findPages(handle, run, shownCustomers));
  const colour = process.stdout.isTTY === true && !process.env['NO_COLOR'];
  process.stdout.write(`\n${terminalReport(pages, { language: languageOf(process.env), colour, source: '' })}\n`);
  const { asOf: day, check, watch, engine, fingerprint } = run;
  process.stdout.write(`${both('detect.done', { asOf: day, check, watch, engine, fingerprint: fingerprint?.slice(0, 16) ?? '' })}\n`);
  return 0;
}

/** A day that exists, written `2026-03-31`. */
function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
