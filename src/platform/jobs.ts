import { Logger, run, type Runner } from 'graphile-worker';
import type { FastifyBaseLogger } from 'fastify';

/** A job's work. Runs at least once; must leave the same result when it runs again. */
export type Job = (payload: Record<string, unknown>, signal: AbortSignal) => Promise<void>;

export interface JobTable {
  readonly [task: string]: Job;
}

export interface Cron {
  readonly task: string;
  /** In UTC: `minute hour day month weekday`. */
  readonly pattern: string;
}

/** Runs the jobs of this database, here. Several processes may do so at once; each job runs in one of them. */
export async function startWorker(url: string, jobs: JobTable, cron: readonly Cron[], log: FastifyBaseLogger): Promise<Runner> {
  const taskList = Object.fromEntries(
    Object.entries(jobs).map(([task, job]) => [
      task,
      (payload: unknown, helpers: { abortSignal?: AbortSignal }) =>
        job(payload as Record<string, unknown>, helpers.abortSignal ?? new AbortController().signal),
    ]),
  );
  return run({
    connectionString: url,
    taskList,
    // A job that was due while the server was off runs when it is back, at most a day late.
    crontab: cron.map(({ task, pattern }) => `${pattern} ${task} ?fill=1d&jobKey=${task}`).join('\n'),
    concurrency: 2,
    maxPoolSize: 4,
    pollInterval: 2000,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === 'error') log.error({ source: 'jobs' }, message);
      else if (level === 'warning') log.warn({ source: 'jobs' }, message);
      else log.debug({ source: 'jobs' }, message);
    }),
  });
}
