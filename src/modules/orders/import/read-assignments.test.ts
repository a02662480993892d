import { expect, test } from 'vitest';
import { dateOfDay } from '#shared/days.ts';
import { joinAssignments, readAssignmentFile } from './read-assignments.ts';
import { readOrderFile } from './read-orders.ts';
import { periodsFromOrders, type RepPeriods, sinceEver, untilFurtherNotice } from '#modules/customers/index.ts';
import { testFile } from './test-files.ts';

const orders =
  '客户编号,客户名称,日期,金额\nK1,甲公司,2024-03-05,1\nK2,乙公司,2024-03-05,1\nK3,丙公司,2024-03-05,1\nK4,丙公司,2024-03-05,1\n';

function date(day: number): string {
  return day === sinceEver ? '…' : day === untilFurtherNotice ? '…' : dateOfDay(day);
}

/** `K1: 张三 … 2024-06-01` per period, for comparison. */
function listed(periods: RepPeriods, customers: readonly string[], reps: readonly string[]): string[] {
  return customers.flatMap((customer, i) =>
    Array.from({ length: periods.offsets[i + 1]! - periods.offsets[i]! }, (_, n) => {
      const at = periods.offsets[i]! + n;
      return `${customer}: ${reps[periods.rep[at]!]} ${date(periods.from[at]!)} ${date(periods.to[at]!)}`;
    }),
  );
}

async function joined(assignments: string, orderContent = orders) {
  const order = await readOrderFile(testFile(orderContent));
  const file = await readAssignmentFile(testFile(assignments));
  const result = joinAssignments(file, order.customers);
  const codes = Array.from({ length: order.customers.size }, (_, i) => order.customers.key(i));
  return { file, ...result, list: listed(result.periods, codes, file.reps.labels()) };
}

test('customer and rep alone mean: since ever and until further notice', async () => {
  const { list, unassigned, file } = await joined('客户,业务员\nK1,张三\n乙公司,李四\nK3,\n');
  expect(list).toEqual(['K1: 张三 … …', 'K2: 李四 … …']);
  expect(unassigned).toBe(2);
  expect(file).toMatchObject({ total: 3, used: 3, bad: 0 });
});

test('periods: the last day is included, empty ends are open, hand-over days may be written twice', async () => {
  const { list, file } = await joined(
    '客户编号,业务员,开始日期,结束日期\nK1,李四,2024-06-01,\nK1,张三,,2024-05-31\nK2,张三,2024-01-01,2024-06-01\nK2,李四,2024年6月1日,9999-12-31\nK3,张三,2024-01-01,至今\n',
  );
  expect(list).toEqual([
    'K1: 张三 … 2024-06-01',
    'K1: 李四 2024-06-01 …',
    'K2: 张三 2024-01-01 2024-06-01',
    'K2: 李四 2024-06-01 …',
    'K3: 张三 2024-01-01 …',
  ]);
  expect(file.bad).toBe(0);
});

test('overlaps, reversed periods and bad dates are named; saying it twice is no error', async () => {
  const { list, file } = await joined(
    '客户编号,业务员,开始日期,结束日期\nK1,张三,2024-01-01,2024-12-31\nK1,李四,2024-06-01,\nK1,张三,2024-02-01,2024-03-01\nK2,张三,2024-06-01,2024-01-01\nK3,张三,昨天,\n,张三,,\n\nK2,李四,,\n',
  );
  expect(list).toEqual(['K1: 张三 2024-01-01 2025-01-01', 'K2: 李四 … …']);
  expect(file.errors.map((error) => [error.row, error.code, error.value])).toEqual([
    [5, 'orders.period_reversed', '2024-01-01'],
    [6, 'orders.bad_date', '昨天'],
    [7, 'orders.customer_missing', ''],
    [3, 'orders.period_overlaps', '2'],
  ]);
  expect(file).toMatchObject({ total: 8, used: 2, bad: 4, duplicates: 1, blank: 1 });
});

test('customers without orders, and names that several customers have, are listed', async () => {
  const { list, errors } = await joined('客户,业务员\nK9,张三\n丙公司,张三\nK4,李四\n');
  expect(list).toEqual(['K4: 李四 … …']);
  expect(errors).toEqual([
    { row: 2, column: null, code: 'orders.customer_unknown', value: 'K9' },
    { row: 3, column: null, code: 'orders.customer_ambiguous', value: '丙公司' },
  ]);
});

test('a code and the name of the same customer are one customer', async () => {
  const { list, errors } = await joined(
    '客户,业务员,开始日期,结束日期\nK1,张三,2024-01-01,2024-03-31\n甲公司,李四,2024-04-01,\n甲公司 ,王五,2024-02-01,2024-02-28\n',
  );
  expect(list).toEqual(['K1: 张三 2024-01-01 2024-04-01', 'K1: 李四 2024-04-01 …']);
  expect(errors).toEqual([{ row: 4, column: null, code: 'orders.period_overlaps', value: '2' }]);
});

test('a file without reps is refused', async () => {
  await expect(readAssignmentFile(testFile('客户,备注\nK1,x\n'))).rejects.toMatchObject({
    code: 'orders.columns_missing',
    details: { missing: 'rep' },
  });
  await expect(readAssignmentFile(testFile('客户,业务员\n'))).rejects.toThrow('orders.file_only_headings');
});

test('a rep column in the orders implies periods', async () => {
  const read = await readOrderFile(
    testFile(
      '客户,日期,金额,业务员\n甲,2024-03-09,1,李四\n甲,2024-03-01,1,张三\n甲,2024-03-05,1,\n甲,2024-03-07,1,张三\n甲,2024-03-09,1,王五\n乙,2024-03-01,1,\n丙,2024-03-01,1,张三\n',
    ),
  );
  const periods = periodsFromOrders(read.rows, read.customers.size, read.reps.size);
  expect(listed(periods, ['甲', '乙', '丙'], read.reps.labels())).toEqual([
    '甲: 张三 … 2024-03-09',
    '甲: 李四 2024-03-09 …',
    '丙: 张三 … …',
  ]);
});
