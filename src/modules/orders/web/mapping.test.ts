import { expect, test } from 'vitest';
import type { ColumnMapping } from '../schema.ts';
import { meaningOfColumn, missingMeanings, withMeaning } from './mapping.ts';

const nothing: ColumnMapping = {
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

test('orders need a customer, a date and money', () => {
  expect(missingMeanings(nothing, 'orders')).toEqual(['customer', 'date', 'amount']);
  expect(missingMeanings({ ...nothing, customerName: 0, date: 1, amount: 2 }, 'orders')).toEqual([]);
});

test('quantity and unit price together stand for the amount, one alone does not', () => {
  const known = { ...nothing, customerCode: 0, date: 1, quantity: 2 };
  expect(missingMeanings(known, 'orders')).toEqual(['amount']);
  expect(missingMeanings({ ...known, unitPrice: 3 }, 'orders')).toEqual([]);
});

test('assignments need a customer and a rep; open ends are fine', () => {
  expect(missingMeanings({ ...nothing, customerCode: 0 }, 'assignments')).toEqual(['rep']);
  expect(missingMeanings({ ...nothing, customerCode: 0, rep: 1 }, 'assignments')).toEqual([]);
});

test('a meaning moves from one column to another, and a column has one meaning', () => {
  const first = withMeaning({ ...nothing, customerName: 2 }, 0, 'date');
  const moved = withMeaning(first, 2, 'date');
  expect(moved.date).toBe(2);
  expect(moved.customerName).toBeNull();
  expect(meaningOfColumn(moved, 2)).toBe('date');
  expect(meaningOfColumn(moved, 0)).toBeNull();
  expect(withMeaning(moved, 2, null).date).toBeNull();
});
