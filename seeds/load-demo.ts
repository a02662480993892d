import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { copyText, copyValue } from '#platform/copy.ts';
import type { Context } from '#platform/db.ts';
import { record } from '#platform/events.ts';
import { dateOfDay, dayInZone } from '#shared/days.ts';
import { SINCE_EVER, UNTIL_FURTHER_NOTICE } from './builders.ts';
import { type DemoCompany, demoCompany, DEMO_SIGN_INS } from './demo.ts';

/** Marks a database that holds the demo; its value is a `DemoMark`. */
export const demoKey = 'demo';

export interface DemoMark {
  readonly company: string;
  /** The day on which its orders end. */
  readonly asOf: string;
  /** Who signs in, by sign-in name. */
  readonly people: Readonly<Record<string, string>>;
}

const fileName = '演示订单.csv';

/**
 * Writes the demo company into an empty database, in the caller's transaction: all of it or nothing. The rows go through a
 * temporary table, since COPY does not work on tables with row policies.
 *
 * The accounts are opened afterwards from the returned mark, since they live behind another database role.
 */
export async function loadDemo(ctx: Context): Promise<DemoMark> {
  const company = demoCompany(dayInZone(ctx.now, 'Asia/Shanghai'));
  const reps = company.reps.map(() => uuidv7());
  const customers = company.customers.map(() => uuidv7());
  const people: Record<string, string> = {};
  for (const signIn of DEMO_SIGN_INS) people[signIn.name] = (signIn.rep === undefined ? undefined : reps[signIn.rep]) ?? uuidv7();

  await loadPeople(ctx, company, reps, people);
  await loadCustomers(ctx, company, reps, customers);
  await loadOrders(ctx, company, reps, customers, people['laoban'] ?? null);

  const mark: DemoMark = { company: company.name, asOf: dateOfDay(company.asOf), people };
  await ctx.tx.insertInto('setting').values({ key: demoKey, value: JSON.stringify(mark) }).execute();
  await record(ctx, 'demo.loaded', { type: 'setting', id: demoKey }, { customers: customers.length, orders: company.orders.day.length });
  return mark;
}

async function loadPeople(ctx: Context, company: DemoCompany, reps: readonly string[], people: Record<string, string>): Promise<void> {
  const signInOf = new Map(DEMO_SIGN_INS.map((signIn) => [people[signIn.name], signIn]));
  const rows = company.reps.map((rep, index) => ({
    id: reps[index]!,
    name: rep.name,
    code: rep.code,
    region: company.regions[rep.region] ?? null,
    role: signInOf.get(reps[index])?.role ?? null,
  }));
  const others = DEMO_SIGN_INS.filter((signIn) => signIn.rep === undefined);
  const staff = others.map((signIn) => ({ id: people[signIn.name]!, name: signIn.personName, code: null, region: null, role: signIn.role }));
  await ctx.tx.insertInto('person').values([...rows, ...staff]).execute();
}

async function loadCustomers(ctx: Context, company: DemoCompany, reps: readonly string[], customers: readonly string[]): Promise<void> {
  await ctx.client.query(`
    create temp table demo_customer (id uuid, code text, name text, region text) on commit drop;
    create temp table demo_ownership (id uuid, customer_id uuid, person_id uuid, from_date date, to_date date) on commit drop`);
  await copyText(ctx.client, 'demo_customer', lines(company.customers.length, (index) => {
    const customer = company.customers[index]!;
    return [customers[index]!, customer.code, customer.name, company.regions[customer.region] ?? null];
  }));
  await copyText(ctx.client, 'demo_ownership', lines(company.ownership.length, (index) => {
    const period = company.ownership[index]!;
    return [uuidv7(), customers[period.customer]!, reps[period.rep]!, dateOrOpen(period.from), dateOrOpen(period.to)];
  }));
  await ctx.client.query(`
    insert into customer (id, import_key, code, name, region)
      select id, code, code, name, region from demo_customer;
    insert into ownership (id, customer_id, person_id, valid, gained_by)
      select id, customer_id, person_id, daterange(from_date, to_date), 'imported' from demo_ownership`);
}

