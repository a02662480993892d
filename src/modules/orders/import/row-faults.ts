import type { RowError } from '../schema.ts';
import type { ErrorRowFile } from './error-rows.ts';

/** What was found wrong with rows: the first few in full, all of them counted, and all of them written to a file if wanted. */
export class RowFaults {
  /** Rows that were not used, at most `most`; a row with two faults stands here twice. */
  readonly errors: RowError[] = [];
  /** Rows left out on purpose (totals, repeated headings, duplicates), at most `most`. */
  readonly skippedRows: RowError[] = [];
  /** Rows per reason; a row with two faults counts under both. */
  readonly counts: Record<string, number> = {};
  readonly #most: number;
  readonly #file: ErrorRowFile | null;

  constructor(most: number, file: ErrorRowFile | null) {
    this.#most = most;
    this.#file = file;
  }

  bad(faults: readonly RowError[], cells: () => readonly string[]): void {
    for (const fault of faults) {
      if (this.errors.length < this.#most) this.errors.push(fault);
      this.counts[fault.code] = (this.counts[fault.code] ?? 0) + 1;
    }
    this.#file?.add(cells(), faults);
  }

  skipped(fault: RowError, cells: () => readonly string[]): void {
    if (this.skippedRows.length < this.#most) this.skippedRows.push(fault);
    this.counts[fault.code] = (this.counts[fault.code] ?? 0) + 1;
    this.#file?.add(cells(), [fault]);
  }
}
