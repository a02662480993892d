import { type CustomerLaw, knowledge, rateOf } from './evidence.ts';
import { ageCount, changeAges, type Observation, periodDays } from './observe.ts';

/** A customer's usual rhythm and when its silence becomes rare. */
export interface Rhythm {
  /** Usual days between orders. */
  readonly gap: number;
  /** Days without an order that an unchanged customer exceeds once in a hundred. */
  readonly limit: number;
}

/**
 * Rhythm from before the present silence, so that the silence does not excuse itself: the gamma posterior of the
 * rate at the youngest age that is older than it, and the day on which P(no order) falls to 1 %.
 *
 * @returns null where the customer has too few orders to have a rhythm
 */
export function rhythmOf(law: CustomerLaw, observation: Observation, customer: number): Rhythm | null {
  const oldest = observation.oldestAge[customer]!;
  if (oldest < 0) return null;
  const silent = observation.asOf - observation.lastDay[customer]!;
  let age = 0;
  while (age < oldest && changeAges[age]! * periodDays < silent) age++;
  const cell = customer * ageCount + age;
  const perDay = rateOf(law, observation, cell) / periodDays;
  const shape = 1 / (1 / knowledge(law, observation, cell) + law.jitter);
  const orders = law.dispersion * shape * (100 ** (1 / shape) - 1);
  return { gap: 1 / perDay, limit: orders / perDay };
}
