import type { ImportKind, Preview } from '../schema.ts';
import { findLayout, type LayoutOptions, type OrderLayout } from './order-layout.ts';
import { openRecords } from './open-records.ts';
import type { OpenOptions } from './record-source.ts';

export interface PreviewOptions extends OpenOptions, LayoutOptions {
  /** What the file is meant to be; decides what can be missing. Default orders. */
  readonly kind?: ImportKind | undefined;
}

/** `Preview` of the wire, and what the command line shows besides. */
export interface FilePreview extends Preview {
  /** 0..1 for each recognised column; below .7 the reader should look twice. */
  readonly confidence: OrderLayout['confidence'];
  readonly layout: OrderLayout;
}

const previewRows = 20;

/**
 * What a file looks like and what its columns seem to mean. Reads its beginning and a few pieces from elsewhere, so a
 * gigabyte takes no longer than a megabyte (an XLSX: as long as its table of texts takes).
 *
 * @throws Problem one of `fileProblems`
 */
export async function preview(path: string, options: PreviewOptions = {}): Promise<FilePreview> {
  const source = await openRecords(path, options);
  const layout = await findLayout(source, options, false);
  const rows = source.head.slice(layout.headingRow + 1).filter((row) => row.some((cell) => cell !== ''));
  return {
    format: source.format,
    encoding: source.encoding,
    delimiter: source.delimiter,
    sheet: source.sheet,
    sheets: [...source.sheets],
    hasHeadings: layout.headingRow >= 0,
    headings: [...layout.headings],
    rows: rows.slice(0, previewRows).map((row) => [...row]),
    mapping: layout.mapping,
    reasons: layout.reasons as Preview['reasons'],
    missing: options.kind === 'assignments' ? missingForAssignments(layout) : [...layout.missing],
    confidence: layout.confidence,
    layout,
  };
}

/** What a file of assignments must have and this one has not. */
export function missingForAssignments({ mapping }: OrderLayout): string[] {
  const missing: string[] = [];
  if (mapping.customerCode === null && mapping.customerName === null) missing.push('customer');
  if (mapping.rep === null) missing.push('rep');
  return missing;
}
