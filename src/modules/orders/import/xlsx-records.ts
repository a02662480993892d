import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { Problem } from '#shared/problem.ts';
import { dateOfDay } from '#shared/days.ts';
import type { RecordSink, RecordView } from './csv-records.ts';
import { cellTexts } from './delimiter.ts';
import type { ByteOptions } from './file-bytes.ts';
import { fileProblems } from './file-problems.ts';
import type { RecordSource } from './record-source.ts';
import { columnOf, damaged, localName, openPackage, type Sheet, unescaped, type XlsxPackage } from './xlsx-package.ts';
import { readMerges, type Merges } from './xlsx-merges.ts';

const headRows = 200;

/**
 * Opens a workbook. Each row becomes a record just as a CSV row does: dates as 2024-03-05, formulas as the value that
 * Excel stored, merged cells with their value in every row they span, rows that Excel did not store as blank ones, so
 * that row numbers are those that Excel shows. Hidden and filtered rows are read too.
 */
export async function openXlsx(path: string, sheetName: string | undefined, options: ByteOptions): Promise<RecordSource> {
  const workbook = await openPackage(path, options);
  const sheets = workbook.sheets.map((sheet) => sheet.name);
  try {
    const chosen = await chooseSheet(workbook, sheetName, options);
    return {
      format: 'xlsx',
      encoding: 'utf-8',
      delimiter: null,
      sheet: chosen.sheet.name,
      sheets,
      date1904: workbook.date1904,
      head: chosen.head,
      later: [],
      expectedRecords: 0,
      complete: chosen.complete,
      notes: { encoding: 'utf-8', brokenChunks: 0 },
      async *read(sink) {
        // Each reading opens the file anew, so that a source that is never read holds nothing open.
        const again = await openPackage(path, options, workbook);
        try {
          const merges = await readMerges(again, chosen.sheet);
          yield* readSheet(again, chosen.sheet, merges, sink, options);
        } catch (error) {
          throw damaged(error);
        } finally {
          again.close();
        }
      },
    };
  } catch (error) {
    throw damaged(error);
  } finally {
    workbook.close();
  }
}

async function chooseSheet(
  workbook: XlsxPackage,
  wanted: string | undefined,
  options: ByteOptions,
): Promise<{ sheet: Sheet; head: string[][]; complete: boolean }> {
  const visible = workbook.sheets.filter((sheet) => !sheet.hidden);
  const candidates = wanted === undefined ? visible : workbook.sheets.filter((sheet) => sheet.name === wanted);
  if (candidates.length === 0) {
    throw new Problem(wanted === undefined ? fileProblems.file_empty : fileProblems.sheet_not_found, {
      sheet: wanted ?? '',
      sheets: workbook.sheets.map((sheet) => sheet.name).join(', '),
    });
  }
  for (const sheet of candidates) {
    const { head, complete } = await readHead(workbook, sheet, options);
    if (head.some((row) => row.some((cell) => cell !== ''))) return { sheet, head, complete };
  }
  throw new Problem(fileProblems.file_empty);
}

async function readHead(workbook: XlsxPackage, sheet: Sheet, options: ByteOptions): Promise<{ head: string[][]; complete: boolean }> {
  const head: string[][] = [];
  const sink = (record: RecordView): void => {
    if (head.length < headRows) head.push(cellTexts(record));
  };
  for await (const _ of readSheet(workbook, sheet, new Map(), sink, { limits: options.limits, signal: options.signal })) {
    if (head.length >= headRows) return { head, complete: false };
  }
  return { head, complete: head.length < headRows };
}

async function* readSheet(
  workbook: XlsxPackage,
  sheet: Sheet,
  merges: Merges,
  sink: RecordSink,
  options: ByteOptions,
): AsyncGenerator<void> {
  const { chunks, bytes } = await workbook.open(sheet.part);
  const rows = new RowBuilder(workbook, merges, sink, options.limits.columns);
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('opentag', (tag: SaxesTagPlain) => rows.open(localName(tag.name), tag.attributes));
  parser.on('text', (text: string) => rows.text(text));
  parser.on('closetag', (tag: SaxesTagPlain) => rows.close(localName(tag.name)));
  const decoder = new TextDecoder();
  let done = 0;
  try {
    for await (const chunk of chunks) {
      options.signal?.throwIfAborted();
      parser.write(decoder.decode(chunk as Uint8Array, { stream: true }));
      done += (chunk as Uint8Array).length;
      options.onProgress?.(done, bytes);
      yield;
    }
    parser.close();
  } finally {
    chunks.destroy();
  }
  yield;
}

/** Collects the cells of one row after the other from XML events. */
class RowBuilder {
  readonly #workbook: XlsxPackage;
  readonly #merges: Merges;
  readonly #sink: RecordSink;
  readonly #mostColumns: number;
  readonly #view: RecordView;
  readonly #encoder = new TextEncoder();
  /** Value of each vertical merge that is open, by column. */
  readonly #carried = new Map<number, { text: string; until: number }>();
  #cells: string[] = [];
  #lastRow = 0;
  #row = 0;
  #column = -1;
  #type = 'n';
  #style = 0;
  #value = '';
  #formula = '';
  #inside: 'v' | 'f' | 't' | null = null;
  #phonetic = 0;

