import { parseDate, type DateOrder } from './dates.ts';
import type { DecimalMark } from './amounts.ts';

/** How a choice was made: by values that allow only one reading, by the order of the rows, or by default. */
export type Decided = 'evidence' | 'sequence' | 'default';

export interface DateForm {
  readonly order: DateOrder;
  readonly decided: Decided;
  /** Values that could be read in two ways; 0 for columns of 2024-03-05. */
  readonly ambiguous: number;
}

const threeNumbers = /^\s*(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{1,2})(?!\d)/;

/** Counts what the values of a date column say about the order of day and month; feed it any number of values. */
export class DateEvidence {
  #dayFirst = 0;
  #monthFirst = 0;
  #ambiguous = 0;
  readonly #firsts = new Set<string>();
  readonly #lasts = new Set<string>();
  #twoDigitYears = 0;
  readonly #sequence: string[] = [];

  add(value: string): void {
    const m = threeNumbers.exec(value.charCodeAt(0) > 127 ? value.normalize('NFKC') : value);
    if (!m) return;
    const first = Number(m[1]);
    const second = Number(m[3]);
    if (m[4]!.length <= 2) {
      this.#twoDigitYears++;
      if (this.#firsts.size < 100) this.#firsts.add(m[1]!);
      if (this.#lasts.size < 100) this.#lasts.add(m[4]!);
    }
    if (first > 12 && second <= 12) this.#dayFirst++;
    else if (second > 12 && first <= 12) this.#monthFirst++;
    else if (first !== second) this.#ambiguous++;
    if (this.#sequence.length < 5000) this.#sequence.push(m[0]);
  }

  /** Whether more values could still change the answer. */
  get isOpen(): boolean {
    return this.#ambiguous > 0 && this.#dayFirst + this.#monthFirst === 0;
  }

  /**
   * The order of the column. Without a value above 12 the rows themselves tell: exports are sorted or nearly so, and read
   * the wrong way round the days jump about. If even that is even, month first, as Excel writes in English; the
   * caller warns.
   */
  decide(): DateForm {
    const ambiguous = this.#ambiguous;
    // In 24/3/5 the years are few and the days many; in 5/3/24 it is the other way round.
    const yearFirst =
      this.#twoDigitYears > 0 &&
      this.#firsts.size < this.#lasts.size &&
      [...this.#firsts].every((first) => Number(first) > 12 || this.#dayFirst > 0);
    if (yearFirst) return { order: 'ymd', decided: 'evidence', ambiguous };
    if (this.#dayFirst !== this.#monthFirst) {
      return { order: this.#dayFirst > this.#monthFirst ? 'dmy' : 'mdy', decided: 'evidence', ambiguous };
    }
    const dayFirstJumps = jumps(this.#sequence, 'dmy');
    const monthFirstJumps = jumps(this.#sequence, 'mdy');
    if (dayFirstJumps * 2 < monthFirstJumps) return { order: 'dmy', decided: 'sequence', ambiguous };
    if (monthFirstJumps * 2 < dayFirstJumps) return { order: 'mdy', decided: 'sequence', ambiguous };
    return { order: 'mdy', decided: 'default', ambiguous };
  }
}

/** Days between neighbouring rows, added up. */
function jumps(values: readonly string[], order: DateOrder): number {
  let sum = 0;
  let last: number | null = null;
  for (const value of values) {
    const day = parseDate(value, { order });
    if (typeof day !== 'number') continue;
    if (last !== null) sum += Math.abs(day - last);
    last = day;
  }
  return sum;
}

export interface DecimalForm {
  readonly mark: DecimalMark;
  readonly decided: Decided;
}

/**
 * Whether a column of amounts writes 1,234.50 or 1.234,50. Values such as 1,234 fit both; without any other evidence
 * the point separates decimals, unless cells are separated by semicolons, which Excel does exactly where the comma is
 * the decimal mark.
 */
export function decideDecimalMark(values: Iterable<string>, delimiter: string | null): DecimalForm {
  let point = 0;
  let comma = 0;
  let unclear = 0;
  for (const value of values) {
    const text = value.normalize('NFKC').replace(/[^\d.,]/g, '');
    if (!/[.,]/.test(text)) continue;
    if (/^\d{1,3}(,\d{3})+\.\d*$|^\d{1,3}(,\d{3}){2,}$|^\d*\.(\d{1,2}|\d{4,})$|^\d{4,}\.\d{3}$|^0?\.\d+$/.test(text)) point++;
    else if (/^\d{1,3}(\.\d{3})+,\d*$|^\d{1,3}(\.\d{3}){2,}$|^\d*,(\d{1,2}|\d{4,})$|^\d{4,},\d{3}$|^0?,\d+$/.test(text)) comma++;
    else unclear++;
  }
  if (point !== comma) return { mark: comma > point ? ',' : '.', decided: 'evidence' };
  if (unclear > 0 && delimiter === ';') return { mark: ',', decided: 'default' };
  return { mark: '.', decided: unclear > 0 ? 'default' : 'evidence' };
}
