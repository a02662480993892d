import { expect, test } from 'vitest';
import { dateOfDay } from '#shared/days.ts';
import { joinAssignments, readAssignmentFile } from './read-assignments.ts';
import { readOrderFile } from './read-orders.ts';

const orders = 'examples/uci-online-retail.csv.gz';
const reps = 'examples/uci-reps.csv';

test('the shipped order history is read whole, and is what its README says', async () => {
  const read = await readOrderFile(orders);
  expect(read).toMatchObject({ total: 16763, used: 16763, bad: 0, duplicates: 0, warnings: [] });
  expect(read.customers.size).toBe(4338);
  expect(read.rows.amountMinor.reduce((sum, amount) => sum + amount, 0)).toBe(891_140_790);
  expect([dateOfDay(read.firstDay!), dateOfDay(read.lastDay!)]).toEqual(['2010-12-01', '2011-12-09']);
  expect(read.regions.labels()).toContain('United Kingdom');
});

test('the invented reps follow the rule in the README and cover every customer', async () => {
  const read = await readOrderFile(orders);
  const file = await readAssignmentFile(reps);
  const { periods, unassigned, errors } = joinAssignments(file, read.customers);
  expect({ unassigned, errors, repCount: periods.repCount }).toEqual({ unassigned: 0, errors: [], repCount: 20 });
  for (let customer = 0; customer < read.customers.size; customer++) {
    const number = Number(read.customers.key(customer));
    const isBritish = read.regions.label(read.regionOfCustomer[customer]!) === 'United Kingdom';
    const rep = isBritish ? (number % 18) + 1 : 19 + (number % 2);
    expect(file.reps.label(periods.rep[periods.offsets[customer]!]!)).toBe(`Rep ${String(rep).padStart(2, '0')}`);
  }
});