  constructor(workbook: XlsxPackage, merges: Merges, sink: RecordSink, mostColumns: number) {
    this.#workbook = workbook;
    this.#merges = merges;
    this.#sink = sink;
    this.#mostColumns = mostColumns;
    this.#view = {
      bytes: new Uint8Array(4096),
      from: 0,
      to: 0,
      starts: new Int32Array(64),
      ends: new Int32Array(64),
      count: 0,
      unclosedQuote: false,
      merged: new Uint8Array(64),
    };
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') {
      this.#row = attributes.r === undefined ? this.#lastRow + 1 : Number(attributes.r);
      // 1,048,576 is the last row a sheet can have.
      if (!(this.#row > this.#lastRow && this.#row <= 1_048_576)) throw new Error(`row ${attributes.r}`);
      this.#cells = [];
      this.#column = -1;
    } else if (name === 'c') {
      this.#column = attributes.r === undefined ? this.#column + 1 : columnOf(attributes.r);
      if (this.#column >= this.#mostColumns) throw new Problem(fileProblems.too_many_columns_in_file, { limit: this.#mostColumns });
      this.#type = attributes.t ?? 'n';
      this.#style = Number(attributes.s ?? 0);
      this.#value = '';
      this.#formula = '';
    } else if (name === 'v' || name === 'f') this.#inside = name;
    else if (name === 'rPh') this.#phonetic++;
    else if (name === 't' && this.#phonetic === 0) this.#inside = 't';
  }

  text(text: string): void {
    if (this.#inside === 'f') this.#formula += text;
    else if (this.#inside !== null) this.#value += text;
  }

  close(name: string): void {
    if (name === 'v' || name === 'f' || name === 't') this.#inside = null;
    else if (name === 'rPh') this.#phonetic--;
    else if (name === 'c') this.#cells[this.#column] = this.#cellText();
    else if (name === 'row') {
      while (this.#lastRow + 1 < this.#row) this.#emit(++this.#lastRow, []);
      this.#lastRow = this.#row;
      this.#emit(this.#row, this.#cells);
    }
  }

  #cellText(): string {
    const value = this.#value;
    if (this.#type === 's') return this.#workbook.sharedStrings[Number(value)] ?? '';
    if (this.#type === 'inlineStr' || this.#type === 'str') return unescaped(value);
    if (this.#type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
    // A formula that no program has calculated yet has nothing that could be read; show it rather than a blank.
    if (value === '') return this.#formula === '' ? '' : `=${this.#formula}`;
    if (this.#type !== 'n') return value;
    const number = Number(value);
    if (!Number.isFinite(number)) return value;
    if (this.#workbook.dateStyles[this.#style] === true && number >= 61) return this.#dateText(number);
    // Spreadsheets store 17 digits and show 15: 1234.5600000000004 is what a sum made of 1234.56.
    return value.length > 15 ? String(Number(number.toPrecision(15))) : value;
  }

  readonly #dateTexts = new Map<number, string>();

  /** Days repeat; a text for each is made once. */
  #dateText(serial: number): string {
    const known = this.#dateTexts.get(serial);
    if (known !== undefined) return known;
    if (this.#dateTexts.size > 50_000) this.#dateTexts.clear();
    const text = dateText(serial, this.#workbook.date1904);
    this.#dateTexts.set(serial, text);
    return text;
  }

  #emit(row: number, cells: string[]): void {
    const view = this.#view;
    const merged = view.merged!;
    merged.fill(0);
    for (const merge of this.#merges.get(row) ?? [])
      this.#carried.set(merge.column, { text: cells[merge.column] ?? '', until: merge.lastRow });
    for (const [column, { text, until }] of this.#carried) {
      if (row > until) this.#carried.delete(column);
      else if ((cells[column] ?? '') === '' && text !== '') {
        cells[column] = text;
        if (column < merged.length) merged[column] = 1;
      }
    }
    while (cells.length > view.starts.length) this.#widen();
    let at = 0;
    for (let column = 0; column < cells.length; column++) {
      const text = cells[column] ?? '';
      if (at + text.length * 3 + 1 > view.bytes.length) {
        const larger = new Uint8Array(Math.max(view.bytes.length * 2, at + text.length * 3 + 1));
        larger.set(view.bytes);
        view.bytes = larger;
      }
      view.starts[column] = at;
      at += this.#encoder.encodeInto(text, view.bytes.subarray(at)).written;
      view.ends[column] = at;
      // A unit separator keeps "a|b" and "ab|" apart where whole rows are compared.
      view.bytes[at++] = 0x1f;
    }
    view.to = at;
    view.count = Math.max(1, cells.length);
    if (cells.length === 0) view.starts[0] = view.ends[0] = 0;
    this.#sink(view);
  }

  #widen(): void {
    const view = this.#view;
    for (const part of ['starts', 'ends'] as const) {
      const wider = new Int32Array(view[part].length * 2);
      wider.set(view[part]);
      view[part] = wider;
    }
    view.merged = new Uint8Array(view.starts.length);
  }
}

/** 2024-03-05, or with a time of day 2024-03-05 14:20:33. */
function dateText(serial: number, date1904: boolean): string {
  const seconds = Math.round((serial - Math.floor(serial)) * 86400);
  const day = Math.floor(serial) + (date1904 ? -24107 : -25569) + (seconds === 86400 ? 1 : 0);
  if (seconds % 86400 === 0) return dateOfDay(day);
  return `${dateOfDay(day)} ${new Date(seconds * 1000).toISOString().slice(11, 19)}`;
}
