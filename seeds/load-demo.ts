import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { ensureCustomers, replaceOwnership } from '#modules/customers/index.ts';
import { arrayLiteral } from '#platform/bulk.ts';
import type { Context } from '#platform/db.ts';
import { record } from '#platform/events.ts';
import { dateOfDay, dayInZone } from '#shared/days.ts';
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
 * Writes the demo company into an empty database, in the caller's transaction: all of it or nothing.
 *
 * The accounts are opened afterwards from the returned mark, since they live behind another database role.
 */
export async function loadDemo(ctx: Context): Promise<DemoMark> {
  const company = demoCompany(dayInZone(ctx.now, 'Asia/Shanghai'));
  const reps = company.reps.map(() => uuidv7());
  const people: Record<string, string> = {};
  for (const signIn of DEMO_SIGN_INS) people[signIn.name] = (signIn.rep === undefined ? undefined : reps[signIn.rep]) ?? uuidv7();

  await loadPeople(ctx, company, reps, people);
  const importId = uuidv7();
  await loadImport(ctx, company, importId, people[DEMO_SIGN_INS[0]!.name]!);
  const customers = await loadCustomers(ctx, company, reps, importId);
  await loadOrders(ctx, company, reps, customers, importId);

  const mark: DemoMark = { company: company.name, asOf: dateOfDay(company.asOf), people };
  await ctx.tx
    .insertInto('setting')
    .values({ key: demoKey, value: JSON.stringify(mark) })
    .execute();
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
  const staff = others.map((signIn) => ({
    id: people[signIn.name]!,
    name: signIn.personName,
    code: null,
    region: null,
    role: signIn.role,
  }));
  await ctx.tx
    .insertInto('person')
    .values([...rows, ...staff])
    .execute();
}

/** The same way as an import, so that the demo is what an import would have made. */
async function loadCustomers(ctx: Context, company: DemoCompany, reps: readonly string[], importId: string): Promise<string[]> {
  const named = company.customers.map((customer) => ({
    key: customer.code,
    code: customer.code,
    name: customer.name,
    region: company.regions[customer.region] ?? null,
  }));
  const { ids } = await ensureCustomers(ctx.tx, named);
  const periods = {
    customer: Int32Array.from(company.ownership, (period) => period.customer),
    rep: Int32Array.from(company.ownership, (period) => period.rep),
    from: Int32Array.from(company.ownership, (period) => period.from),
    to: Int32Array.from(company.ownership, (period) => period.to),
  };
  await replaceOwnership(ctx.tx, 'imported', importId, periods, ids, reps);
  return ids;
}

async function loadOrders(
  ctx: Context,
  company: DemoCompany,
  reps: readonly string[],
  customers: readonly string[],
  importId: string,
): Promise<void> {
  const { orders } = company;
  for (let start = 0; start < orders.day.length; start += 20_000) {
    const rows = Array.from({ length: Math.min(20_000, orders.day.length - start) }, (_, offset) => start + offset);
    await sql`
      insert into order_line (row_key, customer_id, person_id, ordered_on, amount_minor, order_no, product, import_id)
      select md5('demo ' || n)::uuid, customer_id, person_id, ordered_on, amount_minor, order_no, product, ${importId}::uuid
      from unnest(
        ${arrayLiteral(rows, true)}::int[],
        ${arrayLiteral(
          rows.map((row) => customers[orders.customer[row]!]!),
          true,
        )}::uuid[],
        ${arrayLiteral(
          rows.map((row) => reps[orders.rep[row]!] ?? null),
          true,
        )}::uuid[],
        ${arrayLiteral(
          rows.map((row) => dateOfDay(orders.day[row]!)),
          true,
        )}::date[],
        ${arrayLiteral(
          rows.map((row) => orders.amount[row]!),
          true,
        )}::bigint[],
        ${arrayLiteral(
          rows.map((row) => orders.orderNo[row] ?? null),
          false,
        )}::text[],
        ${arrayLiteral(
          rows.map((row) => company.products[orders.product[row]!] ?? null),
          false,
        )}::text[]
      ) as o (n, customer_id, person_id, ordered_on, amount_minor, order_no, product)`.execute(ctx.tx);
  }
}

/** The list of imports shows where the orders came from. */
async function loadImport(ctx: Context, company: DemoCompany, importId: string, createdBy: string): Promise<void> {
  const { orders } = company;
  const digest = createHash('sha256').update(new Uint8Array(orders.day.buffer)).update(new Uint8Array(orders.amount.buffer)).digest();
  const rowCount = orders.day.length;
  await ctx.tx
    .insertInto('import')
    .values({
      id: importId,
      kind: 'orders',
      fileName,
      fileSha256: digest,
      bytes: orders.day.byteLength + orders.amount.byteLength,
      status: 'done',
      preview: JSON.stringify(previewOf(company)),
      progress: 1,
      rowsTotal: rowCount,
      rowsAdded: rowCount,
      customersAdded: company.customers.length,
      repsAdded: company.reps.length,
      firstDate: dateOfDay(orders.day[0]!),
      lastDate: dateOfDay(orders.day[rowCount - 1]!),
      createdBy,
      createdAt: ctx.now,
      finishedAt: ctx.now,
    })
    .execute();
}

/** The preview that an import of these orders from a file would have had. */
function previewOf(company: DemoCompany): object {
  const headings = ['客户编号', '客户名称', '业务员', '日期', '金额', '订单号', '产品'];
  const { orders } = company;
  const rows = Array.from({ length: Math.min(20, orders.day.length) }, (_, row) => {
    const customer = company.customers[orders.customer[row]!]!;
    const rep = company.reps[orders.rep[row]!]?.name ?? '';
    const amount = (orders.amount[row]! / 100).toFixed(2);
    return [
      customer.code,
      customer.name,
      rep,
      dateOfDay(orders.day[row]!),
      amount,
      orders.orderNo[row]!,
      company.products[orders.product[row]!]!,
    ];
  });
  const mapping = {
    customerCode: 0,
    customerName: 1,
    rep: 2,
    date: 3,
    amount: 4,
    orderNo: 5,
    product: 6,
    quantity: null,
    unitPrice: null,
    region: null,
    from: null,
    to: null,
  };
  const reasons = Object.fromEntries(
    Object.entries(mapping).flatMap(([meaning, column]) => (column === null ? [] : [[meaning, 'heading']])),
  );
  return {
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ',',
    sheet: null,
    sheets: [],
    hasHeadings: true,
    headings,
    rows,
    mapping,
    reasons,
    missing: [],
  };
}
