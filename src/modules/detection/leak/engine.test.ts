import { describe, expect, it } from 'vitest';
import { buildHistory, checkOrders, fitLeakModel, scoreReps } from './engine.ts';
import { constantAssignment } from './history.ts';
import { syntheticCompany } from './synthetic-company.fixture.ts';
import type { LeakReport, RepResult, Shape } from './types.ts';

/** 2021-01-01 and 2024-01-01. */
const from = 18628;
const to = 19723;
const start = to - 240;
const usual = { reps: 16, customersPerRep: 20, from, to, seed: 5 };

function repOf(report: LeakReport, rep: number): RepResult {
  return report.reps.find((result) => result.rep === rep)!;
}

function check(company: Parameters<typeof syntheticCompany>[0]): LeakReport {
  const { history, assignment } = syntheticCompany(company);
  return checkOrders(history, assignment, { asOf: to });
}

describe('must stand out', () => {
  const cases: [Shape, Parameters<typeof syntheticCompany>[0]['keep']][] = [
    ['thin', (_c, rep, day, random) => (rep === 3 && day >= start && random < 0.5 ? 0 : 1)],
    ['capture', (c, rep, day) => (rep === 3 && day >= start && c % 2 === 0 ? 0 : 1)],
    ['shave', (_c, rep, day) => (rep === 3 && day >= start ? 0.6 : 1)],
  ];
  it.each(cases)('%s: first of the list, named by its shape, since about then', (shape, keep) => {
    const report = check({ ...usual, keep: keep! });
    const found = report.reps[0]!;
    expect(found.rep).toBe(3);
    expect(found.tier).toBe('check');
    expect(found.rank).toBe(1);
    expect(Math.abs(found.since! - start)).toBeLessThanOrEqual(75);
    const { thin, capture, shave } = found.shapes;
    expect(thin + capture + shave).toBeCloseTo(1, 9);
    expect(Math.max(thin, capture, shave)).toBe(found.shapes[shape]);
    expect(found.amountSeen).toBeLessThan(found.amountExpected.mid);
    expect(report.company.missing.high).toBeGreaterThan(0);
  });

  it('a slow ramp', () => {
    const keep = (_c: number, rep: number, day: number, random: number): number =>
      rep === 3 && random < Math.min(0.7, Math.max(0, day - (to - 300)) / 250) ? 0 : 1;
    expect(check({ ...usual, keep }).reps[0]!.rep).toBe(3);
  });
});

describe('must not stand out', () => {
  it('nobody in a quiet company, or hardly anybody', () => {
    const report = check(usual);
    expect(report.reps.filter(({ tier }) => tier === 'check').length).toBeLessThanOrEqual(1);
    const within = report.reps.filter(
      ({ ordersSeen, ordersExpected }) => ordersSeen >= ordersExpected.low && ordersSeen <= ordersExpected.high,
    );
    expect(within.length).toBeGreaterThanOrEqual(13);
  });

  it('anybody when the whole market falls by half', () => {
    const report = check({ ...usual, keep: (_c, _r, day, random) => (day >= start && random < 0.5 ? 0 : 1) });
    expect(report.reps.filter(({ tier }) => tier === 'check').length).toBeLessThanOrEqual(1);
    const decline = report.reps[0]!.checks.find(({ code }) => code === 'market_decline')!;
    expect(decline.result).toBe('explains');
  });

  it('a rep with one big account that closed, beside one whose book leaks', () => {
    const keep = (c: number, rep: number, day: number, random: number): number =>
      (c === 100 && day >= start) || (rep === 3 && day >= start && random < 0.5) ? 0 : 1;
    const report = check({ ...usual, keep });
    expect(report.reps[0]!.rep).toBe(3);
    expect(repOf(report, 5).tier).not.toBe('check');
  });

  it('the past: what comes after asOf changes nothing, and the same input gives the same bytes', () => {
    const whole = syntheticCompany(usual);
    const rows = { customer: [] as number[], day: [] as number[], amount: [] as number[] };
    for (let c = 0; c < whole.history.customerCount; c++) {
      for (let i = whole.history.offsets[c]!; i < whole.history.offsets[c + 1]!; i++) {
        if (whole.history.day[i]! >= to - 90) continue;
        rows.customer.push(c);
        rows.day.push(whole.history.day[i]!);
        rows.amount.push(whole.history.amount[i]!);
      }
    }
    const cut = buildHistory({ customerCount: whole.history.customerCount, ...rows });
    const early = checkOrders(whole.history, whole.assignment, { asOf: to - 90 });
    const same = checkOrders(cut, whole.assignment, { asOf: to - 90 });
    expect(early.warnings.map(({ code }) => code)).toContain('future_orders');
    expect(JSON.stringify({ ...early, warnings: [] })).toBe(JSON.stringify({ ...same, warnings: [] }));
  });
});

