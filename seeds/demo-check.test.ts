import { describe, expect, it } from 'vitest';
import { checkOrders } from '#modules/detection/leak/engine.ts';
import { dayOfDate } from '#shared/days.ts';
import { demoCompany, demoForEngine } from './demo.ts';

/** The demo is made for the day on which it is loaded: what it shows must not depend on the season of that day. */
describe.each(['2026-01-15', '2026-03-20', '2026-06-30', '2026-09-10', '2026-11-22', '2027-02-20'])(
  'the leak check on the demo company of %s',
  (date) => {
    const company = demoCompany(dayOfDate(date));
    const { history, assignment } = demoForEngine(company);
    const report = checkOrders(history, assignment, { asOf: company.asOf });
    const { planted } = company;
    const of = (rep: number) => report.reps.find((one) => one.rep === rep)!;

    it('puts the planted three on top, to be checked, each with its shape', () => {
      expect(
        report.reps
          .slice(0, 3)
          .map((rep) => rep.rep)
          .toSorted(),
      ).toEqual(planted.diverters.map((one) => one.rep).toSorted());
      for (const { rep, shape, from } of planted.diverters) {
        const { tier, shapes, since, missing } = of(rep);
        expect(tier).toBe('check');
        expect(Object.entries(shapes).toSorted((a, b) => b[1] - a[1])[0]![0]).toBe(shape);
        expect(Math.abs(since! - from)).toBeLessThan(100);
        expect(missing.low).toBeGreaterThan(0);
      }
    });

    it('does not point at the honest rep with the dying book, nor at whoever had a stock-out, a hand-over or a shrinking region', () => {
      const diverters = new Set(planted.diverters.map((one) => one.rep));
      expect(
        report.reps.filter((rep) => rep.tier === 'check' && !diverters.has(rep.rep)).map((rep) => company.reps[rep.rep]!.story),
      ).toEqual([]);
      expect(of(planted.dyingBook).checks).toContainEqual(expect.objectContaining({ code: 'own_attrition', result: 'explains' }));
      expect(of(planted.handOver.to).tier).not.toBe('check');
    });

    it('says that one customer, or none, is not enough to judge', () => {
      expect(of(planted.keyAccount)).toMatchObject({ tier: 'insufficient', score: null, rank: null });
      expect(of(planted.handOver.from)).toMatchObject({ tier: 'insufficient' });
      // Without a past there is nothing to fall short of.
      for (const rep of planted.newReps) expect(['none', 'insufficient']).toContain(of(rep).tier);
    });

    it('names the customers to call', () => {
      const { rep } = planted.diverters.find((one) => one.shape === 'capture')!;
      const silent = report.customers.filter((customer) => customer.rep === rep && customer.isSilent);
      expect(silent.length).toBeGreaterThan(12);
      expect(silent.every((customer) => customer.silenceLimit !== null && customer.silentDays > customer.silenceLimit)).toBe(true);
    });
  },
);
