import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type pg from 'pg';
import { copyColumns } from '#platform/bulk.ts';
import type { Db, Tx } from '#platform/db.ts';
import { dateOfDay } from '#shared/days.ts';
import type { LeakPages } from './view.ts';
import type { CompanyFigures, CustomerFigures, LeakRun, LeakView, RepFigures } from './schema.ts';

type Trigger = LeakRun['trigger'];

/** What the engine reads, with the people and customers behind the indexes. */
export interface CheckInput {
  readonly rows: { customer: Int32Array; day: Int32Array; amount: Float64Array };
  readonly periods: { customer: Int32Array; rep: Int32Array; from: Int32Array; to: Int32Array };
  readonly customers: readonly { id: string; code: string | null; name: string; region: string | null }[];
  readonly reps: readonly { id: string; name: string; region: string | null }[];
  /** SHA-256 over everything above that can change the figures. */
  readonly fingerprint: Buffer;
}

const minDay = -2_147_483_648;
const maxDay = 2_147_483_647;

/** Orders before `asOf`, netted per customer and day, and who looked after whom. Deterministic order: by id, then day. */
export async function loadCheckInput(db: Db, client: pg.PoolClient, asOf: number): Promise<CheckInput> {
  const customers = await db.selectFrom('customer').select(['id', 'code', 'name', 'region']).orderBy('id').execute();
  const reps = await db
    .selectFrom('person')
    .select(['id', 'name', 'region'])
    .where(({ exists, selectFrom }) => exists(selectFrom('ownership').select('id').whereRef('personId', '=', 'person.id')))
    .orderBy('id')
    .execute();
  const hash = createHash('sha256');
  for (const customer of customers) hash.update(`${customer.id}\t${customer.region ?? ''}\n`);
  for (const rep of reps) hash.update(`${rep.id}\n`);

  const epoch = "date '1970-01-01'";
  const numbered = (table: string, where = '') => `(select id, row_number() over (order by id) - 1 as n from ${table} ${where})`;
  const orders = await copyColumns(
    client,
    3,
    `
    select c.n, l.ordered_on - ${epoch}, sum(l.amount_minor)::bigint
    from order_line l join ${numbered('customer')} c on c.id = l.customer_id
    where l.ordered_on < date '${dateOfDay(asOf)}'
    group by 1, 2 order by 1, 2`,
  );
  const owners = await copyColumns(
    client,
    4,
    `
    select c.n, p.n,
           coalesce(lower(o.valid) - ${epoch}, ${minDay}), coalesce(upper(o.valid) - ${epoch}, ${maxDay})
    from ownership o
    join ${numbered('customer')} c on c.id = o.customer_id
    join ${numbered('person', 'where exists (select 1 from ownership where person_id = person.id)')} p on p.id = o.person_id
    order by 1, 3`,
  );
  for (const column of [...orders, ...owners]) hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return {
    rows: {
      customer: Int32Array.from(orders[0]!),
      day: Int32Array.from(orders[1]!),
      amount: Float64Array.from(orders[2]!, (minor) => minor / 100),
    },
    periods: {
      customer: Int32Array.from(owners[0]!),
      rep: Int32Array.from(owners[1]!),
      from: Int32Array.from(owners[2]!),
      to: Int32Array.from(owners[3]!),
    },
    customers,
    reps,
    fingerprint: hash.digest(),
  };
}

/** Day of the last order before today, or null without any order. */
export async function lastOrderDate(db: Db, today: string): Promise<string | null> {
  const row = await db
    .selectFrom('orderLine')
    .select(({ fn }) => fn.max('orderedOn').as('last'))
    .where('orderedOn', '<=', today)
    .executeTakeFirst();
  return row?.last ?? null;
}