describe('not enough to say', () => {
  it('one month of data', () => {
    const report = check({ ...usual, from: to - 31 });
    expect(report.thresholds).toBeNull();
    expect(report.reps.every(({ tier, score, rank }) => tier === 'insufficient' && score === null && rank === null)).toBe(true);
    expect(report.reps.every(({ insufficient }) => insufficient === 'history_too_short')).toBe(true);
    expect(report.warnings.map(({ code }) => code)).toContain('single_month');
  });

  it('all customers with one rep', () => {
    const report = check({ ...usual, reps: 1, customersPerRep: 60 });
    expect(report.reps[0]!.insufficient).toBe('too_few_peers');
    expect(report.warnings.map(({ code }) => code)).toContain('one_rep');
  });

  it('books of one customer', () => {
    const report = check({ ...usual, reps: 30, customersPerRep: 1 });
    expect(report.reps.every(({ insufficient }) => insufficient === 'book_too_small')).toBe(true);
    expect(report.warnings.map(({ code }) => code)).toContain('one_customer_books');
  });

  it('nobody assigned, no orders, no customers: an answer without figures', () => {
    const { history } = syntheticCompany(usual);
    const nobody = checkOrders(history, constantAssignment(0, new Int32Array(320).fill(-1)), { asOf: to });
    expect(nobody.warnings.map(({ code }) => code)).toContain('no_reps');
    expect(nobody.reps).toEqual([]);
    const empty = buildHistory({ customerCount: 3, customer: [], day: [], amount: [] });
    const none = checkOrders(empty, constantAssignment(2, [0, 1, 0]), { asOf: to });
    expect(none.company.orders).toBe(0);
    expect(none.reps.map(({ tier }) => tier)).toEqual(['insufficient', 'insufficient']);
    const nothing = buildHistory({ customerCount: 0, customer: [], day: [], amount: [] });
    expect(checkOrders(nothing, constantAssignment(0, []), { asOf: to }).customers).toEqual([]);
  });

  it('a rep who came this month', () => {
    const { history, assignment } = syntheticCompany(usual);
    const since = assignment.from.slice();
    for (let c = 0; c < 20; c++) since[c] = to - 20;
    const report = checkOrders(history, { ...assignment, from: since }, { asOf: to });
    expect(repOf(report, 0).insufficient).toBe('new_rep');
    expect(repOf(report, 1).insufficient).toBeNull();
  });
});

describe('awkward data', () => {
  it('a small company of four reps still gets an answer', () => {
    const keep = (_c: number, rep: number, day: number, random: number): number => (rep === 2 && day >= start && random < 0.6 ? 0 : 1);
    const report = check({ ...usual, reps: 4, keep });
    expect(report.reps[0]!.rep).toBe(2);
    expect(report.warnings.map(({ code }) => code)).toContain('few_peers');
  });

  it('a hole in the data is warned of and blamed on nobody', () => {
    const report = check({ ...usual, keep: (_c, _r, day) => (day >= to - 120 && day < to - 90 ? 0 : 1) });
    expect(report.warnings.find(({ code }) => code === 'data_gap')!.facts['days']).toBeGreaterThanOrEqual(29);
    expect(report.reps.filter(({ tier }) => tier === 'check').length).toBeLessThanOrEqual(1);
  });

  it('asks a silent customer why, and never about the rep', () => {
    const report = check({ ...usual, keep: (c, rep, day) => (rep === 3 && c % 2 === 0 && day >= start ? 0 : 1) });
    const gone = report.customers.filter(({ rep, isSilent }) => rep === 3 && isSilent);
    expect(gone.length).toBeGreaterThanOrEqual(8);
    for (const customer of gone) {
      expect(customer.silentDays).toBeGreaterThan(customer.silenceLimit!);
      expect(customer.questions[0]).toBe('why_stopped');
    }
  });

  it('lists no more customers than asked for, those with most to tell first', () => {
    const keep = (c: number, rep: number, day: number): number => (rep === 3 && c % 2 === 0 && day >= start ? 0 : 1);
    const { history, assignment } = syntheticCompany({ ...usual, keep });
    const report = checkOrders(history, assignment, { asOf: to, maxCustomers: 12 });
    expect(report.customers).toHaveLength(12);
    expect(report.customers.filter(({ rep }) => rep === 3).length).toBeGreaterThanOrEqual(6);
  });

  it('a larger budget of false alarms lowers the threshold', () => {
    const { history, assignment } = syntheticCompany(usual);
    const strict = fitLeakModel(history, assignment, { until: to - 365, falseAlarmsPer100: 0.5 });
    const loose = fitLeakModel(history, assignment, { until: to - 365, falseAlarmsPer100: 5 });
    expect(loose.threshold).toBeLessThan(strict.threshold);
    expect(strict.watch).toBeLessThan(strict.threshold);
    expect(scoreReps(strict, history, assignment, to).score).toEqual(scoreReps(loose, history, assignment, to).score);
  });
});
