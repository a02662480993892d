import { describe, expect, test } from 'vitest';
import { DEMO_SIGN_INS, demoCompany } from '../../../seeds/demo.ts';
import { loadDemo } from '../../../seeds/load-demo.ts';
import { useCompany } from '../../../tests/company.ts';
import { systemActor } from '#shared/actor.ts';
import { dayInZone } from '#shared/days.ts';
import type { CustomerList, CustomerView, LeakRun, LeakView } from './schema.ts';

const company = useCompany();

async function check(asOf?: string): Promise<LeakRun> {
  const { status, body } = await company.request('owner', 'POST', '/api/leak/runs', asOf === undefined ? {} : { asOf });
  expect(status).toBe(202);
  await company.work();
  return (await company.request('owner', 'GET', `/api/leak/runs/${(body as LeakRun).id}`)).body as LeakRun;
}

describe('before there are orders', () => {
  test('the page is empty and a check is refused with the reason', async () => {
    expect((await company.request('owner', 'GET', '/api/leak/report')).body).toMatchObject({ run: null, company: null, reps: [] });
    expect((await company.request('owner', 'POST', '/api/leak/runs', {})).body).toMatchObject({ code: 'detection.no_orders' });
  });
});

describe('the leak check on the demo company', () => {
  const demo = demoCompany(dayInZone(new Date(), 'Asia/Shanghai'));

  test('ranks the planted three on top and points at nobody else', async () => {
    await company.db.act({ ...systemActor, personId: company.personId('owner') }, loadDemo);
    const run = await check();
    expect(run).toMatchObject({ status: 'done', trigger: 'manual', check: 3 });
    const view = (await company.request('owner', 'GET', '/api/leak/report')).body as LeakView;
    const planted = demo.planted.diverters.map(({ rep }) => demo.reps[rep]!.name);
    expect(
      view.reps
        .slice(0, 3)
        .map((rep) => rep.name)
        .toSorted(),
    ).toEqual(planted.toSorted());
  });

  test('the same orders and date give the same findings to the byte, also for a date in the past', async () => {
    const first = await check('2026-06-30');
    const again = await check('2026-06-30');
    expect(again.id).not.toBe(first.id);
    expect(again.fingerprint).toBe(first.fingerprint);
    const { runs } = (await company.request('owner', 'GET', '/api/leak/runs')).body as { runs: LeakRun[] };
    expect(runs.map((run) => run.id)).toContain(first.id);
  });

  test('doing a finished run again changes nothing', async () => {
    const run = await check('2026-05-31');
    const count = async (): Promise<unknown> => (await company.owner.query('select count(*) from customer_finding')).rows;
    const before = await count();
    await company.jobs['detection_leak_check']!({ runId: run.id }, new AbortController().signal);
    expect(await count()).toEqual(before);
    await expect(company.owner.query('select status from detection_run where id = $1', [run.id])).resolves.toMatchObject({
      rows: [{ status: 'done' }],
    });
  });

  test('a run that was cut off is done when the job is taken up again', async () => {
    const { body } = await company.request('owner', 'POST', '/api/leak/runs', { asOf: '2026-04-30' });
    const cut = new AbortController();
    cut.abort(new Error('server stopped'));
    const { id } = body as LeakRun;
    await expect(company.jobs['detection_leak_check']!({ runId: id }, cut.signal)).rejects.toThrow('server stopped');
    expect((await company.request('owner', 'POST', '/api/leak/runs', {})).body).toMatchObject({ code: 'detection.run_in_progress' });
    await company.work();
    expect((await company.request('owner', 'GET', `/api/leak/runs/${id}`)).body).toMatchObject({ status: 'done' });
  });

  test('the mailed file holds the reps and loads nothing', async () => {
    const { status, body, headers } = await company.request('officer', 'GET', '/api/leak/report.html?lang=en');
    expect(status).toBe(200);
    expect(headers['content-disposition']).toContain('shoudan-leak-check-');
    const page = String(body);
    for (const { rep } of demo.planted.diverters) expect(page).toContain(demo.reps[rep]!.name);
    expect(page).not.toMatch(/<script|src="http|href="http/);
    expect(page.length).toBeLessThan(3_000_000);
  });
});

