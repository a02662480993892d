import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildHistory, constantAssignment, ownersAt, sampleCustomers } from './history.ts';

const row = fc.record({
  customer: fc.integer({ min: 0, max: 4 }),
  day: fc.oneof(fc.integer({ min: 19000, max: 19060 }), fc.integer({ min: -2_000_000, max: 2_900_000 })),
  amount: fc.integer({ min: -50, max: 200 }),
});

function build(rows: readonly { customer: number; day: number; amount: number }[], before?: number) {
  return buildHistory(
    {
      customerCount: 5,
      customer: rows.map((r) => r.customer),
      day: rows.map((r) => r.day),
      amount: rows.map((r) => r.amount),
    },
    before,
  );
}

function ordersOf(history: ReturnType<typeof build>, customer: number): [number, number][] {
  const out: [number, number][] = [];
  for (let i = history.offsets[customer]!; i < history.offsets[customer + 1]!; i++) out.push([history.day[i]!, history.amount[i]!]);
  return out;
}

describe('building a history', () => {
  it('sorts days within customers, one positive entry a day, whatever the input', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const history = build(rows);
        for (let c = 0; c < 5; c++) {
          const orders = ordersOf(history, c);
          for (const [, amount] of orders) expect(amount).toBeGreaterThan(0);
          for (let i = 1; i < orders.length; i++) expect(orders[i]![0]).toBeGreaterThan(orders[i - 1]![0]);
        }
      }),
    );
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        expect(build(rows.toReversed())).toEqual(build(rows));
      }),
    );
  });

  it('keeps all money as long as nothing is returned', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const positive = rows.map((r) => ({ ...r, amount: Math.abs(r.amount) }));
        const sum = build(positive).amount.reduce((a, b) => a + b, 0);
        expect(sum).toBe(positive.reduce((a, r) => a + r.amount, 0));
      }),
    );
  });

  it('takes returns off the same day, then off earlier orders, and drops what nothing matches', () => {
    const rows = [
      { customer: 0, day: 10, amount: 100 },
      { customer: 0, day: 20, amount: 50 },
      { customer: 0, day: 20, amount: -20 },
      { customer: 0, day: 30, amount: -40 },
      { customer: 1, day: 10, amount: -500 },
      { customer: 1, day: 11, amount: 5 },
    ];
    expect(ordersOf(build(rows), 0)).toEqual([[10, 90]]);
    expect(ordersOf(build(rows), 1)).toEqual([[11, 5]]);
  });

  it('lets no later return change an earlier answer', () => {
    const rows = [
      { customer: 0, day: 10, amount: 100 },
      { customer: 0, day: 30, amount: -100 },
    ];
    expect(ordersOf(build(rows, 30), 0)).toEqual([[10, 100]]);
    expect(ordersOf(build(rows), 0)).toEqual([]);
  });

  it('refuses rows that belong to nobody or are no numbers', () => {
    expect(() => build([{ customer: 5, day: 1, amount: 1 }])).toThrow(RangeError);
    expect(() => build([{ customer: 0, day: Number.NaN, amount: 1 }])).toThrow(RangeError);
  });
});

describe('who looks after whom', () => {
  it('is the rep of the day before', () => {
    const assignment = {
      repCount: 2,
      offsets: Uint32Array.of(0, 2),
      rep: Int32Array.of(0, 1),
      from: Int32Array.of(-2147483648, 100),
      to: Int32Array.of(100, 2147483647),
    };
    expect(ownersAt(assignment, 1, 100).rep[0]).toBe(0);
    expect(ownersAt(assignment, 1, 101).rep[0]).toBe(1);
    expect(ownersAt(assignment, 1, 101).since[0]).toBe(100);
    expect(ownersAt(assignment, 2, 101).rep[1]).toBe(-1);
  });

  it('a sample keeps customers whole', () => {
    const history = build([
      { customer: 0, day: 1, amount: 1 },
      { customer: 2, day: 2, amount: 2 },
      { customer: 4, day: 3, amount: 3 },
    ]);
    const sample = sampleCustomers(history, constantAssignment(1, [0, 0, -1, 0, 0]), 2);
    expect(sample.history.customerCount).toBe(2);
    expect([...sample.history.amount]).toEqual([1, 2]);
    expect(ownersAt(sample.assignment, 2, 10).rep).toEqual(Int32Array.of(0, -1));
  });
});
