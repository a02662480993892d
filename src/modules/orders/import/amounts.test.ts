import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currencyOf, multiplyToMinor, parseAmount } from './amounts.ts';

test.each([
  ['1', 100],
  ['0', 0],
  ['12.3', 1230],
  ['.5', 50],
  ['5.', 500],
  ['1,234.50', 123450],
  ['12,345,678.90', 1234567890],
  ['¥1,234.50', 123450],
  ['￥１，２３４．５０', 123450],
  ['CNY 12.3', 1230],
  ['12.3 RMB', 1230],
  ['人民币12.3元', 1230],
  ['100元', 10000],
  ['1234元整', 123400],
  ['$5', 500],
  ['US$1,000', 100000],
  ['£ 5.10', 510],
  ['€5', 500],
  ['1.2万', 1200000],
  ['1.2万元', 1200000],
  ['3,000万', 3000000000],
  ['1.5亿', 15000000000],
  ['-1', -100],
  ['−1', -100],
  ['－1', -100],
  ['(1,234.50)', -123450],
  ['（1,234.50）', -123450],
  ['1,234-', -123400],
  ['-¥5', -500],
  ['¥-5', -500],
  ['(¥5)', -500],
  ['红字 100', -10000],
  ['(红字)12.5', -1250],
  ['12.5（红字）', -1250],
  ['红字:-100', -10000],
  ['1e3', 100000],
  ['1.5E+2', 15000],
  ['1.25E-1', 13],
  ['-', 0],
  [' - ', 0],
  ['¥-', 0],
  ['—', 0],
  ['+5', 500],
  ['1 234.5', 123450],
  ["1'234.5", 123450],
  ["'12.30", 1230],
  ['12.30\u00a0', 1230],
])('%s', (text, minor) => {
  expect(parseAmount(text)).toBe(minor);
});

test.each([
  'abc',
  '1,23',
  '12,34,567',
  '1.2.3',
  '--5',
  '-(5)',
  '(5',
  '5)',
  '0.1+',
  '$',
  '¥',
  '5x',
  '=A1*B1',
  '#N/A',
  '12%',
  '1,234,5',
  'e5',
  '1e',
  '2024-03-05',
])('%s is no amount', (text) => {
  expect(parseAmount(text)).toBe('orders.bad_amount');
});

test('nothing, and too much', () => {
  expect(parseAmount('')).toBe('orders.amount_missing');
  expect(parseAmount(' \u3000')).toBe('orders.amount_missing');
  expect(parseAmount('90071992547409.91')).toBe(Number.MAX_SAFE_INTEGER);
  expect(parseAmount('90071992547409.92')).toBe('orders.amount_too_large');
  expect(parseAmount('1e30')).toBe('orders.amount_too_large');
});

test('exact where doubles are not, halves away from zero', () => {
  expect(parseAmount('1.005')).toBe(101);
  expect(parseAmount('-1.005')).toBe(-101);
  expect(parseAmount('1.00499999999999999999')).toBe(100);
  expect(parseAmount('0.285')).toBe(29);
  expect(parseAmount('81129638414606.81')).toBe(8112963841460681);
  expect(parseAmount('1.15', { unit: 10_000 })).toBe(1150000);
});

test('a column with a decimal comma', () => {
  for (const [text, minor] of [
    ['1.234,56', 123456],
    ['12,5', 1250],
    ['1.234', 123400],
    ['1,5 €', 150],
    ['-1.234.567,89', -123456789],
  ] as const) {
    expect(parseAmount(text, { decimal: ',' })).toBe(minor);
  }
  expect(parseAmount('12.5', { decimal: ',' })).toBe('orders.bad_amount');
});

test('quantity times unit price', () => {
  expect(multiplyToMinor('3', '2.55')).toBe(765);
  expect(multiplyToMinor('0.335', '3')).toBe(101);
  expect(multiplyToMinor('-2', '¥1,000.00')).toBe(-200000);
  expect(multiplyToMinor('', '5')).toBe('orders.amount_missing');
  expect(multiplyToMinor('x', '5')).toBe('orders.bad_amount');
});

test('currencies', () => {
  expect(['¥5', '5元', '$5', 'HK$5', '€5', 'GBP 5', '5'].map(currencyOf)).toEqual(['CNY', 'CNY', 'USD', 'HKD', 'EUR', 'GBP', null]);
});

test('any amount survives being written in any usual way', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e15, max: 1e15 }), (minor) => {
      const size = Math.abs(minor);
      const whole = String(Math.floor(size / 100));
      const cents = String(size % 100).padStart(2, '0');
      const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
      const sign = minor < 0 ? '-' : '';
      const same = minor === 0 ? 0 : minor;
      expect(parseAmount(`${sign}${whole}.${cents}`)).toBe(same);
      expect(parseAmount(`${sign}¥${grouped}.${cents}`)).toBe(same);
      expect(parseAmount(`${grouped}.${cents}元${sign}`.replace('元-', '-'))).toBe(same);
      if (minor < 0) expect(parseAmount(`(${grouped}.${cents})`)).toBe(minor);
      expect(parseAmount(`${sign}${grouped.replaceAll(',', '.')},${cents}`, { decimal: ',' })).toBe(same);
    }),
  );
});
