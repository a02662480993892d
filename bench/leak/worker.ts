/** Worker thread: takes (set, replicate) jobs one by one and answers with their scores. */

import { parentPort, workerData } from 'node:worker_threads';
import { fitLeakModel, scoreReps } from '../../src/modules/detection/leak/engine.ts';
import { drawReplicate } from './fresh.ts';
import { parseReplicate } from './manifest.ts';
import { runReplicate } from './run-replicate.ts';
import type { FreshPlan } from './fresh.ts';
import type { DataSet } from './types.ts';

export interface WorkerSetup {
  readonly sets: readonly DataSet[];
  readonly baselines: boolean;
}

/** A manifest line as read, or the plan of a freshly drawn replicate. */
export type Job = { readonly set: number } & ({ readonly line: string } | { readonly plan: FreshPlan; readonly index: number });

const { sets, baselines } = workerData as WorkerSetup;
const engine = { fitLeakModel, scoreReps };

parentPort?.on('message', (job: Job) => {
  const set = sets[job.set];
  if (set === undefined) throw new Error(`no data set ${job.set}`);
  const replicate = 'line' in job ? parseReplicate(job.line, set) : drawReplicate(set, job.plan, job.index);
  parentPort?.postMessage(runReplicate(set, replicate, engine, baselines));
});
