/**
 * `npm run bench:leak [-- --data DIR] [--replicates N] [--sets a,b] [--no-baselines]`
 *
 * Injects known diversion into real order histories and asks the leak engine, month by month, who it was.
 * The last line is one JSON object. Ends with a non-zero code when a set, a manifest or the engine's scores are missing.
 *
 * `--fresh SEED [--t0 2014-01-01,2014-07-01] [--bad 0.05] [--reps 40]` draws its own replicates from the same
 * files instead of reading the manifests, with two more shapes (see `leak/fresh.ts`).
 */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { daysOf, monthsAfter } from './leak/fresh.ts';
import { runJobs } from './leak/pool.ts';
import { parseDay, readIndex, readManifestLines, readOrders } from './leak/read-set.ts';
import { resultOf, summariseSet } from './leak/summary.ts';
import { setTable, totalsTable } from './leak/tables.ts';
import { ENGINE } from './leak/types.ts';
import type { FreshPlan } from './leak/fresh.ts';
import type { DataSet } from './leak/types.ts';
import type { Job } from './leak/worker.ts';

const DEFAULT_DATA = resolve(import.meta.dirname, '../../shared/data/orders');
/** Fresh replicates need this much past to learn from and this many checks to be judged by. */
const MIN_PAST_DAYS = 150;
const MIN_CHECKS = 3;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: DEFAULT_DATA },
    replicates: { type: 'string' },
    sets: { type: 'string' },
    'no-baselines': { type: 'boolean', default: false },
    fresh: { type: 'string' },
    t0: { type: 'string', default: '2014-01-01' },
    bad: { type: 'string', default: '0.05' },
    reps: { type: 'string', default: '40' },
  },
});

await main();

async function main(): Promise<void> {
  const began = performance.now();
  const wanted = options.sets?.split(',');
  const limit = options.replicates === undefined ? undefined : Number(options.replicates);
  const plan = options.fresh === undefined ? null : planOf(options.fresh);
  const sets: DataSet[] = [];
  const jobs: Job[] = [];
  if (!existsSync(join(options.data, 'index.json'))) fail(`no index.json in ${options.data}`);
  for (const [name, entry] of readIndex(options.data)) {
    if (wanted !== undefined && !wanted.includes(name)) continue;
    const set = readOrders(options.data, name, entry);
    const found =
      plan === null
        ? readManifestLines(options.data, entry).map((line): Job => ({ set: sets.length, line }))
        : freshJobs(set, sets.length, plan, limit ?? 40);
    if (found.length === 0 && plan === null) fail(`${name}: no manifest line`);
    if (found.length === 0) {
      console.log(`${name}: left out, its orders do not reach around ${options.t0}`);
      continue;
    }
    sets.push(set);
    jobs.push(...found.slice(0, limit));
  }
  if (sets.length === 0 || jobs.length === 0) fail('no data set read');
  console.log(`${sets.length} sets, ${jobs.length} replicates, read in ${seconds(began)} s`);

  const progress = Math.max(1, Math.round(jobs.length / 10));
  const runs = await runJobs({ sets, baselines: !options['no-baselines'] }, jobs, (done) => {
    if (done % progress === 0) console.log(`${done} of ${jobs.length} replicates, ${seconds(began)} s`);
  });
  const summaries = sets.map((set) =>
    summariseSet(
      set.name,
      set.hard,
      runs.filter((run) => run.setName === set.name),
    ),
  );
  for (const summary of summaries) console.log(setTable(summary));
  console.log(totalsTable(summaries));

  const sum = (pick: (run: (typeof runs)[number]) => number): string => runs.reduce((total, run) => total + pick(run), 0).toFixed(1);
  console.log(
    `\ntime: ${seconds(began)} s (${processorSeconds()} s of processor); engine ${sum((run) => run.fitSeconds)} s fitting, ` +
      `${sum((run) => run.scoreSeconds)} s scoring, baselines ${sum((run) => run.baselineSeconds)} s (sum over threads)`,
  );
  const scored = runs.every((run) => Object.values(run.scores[ENGINE] ?? {}).some((s) => s.some((v) => !Number.isNaN(v))));
  if (!scored) {
    console.error('bench:leak: the engine gave no scores');
    process.exitCode = 1;
  }
  console.log(JSON.stringify(resultOf(summaries)));
}

function planOf(seed: string): FreshPlan {
  return {
    seed: Number(seed),
    t0Days: options.t0.split(',').map(parseDay),
    bad: Number(options.bad),
    reps: Number(options.reps),
  };
}

function freshJobs(set: DataSet, at: number, plan: FreshPlan, count: number): Job[] {
  const { first } = daysOf(set);
  const t0Days = plan.t0Days.filter((t0) => t0 - first >= MIN_PAST_DAYS && monthsAfter(set, t0) >= MIN_CHECKS);
  if (t0Days.length === 0) return [];
  return Array.from({ length: count }, (_, index) => ({ set: at, plan: { ...plan, t0Days }, index }));
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

function processorSeconds(): string {
  const { user, system } = process.cpuUsage();
  return ((user + system) / 1e6).toFixed(1);
}

function fail(reason: string): never {
  console.error(`bench:leak: ${reason}`);
  process.exit(1);
}
