import { parseAmount } from './amounts.ts';
import { parseDate } from './dates.ts';
import { headingMeaning } from './recognise-columns.ts';

export interface TableLayout {
  /** 0-based record of the headings, -1 for a file without. Everything before it is a title and is skipped. */
  readonly headingRow: number;
  /** Empty for a file without headings. */
  readonly headings: readonly string[];
  /** Columns that count; further cells of a row must be empty. */
  readonly width: number;
}

/** How far down headings are looked for: printed reports begin with a title, a period and a company name. */
const deepest = 20;

/**
 * Finds the headings among the first rows: the row with the most known words. A first row of unknown words is
 * taken for headings when nothing in it is a date or a number while the rows below have some.
 */
export function findHeadings(head: readonly (readonly string[])[]): TableLayout {
  let headingRow = -1;
  let most = 1;
  for (const [row, cells] of head.slice(0, deepest).entries()) {
    const known = new Set(
      cells
        .map((cell) => headingMeaning(cell))
        .filter((said) => said !== null && said.confidence >= 0.8)
        .map((said) => said!.meaning),
    );
    if (known.size > most) [headingRow, most] = [row, known.size];
  }
  if (headingRow < 0) {
    const first = head.findIndex((cells) => cells.some((cell) => cell !== ''));
    const cells = head[first] ?? [];
    const below = head.slice(first + 1, first + 20);
    const hasValues = (row: readonly string[]): boolean => row.some((cell) => cell !== '' && isValue(cell));
    if (cells.length > 1 && !hasValues(cells) && (below.some(hasValues) || below.length === 0)) headingRow = first;
  }
  if (headingRow < 0) return { headingRow, headings: [], width: commonWidth(head) };
  const headings = trimmedRight(head[headingRow]!);
  // Columns without a heading still count if they hold something.
  return { headingRow, headings, width: Math.max(headings.length, commonWidth(head.slice(headingRow + 1))) };
}

function isValue(cell: string): boolean {
  return (
    typeof parseAmount(cell) === 'number' || typeof parseDate(cell) === 'number' || typeof parseDate(cell, { order: 'dmy' }) === 'number'
  );
}

function trimmedRight(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
}

/** The width that most rows have. */
function commonWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const width = trimmedRight(row).length;
    if (width > 0) counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] > best[0]) ? one : best), [0, 0])[0];
}
