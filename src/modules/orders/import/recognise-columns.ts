import type { ColumnMapping, ColumnMeaning } from '../schema.ts';
import { currencyOf, parseAmount } from './amounts.ts';
import { parseDate } from './dates.ts';
import { headingPatterns, headingWords, otherHeadings, plainHeading } from './headings.ts';

export interface Recognition {
  readonly mapping: ColumnMapping;
  /** Why each recognised column was chosen. */
  readonly reasons: Partial<Record<ColumnMeaning, 'heading' | 'content'>>;
  /** 0..1; below .7 the reader should look twice. */
  readonly confidence: Partial<Record<ColumnMeaning, number>>;
  /** Needed and not found: `customer`, `date` or `amount`. */
  readonly missing: readonly string[];
}

export const emptyMapping: ColumnMapping = {
  customerCode: null,
  customerName: null,
  date: null,
  amount: null,
  quantity: null,
  unitPrice: null,
  rep: null,
  region: null,
  product: null,
  orderNo: null,
  from: null,
  to: null,
};

const meanings = Object.keys(emptyMapping) as ColumnMeaning[];

const exactWords = new Map<string, { meaning: ColumnMeaning; place: number }>();
for (const meaning of meanings) {
  const words = headingWords[meaning].split(/\s+/);
  for (const [place, word] of words.entries()) if (!exactWords.has(word)) exactWords.set(word, { meaning, place });
}

/** What a heading says: its meaning and how sure that is (1 = the word itself), or null. */
export function headingMeaning(heading: string): { meaning: ColumnMeaning; confidence: number; place: number } | null {
  const word = plainHeading(heading);
  if (word === '') return null;
  const exact = exactWords.get(word);
  if (exact) return { meaning: exact.meaning, confidence: 1, place: exact.place };
  if (otherHeadings.test(word)) return null;
  for (const [meaning, pattern] of headingPatterns) {
    if (pattern.test(word)) return { meaning, confidence: 0.8, place: 100 };
  }
  return null;
}

/** Share of the values in a column that are what a test asks for, blank ones left out. */
interface ColumnContent {
  readonly values: number;
  readonly dates: number;
  readonly amounts: number;
  readonly decimals: number;
  readonly distinct: number;
  readonly companies: number;
  readonly letters: number;
}

/**
 * Tells which column means what, from its heading and, where that says nothing, from its content.
 *
 * @param headings empty for a file without headings
 * @param rows a few dozen rows are enough; rows may be of different length
 */
export function recogniseColumns(headings: readonly string[], rows: readonly (readonly string[])[]): Recognition {
  const mapping = { ...emptyMapping };
  const reasons: Partial<Record<ColumnMeaning, 'heading' | 'content'>> = {};
  const confidence: Partial<Record<ColumnMeaning, number>> = {};
  const width = rows.reduce((most, row) => Math.max(most, row.length), headings.length);
  const contents = Array.from({ length: width }, (_, column) => describe(rows, column));
  const taken = new Set<number>();

  function take(meaning: ColumnMeaning, column: number, reason: 'heading' | 'content', sure: number): void {
    mapping[meaning] = column;
    reasons[meaning] = reason;
    confidence[meaning] = sure;
    taken.add(column);
  }

  const named = headings
    .map((heading, column) => ({ column, said: headingMeaning(heading) }))
    .flatMap(({ column, said }) => (said === null ? [] : [{ column, ...said }]))
    .toSorted((a, b) => b.confidence - a.confidence || a.place - b.place || a.column - b.column);
  takeNamed(0.5);

  if (mapping.date === null && mapping.from === null) takeBest('date', (c) => (c.dates >= 0.8 ? c.dates : 0));
  if (mapping.customerName === null && mapping.customerCode === null) takeBest('customerName', customerLikeness);
  if (mapping.amount === null && (mapping.quantity === null || mapping.unitPrice === null) && mapping.from === null) {
    takeBest('amount', (c) => (c.amounts >= 0.9 && c.dates < 0.8 ? 0.4 + 0.4 * c.decimals + 0.2 * c.distinct : 0));
  }
  // Nothing else came into question: then the heading is right and the values are wrong, which their rows will say.
  takeNamed(0);

  /** Takes columns by heading. A heading that its own column contradicts waits: 日期 over company names may have shifted. */
  function takeNamed(leastFit: number): void {
    for (const { column, meaning, confidence: sure } of named) {
      if (mapping[meaning] !== null || taken.has(column)) continue;
      const fits = contents[column]!.values === 0 ? 1 : contentFits(meaning, contents[column]!);
      if (fits >= leastFit) take(meaning, column, 'heading', Math.min(sure, 0.5 + fits / 2));
    }
  }

  function takeBest(meaning: ColumnMeaning, likeness: (content: ColumnContent) => number): void {
    let best = -1;
    let most = 0;
    for (const [column, content] of contents.entries()) {
      if (taken.has(column) || content.values === 0) continue;
      // A heading with another meaning says that it is not this one.
      if (column < headings.length && otherHeadings.test(plainHeading(headings[column]!))) continue;
      const found = likeness(content);
      if (found > most + 1e-9) [best, most] = [column, found];
    }
    if (best >= 0) take(meaning, best, 'content', Math.min(0.75, most * 0.75));
  }

  return { mapping, reasons, confidence, missing: missingMeanings(mapping) };
}

