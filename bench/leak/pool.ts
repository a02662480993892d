/** Runs jobs on as many worker threads as there are cores. */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ReplicateScores } from './types.ts';
import type { Job, WorkerSetup } from './worker.ts';

/** Results in the order of the jobs; rejects on the first failure and stops all threads. */
export async function runJobs(
  setup: WorkerSetup,
  jobs: readonly Job[],
  onDone: (done: number) => void,
): Promise<readonly ReplicateScores[]> {
  const results: ReplicateScores[] = [];
  const threads = Math.min(availableParallelism(), jobs.length);
  const workers: Worker[] = [];
  let next = 0;
  let done = 0;
  try {
    await Promise.all(
      Array.from({ length: threads }, () => {
        const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: setup });
        workers.push(worker);
        return new Promise<void>((resolve, reject) => {
          let current = 0;
          const take = (): void => {
            const job = jobs[next];
            if (job === undefined) return resolve();
            current = next++;
            worker.postMessage(job);
          };
          worker.on('message', (scores: ReplicateScores) => {
            results[current] = scores;
            onDone(++done);
            take();
          });
          worker.on('error', reject);
          worker.on('exit', (code) => reject(new Error(`worker thread ended with code ${code}`)));
          take();
        });
      }),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}
