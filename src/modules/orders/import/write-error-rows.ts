import { openOrders, type ReadOptions } from './order-batches.ts';

/**
 * Reads an order file only for the rows that it would not use, and writes them to `out`.
 *
 * @returns how many there are, and the path; `null` when all rows are good and nothing was written
 * @throws Problem one of `fileProblems`
 */
export async function writeErrorRows(
  path: string,
  out: string,
  options: Omit<ReadOptions, 'errorFile' | 'details'> = {},
): Promise<{ rows: number; path: string | null }> {
  const reader = await openOrders(path, { ...options, errorFile: out });
  for await (const _ of reader.batches()) continue;
  const { bad, skipped, duplicates } = reader.counts();
  const rows = bad + skipped + duplicates;
  return { rows, path: rows === 0 ? null : out };
}
