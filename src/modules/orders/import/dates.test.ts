import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateOfDay } from '#shared/days.ts';
import { daysFromCivil, firstDay, lastDay, parseDate } from './dates.ts';

const march5 = daysFromCivil(2024, 3, 5);

test.each([
  '2024-03-05',
  '2024/3/5',
  '2024.3.5',
  '20240305',
  '2024年3月5日',
  '2024年03月05日 星期二',
  '2024年3月5日 14时20分',
  '2024-03-05 14:20',
  '2024-03-05 14:20:33',
  '2024-03-05T14:20:33.123',
  '2024/3/5 下午 2:20',
  '2024/3/5 2:20:33 PM',
  '20240305142033',
  '3/5/2024',
  '3/5/2024 8:26',
  '03-05-2024',
  '3/5/24',
  '05-Mar-2024',
  '5 March 2024',
  'Mar 5, 2024',
  'March 5 2024 3:20 PM',
  '05MAR2024',
  '45356',
  '45356.5',
  '２０２４－０３－０５',
  '２０２４年３月５日',
  ' 2024-03-05 ',
  "'2024-03-05",
  '2024-03-05T14:20:33+08:00',
])('%s is 5 March 2024', (text) => {
  expect(parseDate(text)).toBe(march5);
});

test('the order of day and month is the column’s, not the value’s', () => {
  expect(parseDate('5/3/2024', { order: 'dmy' })).toBe(march5);
  expect(parseDate('5.3.24', { order: 'dmy' })).toBe(march5);
  expect(parseDate('24/3/5', { order: 'ymd' })).toBe(march5);
  expect(parseDate('13/3/2024', { order: 'mdy' })).toBe('orders.bad_date');
});

test.each([
  '2024-02-30',
  '2023-02-29',
  '2100-02-29',
  '2024-13-01',
  '2024-00-10',
  '2024-3',
  '2024年3月',
  'hello',
  '12:30',
  '2024-03-05 25:00',
  '2024-03-05 14:61',
  '3//2024',
  '1234',
])('%s is no date', (text) => {
  expect(parseDate(text)).toBe('orders.bad_date');
});

test('a missing date is another thing than a bad one', () => {
  for (const text of ['', '  ', '-', '/']) expect(parseDate(text)).toBe('orders.date_missing');
  expect(parseDate('1899-12-31')).toBe('orders.date_out_of_range');
  expect(parseDate('9999-12-31')).toBe('orders.date_out_of_range');
  expect(parseDate('2000-02-29')).toBe(daysFromCivil(2000, 2, 29));
});

test('Excel serials: the 1900 system with its day that never was, and the 1904 system', () => {
  // 1900-03-01 is serial 61, although it is day 60 of that year: Excel counts 29 February 1900.
  expect(parseDate(45356)).toBe(march5);
  expect(parseDate(45356.999)).toBe(march5);
  expect(parseDate(45356 - 1462, { date1904: true })).toBe(march5);
  expect(parseDate('43894', { date1904: true })).toBe(march5);
  expect(parseDate(61)).toBe('orders.date_out_of_range');
  expect(parseDate(Number.NaN)).toBe('orders.bad_date');
});

test('a time with an offset counts on the day it is in the company’s time zone', () => {
  expect(parseDate('2024-03-04T16:30:00Z')).toBe(march5);
  expect(parseDate('2024-03-04T15:30:00Z')).toBe(march5 - 1);
  expect(parseDate('2024-03-04T20:30:00-05:00')).toBe(march5);
  expect(parseDate('2024-03-05T02:30:00+0900')).toBe(march5);
  expect(parseDate('2024-03-04T16:30:00Z', { timeZone: 'Europe/London' })).toBe(march5 - 1);
});

test('every day survives writing and reading, in every form', () => {
  fc.assert(
    fc.property(fc.integer({ min: firstDay, max: lastDay }), (day) => {
      const [year, month, date] = dateOfDay(day).split('-');
      const [m, d] = [Number(month), Number(date)];
      const forms = [
        `${year}-${month}-${date}`,
        `${year}/${m}/${d}`,
        `${year}.${m}.${d}`,
        `${year}${month}${date}`,
        `${year}年${m}月${d}日`,
        `${m}/${d}/${year}`,
      ];
      for (const form of forms) expect(parseDate(form)).toBe(day);
      expect(parseDate(`${d}/${m}/${year}`, { order: 'dmy' })).toBe(day);
      expect(parseDate(day + 25569)).toBe(day);
      expect(parseDate(String(day + 25569))).toBe(day);
    }),
  );
});

test('day numbers agree with the calendar of the runtime', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9998 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), (year, month, day) => {
      const date = new Date(0);
      date.setUTCFullYear(year, month - 1, day);
      expect(daysFromCivil(year, month, day)).toBe(date.getTime() / 86_400_000);
    }),
  );
});
