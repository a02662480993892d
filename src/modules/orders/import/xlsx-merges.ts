import { Problem } from '#shared/problem.ts';
import { fileProblems } from './file-problems.ts';
import { columnOf, type Sheet, type XlsxPackage } from './xlsx-package.ts';

/** Cells merged over several rows, by the row they begin in. Merging across columns needs no filling. */
export type Merges = ReadonlyMap<number, readonly { column: number; lastRow: number }[]>;

const mostMerges = 200_000;

/**
 * Finds the merged cells of a sheet. They stand behind all rows in the XML, and filling needs them before the first, so
 * the part is unpacked once more and searched as text, which is far cheaper than parsing it.
 */
export async function readMerges(workbook: XlsxPackage, sheet: Sheet): Promise<Merges> {
  const merges = new Map<number, { column: number; lastRow: number }[]>();
  const { chunks } = await workbook.open(sheet.part);
  let carry = '';
  let count = 0;
  for await (const chunk of chunks) {
    // Latin-1 keeps every byte one character; the references that are looked for are ASCII.
    const text = carry + (chunk as Buffer).toString('latin1');
    for (const m of text.matchAll(/mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g)) {
      if (++count > mostMerges) throw new Problem(fileProblems.file_expands_too_much, { bytes: count, limit: mostMerges });
      const [firstRow, lastRow] = [Number(m[2]), Number(m[4])];
      if (lastRow <= firstRow) continue;
      const list = merges.get(firstRow) ?? [];
      list.push({ column: columnOf(m[1]!), lastRow });
      merges.set(firstRow, list);
    }
    // A tag that was cut in two by the end of the chunk.
    const open = text.lastIndexOf('<');
    carry = open >= 0 && text.indexOf('>', open) < 0 ? text.slice(open) : '';
  }
  return merges;
}
