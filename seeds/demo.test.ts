import { describe, expect, it } from 'vitest';
import { dayOfDate } from '#shared/days.ts';
import { fixedAssignment, historyOf, ordersOf, divert } from './builders.ts';
import { DEMO_SIGN_INS, demoCompany } from './demo.ts';
import { createRandom } from './random.ts';

const asOf = dayOfDate('2026-03-20');
const company = demoCompany(asOf);
const { orders, planted } = company;

function ordersBetween(from: number, to: number, where: (i: number) => boolean = () => true): number {
  let count = 0;
  for (let i = 0; i < orders.day.length; i++) if (orders.day[i]! >= from && orders.day[i]! < to && where(i)) count++;
  return count;
}

describe('the demo company', () => {
  it('is of the size that was promised', () => {
    expect(company.reps.length).toBe(24);
    expect(company.regions.length).toBe(4);
    expect(company.customers.length).toBeGreaterThan(1400);
    expect(company.customers.length).toBeLessThan(1600);
    expect(orders.day.length).toBeGreaterThan(60_000);
    expect(orders.day.length).toBeLessThan(120_000);
    expect(asOf - company.firstDay).toBe(913);
  });

  it('is the same every time, and another one with another seed', () => {
    const again = demoCompany(asOf);
    expect(again).toEqual(company);
    expect(demoCompany(asOf, 1).orders.amount).not.toEqual(orders.amount);
  });

  it('is made in under two seconds', () => {
    const best = Math.min(
      ...[1, 2, 3].map((later) => {
        const begin = performance.now();
        demoCompany(asOf + later);
        return performance.now() - begin;
      }),
    );
    expect(best).toBeLessThan(2000);
  });

  it('has names, codes and order numbers that occur once', () => {
    expect(new Set(company.customers.map((customer) => customer.name)).size).toBe(company.customers.length);
    expect(new Set(company.customers.map((customer) => customer.code)).size).toBe(company.customers.length);
    expect(new Set(orders.orderNo).size).toBe(orders.orderNo.length);
    expect(new Set(company.reps.map((rep) => rep.name)).size).toBe(24);
  });

  it('has no order after the end, none of a customer without a rep, and every order with its rep of the day', () => {
    expect(orders.day.every((day) => day >= company.firstDay && day < asOf)).toBe(true);
    for (let i = 0; i < orders.day.length; i += 97) {
      const period = company.ownership.find(
        ({ customer, from, to }) => customer === orders.customer[i] && orders.day[i]! >= from && orders.day[i]! < to,
      );
      expect(period?.rep).toBe(orders.rep[i]);
    }
  });

  it('rests over Spring Festival and peaks in March', () => {
    const festival = dayOfDate('2026-02-17');
    const quiet = ordersBetween(festival - 4, festival + 9) / 13;
    const march = ordersBetween(dayOfDate('2025-03-01'), dayOfDate('2025-04-01')) / 31;
    const july = ordersBetween(dayOfDate('2025-07-01'), dayOfDate('2025-08-01')) / 31;
    expect(quiet).toBeLessThan(march * 0.15);
    expect(march).toBeGreaterThan(july * 1.1);
  });

  it('had a stock-out in one product group only', () => {
    const { from, to, product } = planted.stockOut;
    const main = (i: number) => company.customers[orders.customer[i]!]!.product === product;
    const ratio = (where: (i: number) => boolean) => ordersBetween(from, to, where) / ordersBetween(from - (to - from), from, where);
    expect(ratio(main)).toBeLessThan(0.6 * ratio((i) => !main(i)));
  });

  it('handed a book over and lost a normal part of it', () => {
    const { from, to, day } = planted.handOver;
    const moved = company.ownership.filter((period) => period.rep === to && period.from === day).map((period) => period.customer);
    expect(moved.length).toBeGreaterThan(50);
    expect(company.ownership.filter((period) => period.rep === from).every((period) => period.to === day)).toBe(true);
    const buys = (customers: ReadonlySet<number>, begin: number, end: number) => {
      const seen = new Set<number>();
      for (let i = 0; i < orders.day.length; i++)
        if (customers.has(orders.customer[i]!) && orders.day[i]! >= begin && orders.day[i]! < end) seen.add(orders.customer[i]!);
      return seen;
    };
    const before = buys(new Set(moved), day - 60, day);
    const lost = 1 - buys(before, asOf - 60, asOf).size / before.size;
    expect(lost).toBeGreaterThan(0.08);
    expect(lost).toBeLessThan(0.3);
  });

  it('has one person per role to sign in, the rep being an ordinary one', () => {
    expect(DEMO_SIGN_INS.map((one) => one.role).toSorted()).toEqual(['admin', 'finance', 'manager', 'officer', 'owner', 'rep']);
    const rep = DEMO_SIGN_INS.find((one) => one.role === 'rep')!;
    expect(company.reps[rep.rep!]).toMatchObject({ name: rep.personName, story: 'book' });
  });
});

describe('builders', () => {
  const habit = { meanGap: 10, regularity: 4, level: 100_000, spread: 0.3, from: 0, to: 20_000 };

  it('make orders at the usual gap, as regular as asked for', () => {
    const days = ordersOf(0, habit, createRandom(1)).map((order) => order.day);
    const gaps = days.slice(1).map((day, i) => day - days[i]!);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(mean).toBeGreaterThan(9.5);
    expect(mean).toBeLessThan(10.5);
    // Gamma with shape 4 has a squared coefficient of variation of 1/4.
    expect(variance / mean ** 2).toBeGreaterThan(0.2);
    expect(variance / mean ** 2).toBeLessThan(0.3);
  });

  it('divert in the three shapes and leave the past alone', () => {
    const orders = Array.from({ length: 200 }, (_, customer) =>
      ordersOf(customer, { ...habit, to: 1000 }, createRandom(2, customer)),
    ).flat();
    const sum = (list: typeof orders, from: number) =>
      list.filter((order) => order.day >= from).reduce((total, order) => total + order.amount, 0);
    const count = (list: typeof orders, from: number) => list.filter((order) => order.day >= from).length;
    for (const shape of ['thin', 'capture', 'shave'] as const) {
      const left = divert(orders, { shape, strength: 0.4, from: 500 }, createRandom(3));
      expect(left.filter((order) => order.day < 500)).toEqual(orders.filter((order) => order.day < 500));
      expect(sum(left, 600) / sum(orders, 600)).toBeGreaterThan(0.52);
      expect(sum(left, 600) / sum(orders, 600)).toBeLessThan(0.68);
      if (shape === 'shave') expect(count(left, 500)).toBe(count(orders, 500));
      else expect(count(left, 600) / count(orders, 600)).toBeLessThan(0.68);
    }
  });

  it('build what the engine reads', () => {
    const history = historyOf(
      [
        { customer: 1, day: 5, amount: 300 },
        { customer: 1, day: 3, amount: 200 },
        { customer: 0, day: 4, amount: 100 },
      ],
      2,
    );
    expect([...history.offsets]).toEqual([0, 1, 3]);
    expect([...history.day]).toEqual([4, 3, 5]);
    expect([...history.amount]).toEqual([1, 2, 3]);
    const assignment = fixedAssignment([1, -1, 0], 2);
    expect([...assignment.offsets]).toEqual([0, 1, 1, 2]);
    expect([...assignment.rep]).toEqual([1, 0]);
  });
});
