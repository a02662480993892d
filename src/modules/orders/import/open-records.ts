import { Problem } from '#shared/problem.ts';
import { CsvTokenizer, type RecordSink } from './csv-records.ts';
import { detectDelimiter, splitText } from './delimiter.ts';
import { type ByteOptions, fileBytes, sampleBytes } from './file-bytes.ts';
import { type FileKind, kindOf, sniffFile } from './file-kind.ts';
import { fileProblems } from './file-problems.ts';
import { defaultLimits } from './limits.ts';
import type { OpenOptions, RecordSource } from './record-source.ts';
import { type ConversionNotes, detectEncoding, toUtf8 } from './text-encoding.ts';

/**
 * Opens a CSV, CSV.gz or XLSX file and looks at its beginning.
 *
 * @throws Problem one of `fileProblems` when this is no table that can be read
 */
export async function openRecords(path: string, options: OpenOptions = {}): Promise<RecordSource> {
  const limits = { ...defaultLimits, ...options.limits };
  const { kind, bytes } = await sniffFile(path, limits);
  const byteOptions: ByteOptions = { limits, onProgress: options.onProgress, signal: options.signal };
  if (kind !== 'zip') return openText(path, kind, bytes, options, byteOptions);
  // Loaded when needed: the ZIP and XML readers cost a tenth of a second that most files can do without.
  const { openXlsx } = await import('./xlsx-records.ts');
  return openXlsx(path, options.sheet, byteOptions);
}

async function openText(
  path: string,
  kind: FileKind,
  total: number,
  options: OpenOptions,
  byteOptions: ByteOptions,
): Promise<RecordSource> {
  const { samples, complete } = await sampleBytes(path, kind, total, byteOptions);
  if (kind === 'gzip' && kindOf(samples[0]!) !== 'text') throw new Problem(fileProblems.file_is_binary);
  const encoding = options.encoding ?? detectEncoding(samples).encoding;
  const texts = samples.map((sample, place) => sampleText(sample, encoding, place > 0));
  const delimiter = options.delimiter ?? detectDelimiter(texts[0]!);
  const head = splitText(texts[0]!, delimiter);
  const expectedRecords = kind === 'text' ? Math.ceil((total / samples[0]!.length) * head.length) : 0;
  // The sample most likely ends inside a row.
  if ((!complete || samples.length > 1) && head.length > 1) head.pop();
  // Excel's own first line, `sep=;`, is no row of the table.
  if (/^sep=/i.test(texts[0]!)) head[0] = [];
  const later = texts.slice(1).flatMap((text) => splitText(text, delimiter).slice(1, -1));
  const notes: ConversionNotes = { encoding, brokenChunks: 0 };

  async function* read(sink: RecordSink): AsyncGenerator<void> {
    const tokenizer = new CsvTokenizer(delimiter, sink, byteOptions.limits);
    for await (const chunk of toUtf8(fileBytes(path, kind, total, byteOptions), notes)) {
      tokenizer.push(chunk);
      yield;
    }
    tokenizer.end();
    yield;
  }

  return {
    format: 'csv',
    encoding,
    delimiter,
    sheet: null,
    sheets: [],
    date1904: false,
    head,
    later,
    complete,
    expectedRecords,
    read,
    notes,
  };
}

/** Text of a sample; one from the middle of a file starts behind its first line end. */
function sampleText(sample: Uint8Array, encoding: string, isMiddle: boolean): string {
  const text = new TextDecoder(encoding).decode(sample);
  return isMiddle ? text.slice(text.search(/[\r\n]/) + 1) : text;
}
