import { describe, expect, test } from 'vitest';
import { drawReplicate } from './fresh.ts';
import { assertSameHistory, assignmentOf, cutHistory, injectedHistory, repsAt } from './inject.ts';
import { parseReplicate } from './manifest.ts';
import { NEVER } from './types.ts';
import type { OrderHistory } from '../../src/modules/detection/leak/types.ts';
import type { DataSet, Replicate } from './types.ts';

const EPOCH = 7305; // 1990-01-01

/** Customers A and B order 10.00 on days 100, 110, … 190 after 1990-01-01; Z is in no replicate. */
function madeSet(): DataSet {
  const days = Array.from({ length: 10 }, (_, i) => EPOCH + 100 + 10 * i);
  return {
    name: 'made',
    hard: false,
    customers: ['Z', 'A', 'B'],
    offsets: Uint32Array.of(0, 10, 20, 30),
    day: Int32Array.from([...days, ...days, ...days]),
    amount: new Float64Array(30).fill(10),
  };
}

const LINE = JSON.stringify({
  t0_day: 130,
  step: 30,
  months: 2,
  R: 2,
  cust: ['A', 'B'],
  rep: [0, 1],
  bad: { '1': 145 },
  thin: {
    B: [
      [150, 2],
      [160, 4],
      [170, 7],
    ],
  },
  capture: { '0.2': {}, '0.4': { B: 165 }, '0.7': { B: 150 } },
});

function ordersOf(history: OrderHistory, customer: number): [number, number][] {
  const result: [number, number][] = [];
  for (let k = history.offsets[customer] ?? 0; k < (history.offsets[customer + 1] ?? 0); k++) {
    result.push([(history.day[k] ?? 0) - EPOCH, history.amount[k] ?? 0]);
  }
  return result;
}

function cell(replicate: Replicate, key: string): OrderHistory {
  const found = replicate.cells.find((one) => one.key === key);
  if (found === undefined) throw new Error(`no cell ${key}`);
  return injectedHistory(madeSet(), replicate, found.injection);
}

describe('a manifest line', () => {
  const replicate = parseReplicate(LINE, madeSet());
  const lost = (key: string): number[] => {
    const left = new Set(ordersOf(cell(replicate, key), 1).map(([day]) => day));
    return [100, 110, 120, 130, 140, 150, 160, 170, 180, 190].filter((day) => !left.has(day));
  };

  test('thin drops the orders whose level is at most 10·f', () => {
    expect([lost('thin:0.2'), lost('thin:0.4'), lost('thin:0.7')]).toEqual([[150], [150, 160], [150, 160, 170]]);
  });

  test('capture drops everything from the cutoff on, shave nothing', () => {
    expect(lost('capture:0.2')).toEqual([]);
    expect(lost('capture:0.4')).toEqual([170, 180, 190]);
    expect(lost('shave:0.7')).toEqual([]);
  });

  test('shave takes a share of the amount from the start day on, of the dishonest rep only', () => {
    const shaved = cell(replicate, 'shave:0.4');
    expect(ordersOf(shaved, 1).map(([, amount]) => amount)).toEqual([10, 10, 10, 10, 10, 6, 6, 6, 6, 6]);
    expect(ordersOf(shaved, 0).every(([, amount]) => amount === 10)).toBe(true);
  });

  test('the customers of the manifest and no others; honest reps never start', () => {
    expect([...replicate.customers]).toEqual([1, 2]);
    expect([...replicate.start]).toEqual([NEVER, EPOCH + 145]);
    expect(() => parseReplicate(LINE.replace('"A"', '"X"'), madeSet())).toThrow('X');
  });

  test('a history is cut before the day of the check', () => {
    const cut = cutHistory(cell(replicate, 'null:0'), EPOCH + 130);
    expect(ordersOf(cut, 0).map(([day]) => day)).toEqual([100, 110, 120]);
    expect(ordersOf(cut, 1)).toEqual(ordersOf(cut, 0));
    expect(cut.day.buffer.byteLength).toBe(6 * 4);
  });

  test('an injection before t0 is refused', () => {
    const clean = cutHistory(cell(replicate, 'null:0'), EPOCH + 155);
    expect(() => assertSameHistory(cutHistory(cell(replicate, 'thin:0.2'), EPOCH + 155), clean, 'made')).toThrow('before t0');
  });
});

describe('freshly drawn', () => {
  const days = Array.from({ length: 100 }, (_, i) => 15000 + 7 * i);
  const many: DataSet = {
    name: 'many',
    hard: true,
    customers: Array.from({ length: 60 }, (_, c) => `c${c}`),
    offsets: Uint32Array.from({ length: 61 }, (_, c) => c * 100),
    day: Int32Array.from({ length: 6000 }, (_, k) => days[k % 100] ?? 0),
    amount: Float64Array.from({ length: 6000 }, (_, k) => 1 + Math.floor(k / 100)),
  };
  const plan = { seed: 3, t0Days: [15400], bad: 0.1, reps: 10 };
  const replicate = drawReplicate(many, plan, 0);
  const start = replicate.start.findIndex((day) => day !== NEVER);

  test('same plan, same draw; another index, another draw', () => {
    expect(drawReplicate(many, plan, 0)).toEqual(replicate);
    expect(drawReplicate(many, plan, 1).customers).not.toEqual(replicate.customers);
  });

  test('one of ten reps, equal books, no injection before its start or at anybody else', () => {
    expect(replicate.start.filter((day) => day !== NEVER)).toHaveLength(1);
    for (const one of replicate.cells.filter(({ trouble }) => trouble === undefined)) {
      const { drop, cutoff } = one.injection;
      for (const [c, lost] of drop ?? []) {
        expect(replicate.rep[c]).toBe(start);
        for (const day of lost) expect(day).toBeGreaterThanOrEqual(replicate.start[start] ?? NEVER);
      }
      for (const [c, day] of cutoff ?? []) {
        expect(replicate.rep[c]).toBe(start);
        expect(day).toBeGreaterThanOrEqual(replicate.start[start] ?? NEVER);
      }
    }
  });

  test('honest trouble concerns honest reps only, and a hand-over changes the owner on its day', () => {
    const troubles = replicate.cells.flatMap(({ trouble }) => trouble ?? []);
    expect(troubles).toHaveLength(3);
    for (const { since, moves } of troubles) {
      expect(since[start]).toBe(NEVER);
      for (const [c, move] of moves) {
        expect(repsAt(replicate, moves, move.day)[c]).toBe(replicate.rep[c]);
        expect(repsAt(replicate, moves, move.day + 1)[c]).toBe(move.rep);
        const { offsets, rep, from, to } = assignmentOf(replicate, moves);
        const at = offsets[c] ?? 0;
        expect([rep[at], to[at], rep[at + 1], from[at + 1]]).toEqual([replicate.rep[c], move.day, move.rep, move.day]);
      }
    }
  });

  test('best-capture takes from the third with most money', () => {
    const book = [...replicate.rep.keys()].filter((c) => replicate.rep[c] === start);
    const order = book.toSorted((a, b) => (replicate.customers[b] ?? 0) - (replicate.customers[a] ?? 0));
    const captured = replicate.cells.find((one) => one.key === 'best-capture:0.7')?.injection.cutoff;
    expect(captured?.size).toBe(1); // 0.7 of two, rounded
    for (const c of captured?.keys() ?? []) expect(order.slice(0, 2)).toContain(c);
  });
});