async function loadOrders(
  ctx: Context,
  company: DemoCompany,
  reps: readonly string[],
  customers: readonly string[],
  importedBy: string | null,
): Promise<void> {
  const { orders } = company;
  const importId = uuidv7();
  const row = (index: number): (string | number | null)[] => [
    index,
    customers[orders.customer[index]!]!,
    reps[orders.rep[index]!] ?? null,
    dateOfDay(orders.day[index]!),
    orders.amount[index]!,
    orders.orderNo[index] ?? null,
    company.products[orders.product[index]!] ?? null,
  ];
  await ctx.client.query(
    `create temp table demo_order (n int, customer_id uuid, person_id uuid, ordered_on date, amount_minor bigint, order_no text, product text)
       on commit drop`,
  );
  const digest = createHash('sha256');
  let bytes = 0;
  await copyText(ctx.client, 'demo_order', lines(orders.day.length, row, (text) => {
    digest.update(text);
    bytes += Buffer.byteLength(text);
  }));
  await ctx.client.query(
    `insert into import (id, kind, file_name, file_sha256, bytes, status, preview, progress, rows_total, rows_added,
                         customers_added, reps_added, first_date, last_date, created_by, created_at, finished_at)
       select $1, 'orders', $2, $3, $4, 'done', $5, 1, count(*), count(*), $6, $7, min(ordered_on), max(ordered_on), $8, $9, $9
       from demo_order`,
    [importId, fileName, digest.digest(), bytes, JSON.stringify(previewOf(company, row)), customers.length, reps.length, importedBy, ctx.now],
  );
  await ctx.client.query(
    `insert into order_line (row_key, customer_id, person_id, ordered_on, amount_minor, order_no, product, import_id)
       select md5('demo ' || n)::uuid, customer_id, person_id, ordered_on, amount_minor, order_no, product, $1 from demo_order`,
    [importId],
  );
}

/** The preview that an import of these orders from a file would have had. */
function previewOf(company: DemoCompany, row: (index: number) => (string | number | null)[]): object {
  const headings = ['客户编号', '客户名称', '业务员', '日期', '金额', '订单号', '产品'];
  const { orders } = company;
  const rows = Array.from({ length: Math.min(20, orders.day.length) }, (_, index) => {
    const customer = company.customers[orders.customer[index]!]!;
    const [, , , day, amount, orderNo, product] = row(index);
    return [customer.code, customer.name, company.reps[orders.rep[index]!]?.name ?? '', String(day), (Number(amount) / 100).toFixed(2), String(orderNo ?? ''), String(product ?? '')];
  });
  const mapping = { customerCode: 0, customerName: 1, rep: 2, date: 3, amount: 4, orderNo: 5, product: 6, quantity: null, unitPrice: null, region: null, from: null, to: null };
  const reasons = Object.fromEntries(Object.entries(mapping).flatMap(([meaning, column]) => (column === null ? [] : [[meaning, 'heading']])));
  return { format: 'csv', encoding: 'utf-8', delimiter: ',', sheet: null, sheets: [], hasHeadings: true, headings, rows, mapping, reasons, missing: [] };
}

/** Rows in COPY's text format, a thousand at a time. */
function* lines(count: number, row: (index: number) => (string | number | null)[], onText?: (text: string) => void): Generator<string> {
  for (let from = 0; from < count; from += 1000) {
    let text = '';
    for (let index = from; index < Math.min(count, from + 1000); index++) text += `${row(index).map(copyValue).join('\t')}\n`;
    onText?.(text);
    yield text;
  }
}

function dateOrOpen(day: number): string | null {
  return day === SINCE_EVER || day === UNTIL_FURTHER_NOTICE ? null : dateOfDay(day);
}
