import fc from 'fast-check';
import { expect, test } from 'vitest';
import { multiplyToMinor, parseAmount } from './amounts.ts';
import { parseDate, type DateOrder } from './dates.ts';
import { fastDay, fastMinor, fastNumber, numberDigits, numberScale, roundToMinor } from './fast-cells.ts';

const part = fc
  .oneof(fc.integer({ min: 1, max: 33 }), fc.integer({ min: 1975, max: 2105 }))
  .chain((n) => fc.constantFrom(String(n), String(n).padStart(2, '0')));
const time = fc.constantFrom('', '', ' 8:26', ' 14:20:33', 'T14:20', ' 24:00', ' 14:60', ' 14:2', ' x', ' ', 'T');
const realistic = fc
  .tuple(
    fc.integer({ min: 1978, max: 2101 }),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 32 }),
    fc.constantFrom('-', '/', '.'),
    time,
    fc.boolean(),
  )
  .map(([year, month, day, s, rest, yearFirst]) =>
    yearFirst ? `${year}${s}${month}${s}${day}${rest}` : `${day}${s}${month}${s}${year}${rest}`,
  );
const dateLike = fc
  .tuple(part, fc.constantFrom('-', '/', '.', ''), part, fc.constantFrom('-', '/', '.', '', null), part, time)
  .map(([a, s, b, t, c, rest]) => a + s + b + (t ?? s) + c + rest);
const numberLike = fc.stringMatching(/^-?\d{0,17}[.,]?\d{0,6}$/);

test('what the fast date reader answers is what the slow one says', () => {
  let answered = 0;
  fc.assert(
    fc.property(
      fc.oneof(realistic, dateLike, fc.string({ maxLength: 20 })),
      fc.constantFrom<DateOrder>('dmy', 'mdy', 'ymd'),
      (text, order) => {
        const bytes = Buffer.from(text);
        const day = fastDay(bytes, 0, bytes.length, order);
        if (Number.isNaN(day)) return;
        answered++;
        expect(day).toBe(parseDate(text, { order }));
      },
    ),
    { numRuns: 20_000 },
  );
  expect(answered).toBeGreaterThan(500);
});

test('the common spellings are read fast', () => {
  for (const text of [
    '2024-03-05',
    '2024/3/5',
    '20240305',
    '2024.03.05',
    '2024-03-05 14:20:33',
    '2024-03-05T14:20',
    '3/5/2024',
    '3/5/2024 8:26',
  ]) {
    const bytes = Buffer.from(`x${text}y`);
    expect(fastDay(bytes, 1, bytes.length - 1, 'mdy'), text).toBe(parseDate(text));
  }
});

test('what the fast amount reader answers is what the slow one says', () => {
  let answered = 0;
  fc.assert(
    fc.property(fc.oneof(numberLike, fc.string({ maxLength: 20 })), fc.constantFrom<'.' | ','>('.', ','), (text, decimal) => {
      const bytes = Buffer.from(text);
      const minor = fastMinor(bytes, 0, bytes.length, decimal.charCodeAt(0));
      if (Number.isNaN(minor)) return;
      answered++;
      expect(minor + 0).toBe(parseAmount(text, { decimal }));
    }),
    { numRuns: 20_000 },
  );
  expect(answered).toBeGreaterThan(2000);
});

test('fast products are exact', () => {
  const number = fc
    .tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.integer({ min: 0, max: 4 }))
    .map(([digits, scale]) => (digits / 10 ** scale).toFixed(scale));
  fc.assert(
    fc.property(number, number, (quantity, price) => {
      const q = Buffer.from(quantity);
      const p = Buffer.from(price);
      fc.pre(fastNumber(q, 0, q.length, 46));
      const [digits, scale] = [numberDigits, numberScale];
      fc.pre(fastNumber(p, 0, p.length, 46));
      const minor = roundToMinor(digits * numberDigits, scale + numberScale);
      fc.pre(!Number.isNaN(minor));
      expect(minor + 0).toBe(multiplyToMinor(quantity, price));
    }),
  );
});
