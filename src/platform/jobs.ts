import { Logger, run, type Runner } from 'graphile-worker';
import pg from 'pg';
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

/**
 * Lets go of jobs that a killed process held. The queue itself would wait four hours for it to come back. Only where no
 * other worker is connected: theirs are under way.
 */
async function releaseAbandonedJobs(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      'select 1 from pg_stat_activity where usename = current_user and datname = current_database() and pid <> pg_backend_pid()',
    );
    if (rowCount !== 0) return;
    await client.query(
      'select graphile_worker.force_unlock_workers(array(select distinct locked_by from graphile_worker.jobs where locked_by is not null))',
    );
  } finally {
    await client.end();
  }
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
  await releaseAbandonedJobs(url);
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
