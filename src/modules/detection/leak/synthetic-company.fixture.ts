import { buildHistory, constantAssignment } from './history.ts';
import { randomStream } from './random.ts';
import type { Assignment, OrderHistory } from './types.ts';

/** A made-up company for tests: what it is like, and how its orders are bent. */
export interface SyntheticCompany {
  readonly reps: number;
  readonly customersPerRep: number;
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  /** Share of an order on this day that is left, by customer and its rep; 0 drops it. Default: all of it. */
  readonly keep?: (customer: number, rep: number, day: number, random: number) => number;
  readonly region?: (rep: number) => number;
}

/**
 * Customers with gamma-shaped gaps about 10 to 40 days of their own and lognormal amounts; customer `c` belongs to
 * rep `floor(c / customersPerRep)` since ever.
 */
export function syntheticCompany(company: SyntheticCompany): { history: OrderHistory; assignment: Assignment } {
  const random = randomStream(company.seed);
  const customerCount = company.reps * company.customersPerRep;
  const customer: number[] = [];
  const day: number[] = [];
  const amount: number[] = [];
  const rep = new Int32Array(customerCount);
  const region = new Int32Array(customerCount).fill(-1);
  for (let c = 0; c < customerCount; c++) {
    rep[c] = Math.floor(c / company.customersPerRep);
    if (company.region) region[c] = company.region(rep[c]!);
    const gap = 10 * 4 ** random();
    const size = 1000 * 10 ** random();
    for (let d = company.from + random() * gap; d < company.to;) {
      const left = company.keep ? company.keep(c, rep[c]!, Math.floor(d), random()) : 1;
      const noise = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      if (left > 0) {
        customer.push(c);
        day.push(Math.floor(d));
        amount.push(size * left * Math.exp(0.4 * noise));
      }
      // Two exponential halves: gamma of shape 2.
      d += (-Math.log(1 - random()) - Math.log(1 - random())) * (gap / 2);
    }
  }
  return {
    history: buildHistory({ customerCount, customer, day, amount, region }),
    assignment: constantAssignment(company.reps, rep),
  };
}
