import { filesDirOf, openApp } from '#app.ts';
import { cron, jobs } from '#modules.ts';
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
    const runner = await startWorker(app.workerUrl, jobs({ db: app.db, filesDir: filesDirOf(config) }), cron, createLog(config.logLevel));
    lifecycle.onEnd(() => runner.stop());
    sayOnTerminal('step.worker_ready');
  } catch (error) {
    await lifecycle.fail(error);
  }
}
