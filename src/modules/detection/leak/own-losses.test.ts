import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lossBound, type OwnLosses } from './own-losses.ts';

function book(seen: number, usual: number, allowed: number, shape = usual + 1): OwnLosses {
  return { seen: Float64Array.of(seen), usual: Float64Array.of(usual), allowed: Float64Array.of(allowed), shape: Float64Array.of(shape) };
}

describe("what losses can say beyond a book's own record", () => {
  test('a clean record leaves the silences to speak alone', () => {
    expect(lossBound(book(9, 2, 5), 0)).toBe(Infinity);
  });

  test('as many as usual, or fewer, say nothing', () => {
    for (const seen of [0, 6, 12]) expect(lossBound(book(seen, 12.9, 7.6), 0)).toBe(0);
  });

  test('many more than usual say much, but less the fewer losses the record was learnt from', () => {
    expect(lossBound(book(30, 10, 5, 200), 0)).toBeGreaterThan(lossBound(book(30, 10, 5, 10), 0));
    expect(lossBound(book(30, 10, 5, 10), 0)).toBeGreaterThan(2);
  });

  test('never negative, and each further loss says more', () => {
    const count = fc.integer({ min: 0, max: 200 });
    const mean = fc.double({ min: 0.5, max: 60, noNaN: true });
    fc.assert(
      fc.property(count, mean, fc.double({ min: 1, max: 100, noNaN: true }), (seen, usual, shape) => {
        const here = lossBound(book(seen, usual, 0, shape), 0);
        expect(here).toBeGreaterThanOrEqual(0);
        expect(lossBound(book(seen + 1, usual, 0, shape), 0)).toBeGreaterThanOrEqual(here);
      }),
    );
  });

  test('with a record that says nothing of its scatter it is the Poisson log likelihood ratio', () => {
    const poisson = 30 * Math.log(30 / 10) - (30 - 10);
    expect(lossBound(book(30, 10, 0, 1e9), 0)).toBeCloseTo(poisson, 5);
  });
});
