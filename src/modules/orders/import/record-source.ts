import type { RecordSink } from './csv-records.ts';
import type { Delimiter } from './delimiter.ts';
import type { FileLimits } from './limits.ts';
import type { ConversionNotes, TextEncoding } from './text-encoding.ts';

export interface OpenOptions {
  /** Sheet of an XLSX by name; default: the first that is visible and not empty. */
  readonly sheet?: string | undefined;
  /** Overrides what was recognised. */
  readonly encoding?: TextEncoding | undefined;
  readonly delimiter?: Delimiter | undefined;
  readonly limits?: Partial<FileLimits> | undefined;
  /** Bytes of the stored file read so far, and its size. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An opened table, whatever its format. Records arrive as UTF-8 byte ranges, see `RecordView`. */
export interface RecordSource {
  readonly format: 'csv' | 'xlsx';
  readonly encoding: TextEncoding;
  readonly delimiter: Delimiter | null;
  readonly sheet: string | null;
  readonly sheets: readonly string[];
  /** Bare numbers in date columns count from 1904. */
  readonly date1904: boolean;
  /** First rows of the file, blank ones included. */
  readonly head: readonly (readonly string[])[];
  /** Rows from elsewhere in the file: evidence for how dates and amounts are written. */
  readonly later: readonly (readonly string[])[];
  /** Rough number of records, 0 where it cannot be told from the size. */
  readonly expectedRecords: number;
  /** Whether `head` and `later` together are the whole file. */
  readonly complete: boolean;
  /** Sends every record to the sink, from the first; yields from time to time so that the caller can pass on what it has. */
  read(sink: RecordSink): AsyncGenerator<void>;
  /** What is only known after `read`. */
  readonly notes: ConversionNotes;
}
