import { sql } from 'kysely';
import pg from 'pg';
import { arrayLiteral, copyColumns } from '#platform/bulk.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Import, ImportDetail, ImportKind, ImportStatus, Preview, RowError } from './schema.ts';

const columns = [
  'import.id',
  'kind',
  'fileName',
  'bytes',
  'status',
  'failure',
  'progress',
  'rowsTotal',
  'rowsAdded',
  'rowsKnown',
  'rowsBad',
  'rowsSkipped',
  'customersAdded',
  'repsAdded',
  'firstDate',
  'lastDate',
  'import.createdAt',
  'finishedAt',
  'person.name as createdBy',
] as const;

function imports(db: Db) {
  return db.selectFrom('import').innerJoin('person', 'person.id', 'import.createdBy').select(columns);
}

type Row = Awaited<ReturnType<ReturnType<typeof imports>['executeTakeFirstOrThrow']>>;

function toWire(row: Row): Import {
  return {
    ...row,
    kind: row.kind as ImportKind,
    status: row.status as ImportStatus,
    failure: row.failure as Import['failure'],
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

export async function listImports(db: Db, limit = 100): Promise<Import[]> {
  const rows = await imports(db).orderBy('import.createdAt', 'desc').limit(limit).execute();
  return rows.map(toWire);
}

export async function findImport(db: Db, id: string): Promise<Import | null> {
  const row = await imports(db).where('import.id', '=', id).executeTakeFirst();
  return row ? toWire(row) : null;
}

export async function findImportDetail(db: Db, id: string): Promise<ImportDetail | null> {
  const row = await imports(db).select(['preview', 'errors']).where('import.id', '=', id).executeTakeFirst();
  if (!row) return null;
  const { preview, errors, ...rest } = row;
  return { import: toWire(rest), preview: preview as Preview, errors: errors as RowError[] };
}

/** What the job needs and the wire does not show. */
export async function findImportWork(db: Db, id: string) {
  return db
    .selectFrom('import')
    .select(['id', 'kind', 'status', 'mapping', 'sheet', 'fileSha256', 'createdBy'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function insertImport(
  tx: Tx,
  row: {
    id: string;
    kind: ImportKind;
    fileName: string;
    fileSha256: Buffer;
    bytes: number;
    preview: Preview;
    createdBy: string;
    createdAt: Date;
  },
): Promise<void> {
  await tx
    .insertInto('import')
    .values({ ...row, preview: JSON.stringify(row.preview), status: 'uploaded' })
    .execute();
}

export type ImportChange = Partial<{
  status: ImportStatus;
  mapping: string;
  sheet: string | null;
  failure: string | null;
  progress: number;
  rowsTotal: number;
  rowsAdded: number;
  rowsKnown: number;
  rowsBad: number;
  rowsSkipped: number;
  customersAdded: number;
  repsAdded: number;
  firstDate: string | null;
  lastDate: string | null;
  errors: string;
  finishedAt: Date;
}>;

/** Changes an import that is still in one of these states; false when it is not, so that of two at once one wins. */
export async function changeImport(tx: Tx, id: string, from: readonly ImportStatus[], change: ImportChange): Promise<boolean> {
  const result = await tx.updateTable('import').set(change).where('id', '=', id).where('status', 'in', from).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Order rows as columns of equal length. */
export interface OrderLines {
  readonly rowKey: readonly string[];
  readonly customerId: readonly string[];
  readonly personId: readonly (string | null)[];
  readonly orderedOn: readonly string[];
  readonly amountMinor: readonly number[];
  readonly orderNo: readonly (string | null)[];
  readonly product: readonly (string | null)[];
}

/** Adds the rows that are not there yet, told by their keys. Answers how many were new. */
export async function insertOrderLines(tx: Tx, importId: string, lines: OrderLines): Promise<number> {
  const result = await sql`
    insert into order_line (row_key, customer_id, person_id, ordered_on, amount_minor, order_no, product, import_id)
    select l.*, ${importId}::uuid
    from unnest(
      ${arrayLiteral(lines.rowKey, true)}::uuid[], ${arrayLiteral(lines.customerId, true)}::uuid[],
      ${arrayLiteral(lines.personId, true)}::uuid[], ${arrayLiteral(lines.orderedOn, true)}::date[],
      ${arrayLiteral(lines.amountMinor, true)}::bigint[],
      ${arrayLiteral(lines.orderNo, false)}::text[], ${arrayLiteral(lines.product, false)}::text[]) as l
    on conflict (row_key) do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/**
 * Every order that names a rep, of the customers that an import brought orders of and whose owners no file of periods
 * states; with the ids behind the numbers.
 */
export async function repsOnOrders(db: Db, client: pg.PoolClient, importId: string) {
  const ids = async (table: 'customer' | 'person'): Promise<string[]> =>
    (await db.selectFrom(table).select('id').orderBy('id').execute()).map((row) => row.id);
  const numbered = (table: string): string => `(select id, row_number() over (order by id) - 1 as n from ${table})`;
  const [customer, day, rep] = await copyColumns(
    client,
    3,
    `
    select c.n, l.ordered_on - date '1970-01-01', p.n
    from order_line l
    join ${numbered('customer')} c on c.id = l.customer_id
    join ${numbered('person')} p on p.id = l.person_id
    where l.customer_id in (select customer_id from order_line where import_id = ${pg.escapeLiteral(importId)})
      and not exists (select 1 from ownership o where o.customer_id = l.customer_id and o.gained_by = 'imported')`,
  );
  return {
    customerIds: await ids('customer'),
    personIds: await ids('person'),
    rows: { customer: Int32Array.from(customer!), day: Int32Array.from(day!), rep: Int32Array.from(rep!) },
  };
}

/** Orders of the 36 months before a date, netted per day, oldest first. Amounts in minor units. */
export async function ordersOfCustomer(db: Db, customerId: string, before: string): Promise<{ date: string; amount: number }[]> {
  const { rows } = await sql<{ date: string; amount: number }>`
    select ordered_on as date, sum(amount_minor)::bigint as amount
    from order_line
    where customer_id = ${customerId} and ordered_on < ${before}::date and ordered_on >= ${before}::date - interval '36 months'
    group by 1 order by 1`.execute(db);
  return rows;
}

/** The same for many customers at once: day numbers and amounts per customer id. */
export async function ordersOfCustomers(
  db: Db,
  customerIds: readonly string[],
  before: string,
): Promise<Map<string, { day: number; amount: number }[]>> {
  const { rows } = await sql<{ id: string; day: number; amount: number }>`
    select customer_id as id, ordered_on - date '1970-01-01' as day, sum(amount_minor)::bigint as amount
    from order_line
    where customer_id = any(${arrayLiteral(customerIds, true)}::uuid[])
      and ordered_on < ${before}::date and ordered_on >= ${before}::date - interval '36 months'
    group by 1, 2 order by 1, 2`.execute(db);
  const byCustomer = new Map<string, { day: number; amount: number }[]>();
  for (const { id, day, amount } of rows) {
    const orders = byCustomer.get(id);
    if (orders) orders.push({ day, amount });
    else byCustomer.set(id, [{ day, amount }]);
  }
  return byCustomer;
}
