import { CsvTokenizer, type RecordView } from './csv-records.ts';

export type Delimiter = ',' | ';' | '\t' | '|';

const candidates: readonly Delimiter[] = [',', '\t', ';', '|'];

/**
 * Tells what separates the cells: the candidate with which the most rows of the sample have the same number of cells,
 * more cells winning a tie. A first line `sep=;`, which Excel writes and reads, decides.
 *
 * @param text beginning of the file; its last row may be cut off
 */
export function detectDelimiter(text: string): Delimiter {
  const said = /^sep=(.)\r?\n?/i.exec(text)?.[1];
  if (said !== undefined && candidates.includes(said as Delimiter)) return said as Delimiter;
  let best: Delimiter = ',';
  let most = -1;
  for (const delimiter of candidates) {
    const counts = new Map<number, number>();
    for (const row of splitText(text, delimiter).slice(0, 200)) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
    for (const [cells, rows] of counts) {
      const score = cells < 2 ? 0 : rows + cells / 1000;
      if (score > most) [best, most] = [delimiter, score];
    }
  }
  return best;
}

/** Rows of cells of a text that fits in memory, blank rows included. */
export function splitText(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  const tokenizer = new CsvTokenizer(delimiter, (record) => rows.push(cellTexts(record)));
  tokenizer.push(Buffer.from(text, 'utf8'));
  tokenizer.end();
  return rows;
}

/** The cells of a record as texts, without outer spaces. */
export function cellTexts(record: RecordView): string[] {
  const bytes = Buffer.from(record.bytes.buffer, record.bytes.byteOffset, record.bytes.length);
  const cells: string[] = [];
  for (let i = 0; i < record.count; i++) cells.push(bytes.toString('utf8', record.starts[i]!, record.ends[i]!).trim());
  return cells;
}
