import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Assignment, LeakReport } from './leak/types.ts';

/** Typed arrays only, so that they move to the other thread without being copied. */
export interface ThreadInput {
  readonly customerCount: number;
  readonly repCount: number;
  readonly rows: { customer: Int32Array; day: Int32Array; amount: Float64Array };
  readonly region: Int32Array;
  readonly periods: { customer: Int32Array; rep: Int32Array; from: Int32Array; to: Int32Array };
  readonly asOf: number;
}

/**
 * Runs the engine in a thread of its own: a million customers take seconds, and the server must answer meanwhile.
 *
 * @throws whatever the engine throws; AbortError when the signal ends it
 */
export async function runInThread(input: ThreadInput, signal: AbortSignal): Promise<LeakReport> {
  signal.throwIfAborted();
  const { rows, periods } = input;
  const arrays = [rows.customer, rows.day, rows.amount, input.region, periods.customer, periods.rep, periods.from, periods.to];
  const thread = new Worker(new URL(import.meta.url), {
    workerData: input,
    transferList: arrays.map((array) => array.buffer as ArrayBuffer),
  });
  const stop = (): void => void thread.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<LeakReport>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => reject(signal.reason ?? new Error('the leak check ended without an answer')));
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await thread.terminate();
  }
}

/** Periods sorted by customer become the engine's assignment. */
function assignmentOf(input: ThreadInput): Assignment {
  const { customer, rep, from, to } = input.periods;
  const offsets = new Uint32Array(input.customerCount + 1);
  for (const index of customer) offsets[index + 1]!++;
  for (let index = 0; index < input.customerCount; index++) offsets[index + 1]! += offsets[index]!;
  return { repCount: input.repCount, offsets, rep, from, to };
}

if (!isMainThread && parentPort) {
  const input = workerData as ThreadInput;
  // Only here: the server itself never loads the engine.
  const { buildHistory, checkOrders } = await import('./leak/engine.ts');
  const history = buildHistory({ customerCount: input.customerCount, ...input.rows, region: input.region });
  parentPort.postMessage(checkOrders(history, assignmentOf(input), { asOf: input.asOf }));
}
