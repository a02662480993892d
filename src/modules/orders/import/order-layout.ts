import { Problem } from '#shared/problem.ts';
import type { ColumnMapping, ColumnMeaning } from '../schema.ts';
import type { DecimalMark } from './amounts.ts';
import { DateEvidence, type Decided, decideDecimalMark } from './column-forms.ts';
import type { DateOrder } from './dates.ts';
import { fileProblems } from './file-problems.ts';
import { headingUnit } from './headings.ts';
import { emptyMapping, missingMeanings, recogniseColumns, type Recognition } from './recognise-columns.ts';
import type { RecordSource } from './record-source.ts';
import { findHeadings, type TableLayout } from './table-layout.ts';

export interface LayoutOptions {
  /** What columns mean, from the user; meanings that are left out are recognised, `null` means: there is none. */
  readonly mapping?: Partial<ColumnMapping> | undefined;
  readonly dateOrder?: DateOrder | undefined;
  readonly decimal?: DecimalMark | undefined;
}

/** Everything that must be known about a file before its rows can be read. */
export interface OrderLayout extends TableLayout {
  readonly mapping: ColumnMapping;
  readonly reasons: Recognition['reasons'];
  readonly confidence: Recognition['confidence'];
  readonly missing: readonly string[];
  readonly dateOrder: DateOrder;
  readonly dateOrderDecided: Decided;
  /** Dates seen that can be read in two ways. */
  readonly dateAmbiguous: number;
  readonly decimal: DecimalMark;
  readonly decimalDecided: Decided;
  /** Factor from the amounts as written to the main currency unit: 10000 for 金额（万元）. */
  readonly unit: number;
}

const evidenceRows = 60;

/**
 * Finds headings, meanings and ways of writing from the samples of a file.
 *
 * @param isThorough also reads the whole file when its dates can be read in two ways and the samples do not say which
 * @throws Problem orders.columns_clash when the given mapping uses a column twice or beyond the table
 */
export async function findLayout(source: RecordSource, options: LayoutOptions, isThorough: boolean): Promise<OrderLayout> {
  const table = findHeadings(source.head);
  const rows = [...source.head.slice(table.headingRow + 1), ...source.later].filter((row) => row.some((cell) => cell !== ''));
  const recognised = recogniseColumns(table.headings, spread(rows, evidenceRows));
  const mapping = mergeMapping(recognised.mapping, options.mapping, table.width);
  const reasons = Object.fromEntries(Object.entries(recognised.reasons).filter(([meaning]) => unchanged(meaning)));
  const confidence = Object.fromEntries(Object.entries(recognised.confidence).filter(([meaning]) => unchanged(meaning)));

  const dateColumns = [mapping.date, mapping.from, mapping.to].filter((column) => column !== null);
  const evidence = new DateEvidence();
  for (const row of rows) for (const column of dateColumns) evidence.add(row[column] ?? '');
  if (isThorough && options.dateOrder === undefined && evidence.isOpen && !source.complete)
    await searchDates(source, dateColumns, evidence);
  const dates = evidence.decide();

  const moneyColumns = [mapping.amount, mapping.unitPrice].filter((column) => column !== null);
  const decimals = decideDecimalMark(
    rows.flatMap((row) => moneyColumns.map((column) => row[column] ?? '')),
    source.delimiter,
  );
  return {
    ...table,
    mapping,
    reasons,
    confidence,
    missing: missingMeanings(mapping),
    dateOrder: options.dateOrder ?? dates.order,
    dateOrderDecided: options.dateOrder === undefined && dates.ambiguous > 0 ? dates.decided : 'evidence',
    dateAmbiguous: dates.ambiguous,
    decimal: options.decimal ?? decimals.mark,
    decimalDecided: options.decimal === undefined ? decimals.decided : 'evidence',
    unit: headingUnit(table.headings[mapping.amount ?? mapping.unitPrice ?? -1] ?? ''),
  };

  function unchanged(meaning: string): boolean {
    return mapping[meaning as ColumnMeaning] === recognised.mapping[meaning as ColumnMeaning];
  }
}

/** Reads dates from the whole file until one of them can be read in one way only. */
async function searchDates(source: RecordSource, columns: readonly number[], evidence: DateEvidence): Promise<void> {
  const reading = source.read((record) => {
    if (!evidence.isOpen) return;
    for (const column of columns) {
      if (column >= record.count) continue;
      evidence.add(
        Buffer.from(record.bytes.buffer, record.bytes.byteOffset, record.bytes.length).toString(
          'latin1',
          record.starts[column]!,
          record.ends[column]!,
        ),
      );
    }
  });
  for await (const _ of reading) if (!evidence.isOpen) break;
}

/** The user's word counts; a recognised meaning gives way when its column was given to another one. */
function mergeMapping(recognised: ColumnMapping, given: Partial<ColumnMapping> | undefined, width: number): ColumnMapping {
  if (!given) return recognised;
  const meanings = Object.keys(emptyMapping) as ColumnMeaning[];
  const used = new Map<number, ColumnMeaning>();
  for (const meaning of meanings) {
    const column = given[meaning];
    if (column === undefined || column === null) continue;
    const other = used.get(column);
    if (other !== undefined || !Number.isInteger(column) || column < 0 || column >= width) {
      throw new Problem(fileProblems.columns_clash, {
        column: column + 1,
        meanings: other === undefined ? meaning : `${other}, ${meaning}`,
      });
    }
    used.set(column, meaning);
  }
  const merged = { ...emptyMapping };
  for (const meaning of meanings) {
    const column = given[meaning];
    const own = recognised[meaning];
    merged[meaning] = column !== undefined ? column : own !== null && used.has(own) ? null : own;
  }
  return merged;
}

/** At most `count` of the rows, evenly spread, in their order. */
function spread<T>(rows: readonly T[], count: number): T[] {
  if (rows.length <= count) return [...rows];
  return Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)]!);
}
