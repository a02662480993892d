import type { Database } from '#platform/db.ts';
import type { Cron, JobTable } from '#platform/jobs.ts';
import { systemActor } from '#shared/actor.ts';
import { Problem } from '#shared/problem.ts';
import { leakCheckTask, performRun, requestRun } from './actions.ts';

const nightlyTask = 'detection_nightly';

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
  };
}

/** 02:00 in Shanghai. */
export const detectionCron: readonly Cron[] = [{ task: nightlyTask, pattern: '0 18 * * *' }];