describe('who sees what', () => {
  /** The demo's sales rep, signed in as that person. */
  async function asRep(): Promise<{ cookie: string; name: string }> {
    const signIn = DEMO_SIGN_INS.find((one) => one.role === 'rep')!;
    const { rows } = await company.owner.query<{ id: string; name: string }>(
      "select id, name from person where role = 'rep' and code is not null",
    );
    await company.signIn.createAccount({
      personId: rows[0]!.id,
      personName: rows[0]!.name,
      signInName: signIn.name,
      password: 'a long password 1',
    });
    const result = await company.signIn.signIn(signIn.name, 'a long password 1', {}, new Date());
    if (result.kind !== 'signed_in') throw new Error(result.kind);
    return { cookie: result.cookies[0]!.split(';', 1)[0]!, name: rows[0]!.name };
  }

  test('a rep reads own customers without evidence, and nothing of anybody else', async () => {
    const { cookie, name } = await asRep();
    const get = (url: string) => company.api.inject({ url, headers: { cookie } });
    const own = (await get('/api/leak/customers?limit=500')).json<CustomerList>();
    expect(own.total).toBeGreaterThan(10);
    expect(new Set(own.customers.map((customer) => customer.repName))).toEqual(new Set([name]));
    expect(own.customers.every((customer) => customer.evidence === null && customer.shape === null)).toBe(true);

    const all = ((await company.request('owner', 'GET', '/api/leak/customers?limit=500')).body as CustomerList).customers;
    const foreign = all.find((customer) => customer.repName !== name)!;
    expect((await get(`/api/leak/customers/${foreign.id}`)).json()).toMatchObject({ code: 'detection.customer_not_found' });
    expect((await get(`/api/leak/customers/${own.customers[0]!.id}`)).json<CustomerView>().orders.length).toBeGreaterThan(0);
    expect((await get(`/api/leak/customers?search=${encodeURIComponent(foreign.name)}`)).json<CustomerList>().total).toBe(0);
    for (const url of [
      '/api/leak/report',
      '/api/leak/runs',
      `/api/leak/reps/${foreign.repId}`,
      '/api/leak/report.html',
      '/api/imports',
      '/api/people',
    ]) {
      expect([url, (await get(url)).statusCode]).toEqual([url, 403]);
    }
  });

  test('finance sees the company and no person; the administrator sees neither', async () => {
    const view = (await company.request('finance', 'GET', '/api/leak/report')).body as LeakView;
    expect(view.company?.customers).toBeGreaterThan(1000);
    expect(view.reps).toEqual([]);
    for (const url of ['/api/leak/customers', '/api/leak/report.html'])
      expect((await company.request('finance', 'GET', url)).status).toBe(403);
    for (const url of ['/api/leak/report', '/api/leak/customers', '/api/imports'])
      expect((await company.request('admin', 'GET', url)).status).toBe(403);
  });

  test('row policies hold where no route is in between', async () => {
    const tables = [
      'customer',
      'ownership',
      'order_line',
      'rep_finding',
      'customer_finding',
      'company_finding',
      'detection_run',
      'event',
      'import',
    ];
    const { default: pg } = await import('pg');
    const app = new pg.Client({ connectionString: company.appUrl });
    await app.connect();
    for (const table of tables) {
      expect([table, (await app.query(`select 1 from ${table}`)).rowCount]).toEqual([table, 0]);
    }
    await app.query(
      "select set_config('app.person_id', $1, false), set_config('app.rights', ' detection.see_customers detection.see_own_customers ', false)",
      [company.personId('rep')],
    );
    for (const table of ['rep_finding', 'company_finding', 'event', 'import']) {
      expect([table, (await app.query(`select 1 from ${table}`)).rowCount]).toEqual([table, 0]);
    }
    for (const statement of [
      "update event set type = 'x.y'",
      'delete from event',
      'delete from order_line',
      'select * from auth.account',
      'create table t ()',
      'alter table customer disable row level security',
    ]) {
      await expect(app.query(statement)).rejects.toThrow(/permission denied|must be owner/);
    }
    await app.end();
  });
});
