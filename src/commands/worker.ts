import { cron, jobsOf, openApp } from '#app.ts';
import { readConfig } from '#platform/config.ts';
import { startWorker } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import { Lifecycle } from '#platform/start-lifecycle.ts';
import { sayOnTerminal } from '#platform/start-problem.ts';
import { parseArguments } from './arguments.ts';

/** Runs background jobs in a process of its own, beside servers that were started with WORKER=none. */
export async function worker(args: readonly string[]): Promise<undefined> {
  parseArguments(args, {});
  const lifecycle = new Lifecycle();
  lifecycle.handleSignals();
  try {
    const config = readConfig();
    const app = await openApp(config, lifecycle, sayOnTerminal);
    const runner = await startWorker(app.workerUrl, jobsOf(app.db), cron, createLog(config.logLevel));
    lifecycle.onEnd(() => runner.stop());
    sayOnTerminal('step.worker_ready');
  } catch (error) {
    await lifecycle.fail(error);
  }
}
