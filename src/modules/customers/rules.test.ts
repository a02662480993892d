import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customerOfPeriods, periodsFromOrders, sinceEver, untilFurtherNotice } from './rules.ts';

function periods(orders: readonly (readonly [customer: number, day: number, rep: number])[], customers = 1) {
  const column = (index: 0 | 1 | 2): Int32Array => Int32Array.from(orders, (order) => order[index]);
  const found = periodsFromOrders({ customer: column(0), day: column(1), rep: column(2) }, customers, 6);
  return Array.from(customerOfPeriods(found), (customer, index) => [customer, found.rep[index], found.from[index], found.to[index]]);
}

describe('ownership told from the rep on each order', () => {
  test('one rep throughout owns since ever and until further notice', () => {
    expect(
      periods([
        [0, 10, 3],
        [0, 20, 3],
      ]),
    ).toEqual([[0, 3, sinceEver, untilFurtherNotice]]);
  });

  test('a change of hands begins with the first order under the new name', () => {
    expect(
      periods([
        [0, 30, 2],
        [0, 10, 1],
        [0, 20, 1],
        [0, 40, 2],
      ]),
    ).toEqual([
      [0, 1, sinceEver, 30],
      [0, 2, 30, untilFurtherNotice],
    ]);
  });

  test('one order under a colleague in between is absence cover', () => {
    expect(
      periods([
        [0, 10, 1],
        [0, 20, 2],
        [0, 30, 1],
      ]),
    ).toEqual([[0, 1, sinceEver, untilFurtherNotice]]);
  });

  test('rows without a rep say nothing, customers without a named rep belong to nobody', () => {
    expect(
      periods(
        [
          [0, 10, -1],
          [1, 10, 5],
          [1, 20, -1],
        ],
        2,
      ),
    ).toEqual([[1, 5, sinceEver, untilFurtherNotice]]);
  });

  test('on a day with several names the one on most rows counts', () => {
    expect(
      periods([
        [0, 10, 1],
        [0, 10, 2],
        [0, 10, 2],
      ]),
    ).toEqual([[0, 2, sinceEver, untilFurtherNotice]]);
  });

  test('whatever the rows: sorted, without gap or overlap, never the same rep twice running', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: -1, max: 3 }));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (orders) => {
        const found = periods(orders, 4);
        for (let customer = 0; customer < 4; customer++) {
          const own = found.filter((period) => period[0] === customer);
          const isNamed = orders.some((order) => order[0] === customer && order[2] >= 0);
          expect(own.length > 0).toBe(isNamed);
          if (!isNamed) continue;
          expect(own[0]![2]).toBe(sinceEver);
          expect(own.at(-1)![3]).toBe(untilFurtherNotice);
          for (let index = 1; index < own.length; index++) {
            expect(own[index]![2]).toBe(own[index - 1]![3]);
            expect(own[index]![2]).toBeGreaterThan(own[index - 1]![2]!);
            expect(own[index]![1]).not.toBe(own[index - 1]![1]);
          }
        }
        expect(periods(orders.toReversed(), 4)).toEqual(found);
      }),
    );
  });
});
