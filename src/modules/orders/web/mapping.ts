import type { ColumnMapping, ColumnMeaning, ImportKind } from '../schema.ts';

const meaningsOf: Readonly<Record<ImportKind, readonly ColumnMeaning[]>> = {
  orders: ['customerCode', 'customerName', 'date', 'amount', 'quantity', 'unitPrice', 'rep', 'region', 'product', 'orderNo'],
  assignments: ['customerCode', 'customerName', 'rep', 'region', 'from', 'to'],
};

/** What a column of such a file can mean. */
export function meanings(kind: ImportKind): readonly ColumnMeaning[] {
  return meaningsOf[kind];
}

/** What is needed and not chosen yet; `customer` stands for either of its two columns. Amount may be quantity × unit price. */
export function missingMeanings(mapping: ColumnMapping, kind: ImportKind): readonly ('customer' | 'date' | 'amount' | 'rep')[] {
  const missing: ('customer' | 'date' | 'amount' | 'rep')[] = [];
  if (mapping.customerCode === null && mapping.customerName === null) missing.push('customer');
  if (kind === 'assignments') {
    if (mapping.rep === null) missing.push('rep');
    return missing;
  }
  if (mapping.date === null) missing.push('date');
  if (mapping.amount === null && (mapping.quantity === null || mapping.unitPrice === null)) missing.push('amount');
  return missing;
}

/** What a column means now, if anything. */
export function meaningOfColumn(mapping: ColumnMapping, column: number): ColumnMeaning | null {
  const found = Object.entries(mapping).find(([, index]) => index === column);
  return found === undefined ? null : (found[0] as ColumnMeaning);
}

/** Gives a column a meaning; a meaning belongs to one column at most, and a column has one meaning at most. */
export function withMeaning(mapping: ColumnMapping, column: number, meaning: ColumnMeaning | null): ColumnMapping {
  const cleared = Object.fromEntries(
    Object.entries(mapping).map(([name, index]) => [name, index === column ? null : index]),
  ) as ColumnMapping;
  return meaning === null ? cleared : { ...cleared, [meaning]: column };
}