/** What an order file must have and this mapping has not. */
export function missingMeanings(mapping: ColumnMapping): string[] {
  const missing: string[] = [];
  if (mapping.customerCode === null && mapping.customerName === null) missing.push('customer');
  if (mapping.date === null) missing.push('date');
  if (mapping.amount === null && (mapping.quantity === null || mapping.unitPrice === null)) missing.push('amount');
  return missing;
}

const companyPattern =
  /公司|集团|商行|商店|商场|超市|工厂|厂$|店$|医院|学校|经营部|门市|中心|\b(ltd|inc|llc|co|corp|gmbh|s\.?a|b\.?v|store|shop)\b\.?/i;

function describe(rows: readonly (readonly string[])[], column: number): ColumnContent {
  const seen = new Set<string>();
  let values = 0;
  let dates = 0;
  let amounts = 0;
  let decimals = 0;
  let companies = 0;
  let letters = 0;
  for (const row of rows) {
    const value = (row[column] ?? '').trim();
    if (value === '') continue;
    values++;
    seen.add(value);
    // Bare numbers may be dates (45356, 20240305), but hardly by themselves: those count half.
    if (isDate(value)) dates += /^\d+(\.\d+)?$/.test(value) && !/^(19|20)\d{6}$/.test(value) ? 0.5 : 1;
    if (isAmount(value)) amounts++;
    if (/[.,]\d{1,2}\D*$|[¥￥$£€元万]/.test(value) || currencyOf(value) !== null) decimals++;
    if (companyPattern.test(value)) companies++;
    if (/[\p{L}]/u.test(value)) letters++;
  }
  const share = (count: number): number => (values === 0 ? 0 : count / values);
  return {
    values,
    dates: share(dates),
    amounts: share(amounts),
    decimals: share(decimals),
    distinct: share(seen.size),
    companies: share(companies),
    letters: share(letters),
  };
}

function isDate(value: string): boolean {
  return typeof parseDate(value) === 'number' || typeof parseDate(value, { order: 'dmy' }) === 'number';
}

function isAmount(value: string): boolean {
  return typeof parseAmount(value) === 'number' || typeof parseAmount(value, { decimal: ',' }) === 'number';
}

/** How well the content of a column agrees with what its heading says; 1 where nothing speaks against it. */
function contentFits(meaning: ColumnMeaning, content: ColumnContent): number {
  if (meaning === 'date') return Math.min(1, content.dates * 2);
  if (meaning === 'amount' || meaning === 'quantity' || meaning === 'unitPrice') return content.amounts;
  return 1;
}

/** Company names first, then other texts, then whole numbers that repeat; never dates or money. */
function customerLikeness(content: ColumnContent): number {
  if (content.dates >= 0.8 || content.decimals > 0.5) return 0;
  return 0.2 + 0.5 * content.companies + 0.2 * content.letters + 0.1 * content.distinct;
}