/** Whoever asks first gets the run; a run that waits or works makes the insert do nothing. */
export async function insertRun(
  tx: Tx,
  run: { id: string; asOf: string; engine: string; trigger: Trigger; requestedBy: string | null; startedAt: Date },
): Promise<boolean> {
  const inserted = await tx
    .insertInto('detectionRun')
    .values({ ...run, status: 'queued' })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function changeRun(
  tx: Tx,
  id: string,
  change: Partial<{
    status: 'running' | 'done' | 'failed';
    parameters: string;
    dataFingerprint: Buffer;
    fingerprint: Buffer;
    failure: string;
    finishedAt: Date;
    checkCount: number;
    watchCount: number;
  }>,
): Promise<void> {
  await tx.updateTable('detectionRun').set(change).where('id', '=', id).execute();
}

/** Stores what a run found. Running the same job again leaves the first findings as they are. */
export async function insertFindings(tx: Tx, runId: string, pages: LeakPages): Promise<void> {
  const { run: _, reps, ...company } = pages.view;
  await tx
    .insertInto('companyFinding')
    .values({ runId, figures: JSON.stringify(company) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await sql`
    insert into rep_finding (run_id, person_id, tier, score, rank, figures)
    select ${runId}::uuid, (f->>'id')::uuid, f->>'tier', (f->>'score')::float8, (f->>'rank')::int, f
    from jsonb_array_elements(${JSON.stringify(reps)}::jsonb) f
    on conflict do nothing`.execute(tx);
  // In slices, so that no single parameter grows without bound.
  for (let start = 0; start < pages.customers.length; start += 2000) {
    const slice = JSON.stringify(pages.customers.slice(start, start + 2000));
    await sql`
      insert into customer_finding (run_id, customer_id, person_id, is_silent, shape, evidence, figures)
      select ${runId}::uuid, (f->>'id')::uuid, (f->>'repId')::uuid, (f->>'isSilent')::boolean, f->>'shape',
             coalesce((f->>'evidence')::float8, 0), f
      from jsonb_array_elements(${slice}::jsonb) f
      on conflict do nothing`.execute(tx);
  }
}

const runColumns = [
  'id',
  'asOf',
  'status',
  'engine',
  'parameters',
  'fingerprint',
  'trigger',
  'startedAt',
  'finishedAt',
  'checkCount',
  'watchCount',
  'failure',
] as const;

function runs(db: Db) {
  return db.selectFrom('detectionRun').select(runColumns).orderBy('startedAt', 'desc').orderBy('id', 'desc');
}

type RunRow = Awaited<ReturnType<ReturnType<typeof runs>['executeTakeFirstOrThrow']>>;

export function runToWire(row: RunRow): LeakRun {
  return {
    id: row.id,
    asOf: row.asOf,
    status: row.status as LeakRun['status'],
    engine: row.engine,
    parameters: row.parameters as Record<string, number>,
    fingerprint: row.fingerprint?.toString('hex') ?? null,
    trigger: row.trigger as Trigger,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    check: row.checkCount,
    watch: row.watchCount,
    failure: row.failure,
  };
}

export async function listRuns(db: Db, limit = 60): Promise<LeakRun[]> {
  return (await runs(db).limit(limit).execute()).map(runToWire);
}

/** The run of that id, or the one that looked at the latest day: a check of an earlier day, made to compare, is not the news. */
export async function findRun(db: Db, id: string | undefined): Promise<LeakRun | null> {
  const latest = runs(db).clearOrderBy().orderBy('asOf', 'desc').orderBy('startedAt', 'desc').orderBy('id', 'desc');
  const query = id === undefined ? latest.where('status', '=', 'done') : runs(db).where('id', '=', id);
  const row = await query.limit(1).executeTakeFirst();
  return row ? runToWire(row) : null;
}

export async function findCompany(db: Db, runId: string): Promise<Omit<LeakView, 'run' | 'reps'> | null> {
  const row = await db.selectFrom('companyFinding').select('figures').where('runId', '=', runId).executeTakeFirst();
  return (row?.figures ?? null) as {
    window: LeakView['window'];
    warnings: LeakView['warnings'];
    company: CompanyFigures;
    thresholds: LeakView['thresholds'];
  } | null;
}

/** In the order of checking; those without enough data last. */
export async function listReps(db: Db, runId: string): Promise<RepFigures[]> {
  const rows = await db
    .selectFrom('repFinding')
    .select('figures')
    .where('runId', '=', runId)
    .orderBy('rank', (order) => order.asc().nullsLast())
    .orderBy('personId')
    .execute();
  return rows.map((row) => row.figures as RepFigures);
}

export async function findRep(db: Db, runId: string, personId: string): Promise<RepFigures | null> {
  const row = await db
    .selectFrom('repFinding')
    .select('figures')
    .where('runId', '=', runId)
    .where('personId', '=', personId)
    .executeTakeFirst();
  return (row?.figures ?? null) as RepFigures | null;
}

export interface CustomerFilter {
  readonly rep?: string | undefined;
  readonly shape?: string | undefined;
  readonly silent?: boolean | undefined;
  readonly search?: string | undefined;
  readonly sort: keyof typeof customerOrders;
  readonly limit: number;
  readonly offset: number;
}

/** What customers can be sorted by; `customer_id` at the end makes every page repeatable. */
export const customerOrders = {
  evidence: sql`evidence desc`,
  missing: sql`(figures->>'amountExpected')::float8 - (figures->>'amountSeen')::float8 desc`,
  silence: sql`is_silent desc, (figures->>'silentDays')::float8 desc`,
  name: sql`figures->>'name'`,
} as const;

export async function listCustomers(
  db: Db,
  runId: string,
  filter: CustomerFilter,
): Promise<{ customers: CustomerFigures[]; total: number }> {
  const { rep, shape, silent, search } = filter;
  let matching = db.selectFrom('customerFinding').where('runId', '=', runId);
  if (rep !== undefined) matching = matching.where('personId', '=', rep);
  if (shape !== undefined) matching = matching.where('shape', '=', shape);
  if (silent !== undefined) matching = matching.where('isSilent', '=', silent);
  if (search) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    matching = matching.where(sql<boolean>`(figures->>'name' ilike ${pattern} or figures->>'code' ilike ${pattern})`);
  }
  const rows = await matching
    .select('figures')
    .orderBy(customerOrders[filter.sort])
    .orderBy('customerId')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  return { customers: rows.map((row) => row.figures as CustomerFigures), total };
}

export async function findCustomer(db: Db, runId: string, customerId: string): Promise<CustomerFigures | null> {
  const row = await db
    .selectFrom('customerFinding')
    .select('figures')
    .where('runId', '=', runId)
    .where('customerId', '=', customerId)
    .executeTakeFirst();
  return (row?.figures ?? null) as CustomerFigures | null;
}

/** Everything that a run found, as the reports show it; the customers with most evidence. */
export async function findPages(db: Db, run: LeakRun, mostCustomers: number): Promise<LeakPages> {
  const company = await findCompany(db, run.id);
  const { customers } = await listCustomers(db, run.id, { sort: 'evidence', limit: mostCustomers, offset: 0 });
  const nothing = { window: null, warnings: [], company: null, thresholds: null };
  return { view: { ...nothing, ...company, run, reps: await listReps(db, run.id) }, customers };
}
