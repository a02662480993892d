import { closeSync, openSync, writeSync } from 'node:fs';
import type { RowError } from '../schema.ts';
import { type ImportLanguage, importText } from './texts.ts';

/**
 * The rows that were not used, as a CSV to mend in Excel and import again: same columns as the original, row number
 * and reason behind. UTF-8 with byte order mark, because Excel in China otherwise opens it as GBK.
 *
 * Written while the file is read, so that a million bad rows need no memory. The file appears with its first row.
 */
export class ErrorRowFile {
  readonly path: string;
  readonly #headings: readonly string[];
  readonly #width: number;
  readonly #language: ImportLanguage;
  #file: number | null = null;
  #pending = '';
  rows = 0;

  constructor(path: string, headings: readonly string[], width: number, language: ImportLanguage) {
    this.path = path;
    this.#headings = headings;
    this.#width = width;
    this.#language = language;
  }

  add(cells: readonly string[], faults: readonly RowError[]): void {
    const width = Math.max(this.#width, cells.length);
    if (this.rows === 0) {
      const extra = this.#language === 'zh-CN' ? ['行号', '原因'] : ['Row', 'Reason'];
      const headings = Array.from({ length: this.#width }, (_, column) => this.#headings[column] ?? '');
      this.#pending = `\ufeff${csvLine([...headings, ...extra])}`;
    }
    this.rows++;
    const reasons = faults.map((fault) => importText(fault.code, this.#language, { ...fault, column: fault.column ?? '' }));
    // Cells beyond the table stay behind the reason, where they harm no column.
    const own = Array.from({ length: this.#width }, (_, column) => cells[column] ?? '');
    this.#pending += csvLine([
      ...own,
      String(faults[0]?.row ?? ''),
      reasons.join(this.#language === 'zh-CN' ? '；' : '; '),
      ...cells.slice(this.#width, width),
    ]);
    if (this.#pending.length > 1 << 16) this.#flush();
  }

  /** Writes what is left; `null` when there was no row. */
  close(): string | null {
    if (this.rows === 0) return null;
    this.#flush();
    closeSync(this.#file!);
    return this.path;
  }

  #flush(): void {
    this.#file ??= openSync(this.path, 'w');
    writeSync(this.#file, this.#pending);
    this.#pending = '';
  }
}

/** One CSV line with CRLF; cells that a spreadsheet would take for a formula are made texts. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string): string {
  const safe = neutralised(value);
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A leading apostrophe keeps =, +, -, @ and control characters from starting a formula in the reader's spreadsheet.
 * Numbers such as -12.50 cannot do harm and stay as they are. The reader takes the apostrophe off again.
 *
 * @source OWASP, CSV Injection
 */
export function neutralised(value: string): string {
  return /^[=+\-@\t\r]/.test(value) && !/^[+-]?[\d.,]+$/.test(value) ? `'${value}` : value;
}
