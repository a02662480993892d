import type { Database } from '#platform/db.ts';
import type { Cron, JobTable } from '#platform/jobs.ts';
import { systemActor } from '#shared/actor.ts';
import { Problem } from '#shared/problem.ts';
import { subscribe } from '#platform/events.ts';
import { problems } from './schema.ts';
import { leakCheckTask, performRun, requestRun } from './actions.ts';

const nightlyTask = 'detection_nightly';
const afterImportTask = 'detection_after_import';

subscribe('orders.imported', afterImportTask);

/** Emits `detection.run_requested`, `detection.run_finished`, `detection.run_failed`. */
export function detectionJobs(db: Database): JobTable {
  return {
    [leakCheckTask]: (payload, signal) => performRun(db, String(payload['runId']), signal),
    async [nightlyTask]() {
      try {
        await db.act(systemActor, (ctx) => requestRun(ctx, 'nightly', undefined));
      } catch (error) {
        // No orders yet, or a run is under way: there is nothing to do tonight.
        if (!(error instanceof Problem)) throw error;
      }
    },
    // A run under way began without these orders; the queue tries again until it is over.
    async [afterImportTask]() {
      try {
        await db.act(systemActor, (ctx) => requestRun(ctx, 'import', undefined));
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== problems.no_orders.code) throw error;
      }
    },
  };
}

/** 02:00 in Shanghai. */
export const detectionCron: readonly Cron[] = [{ task: nightlyTask, pattern: '0 18 * * *' }];
