import { describe, expect, test } from 'vitest';
import { useCompany } from '../../../tests/company.ts';
import type { Role } from '#modules/identity/index.ts';
import type { Import, ImportDetail } from './schema.ts';

const company = useCompany();

/** Uploads a file as the browser does. */
async function upload(role: Role, name: string, content: string | Buffer, kind = 'orders') {
  const boundary = 'xxxxxxxx';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n`;
  const reply = await company.api.inject({
    method: 'POST',
    url: `/api/imports?kind=${kind}`,
    headers: { cookie: await company.cookie(role), 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
  return { status: reply.statusCode, body: reply.json<ImportDetail>() };
}

/** Uploads, starts with what was recognised, and does the waiting work. */
async function importFile(role: Role, name: string, content: string | Buffer, kind = 'orders'): Promise<ImportDetail> {
  const { body } = await upload(role, name, content, kind);
  await company.request(role, 'POST', `/api/imports/${body.import.id}/start`, { mapping: body.preview.mapping });
  await company.work();
  return (await company.request(role, 'GET', `/api/imports/${body.import.id}`)).body as ImportDetail;
}

async function count(table: string): Promise<number> {
  const { rows } = await company.owner.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return rows[0]!.n;
}

const small = [
  '订单号,客户编号,客户名称,下单日期,金额,业务员,区域',
  'A1,K001,杭州恒达五金有限公司,2024-03-05,"1,200.50",张伟,华东',
  'A2,K001,杭州恒达五金有限公司,2024年4月1日,¥800,张伟,华东',
  'A3,K002,广州南粤机电有限公司,2024/4/2,1.2万,李娜,华南',
  'A4,K002,广州南粤机电有限公司,2024-05-20,-300,王芳,华南',
  'A5,K003,没有日期的客户,,500,李娜,华南',
  'A6,K003,金额不对的客户,2024-05-21,五百,李娜,华南',
  '合计,,,,15000,,',
].join('\n');

describe('importing an order history', () => {
  test('recognises the columns, stores good rows, lists bad ones, tells who looked after whom', async () => {
    const { import: done, errors } = await importFile('manager', '订单.csv', small);
    expect(done).toMatchObject({
      status: 'done',
      rowsAdded: 4,
      rowsKnown: 0,
      rowsBad: 2,
      rowsSkipped: 1,
      customersAdded: 2,
      repsAdded: 3,
      firstDate: '2024-03-05',
      lastDate: '2024-05-20',
    });
    expect(errors.map(({ row, code }) => [row, code])).toEqual([
      [6, 'orders.date_missing'],
      [7, 'orders.bad_amount'],
      [8, 'orders.total_row'],
    ]);
    const { rows } = await company.owner.query(
      `select c.code, l.amount_minor::int as amount from order_line l join customer c on c.id = l.customer_id order by l.ordered_on, l.amount_minor`,
    );
    expect(rows).toEqual([
      { code: 'K001', amount: 120_050 },
      { code: 'K001', amount: 80_000 },
      { code: 'K002', amount: 1_200_000 },
      { code: 'K002', amount: -30_000 },
    ]);
    const owners = await company.owner.query<{ code: string; name: string; from: string | null }>(
      `select c.code, p.name, lower(o.valid)::text as from from ownership o join customer c on c.id = o.customer_id join person p on p.id = o.person_id order by 1, 3 nulls first`,
    );
    expect(owners.rows).toEqual([
      { code: 'K001', name: '张伟', from: null },
      { code: 'K002', name: '李娜', from: null },
      { code: 'K002', name: '王芳', from: '2024-05-20' },
    ]);
  });

  test('the bad rows can be downloaded in the layout of the file, with formulas neutralised', async () => {
    const { import: done } = await importFile('manager', '坏行.csv', '客户,日期,金额\n=cmd|calc,不是日期,1\n好客户,2024-01-01,5\n');
    const { status, body, headers } = await company.request('manager', 'GET', `/api/imports/${done.id}/errors.csv`);
    expect(status).toBe(200);
    expect(headers['content-disposition']).toContain('attachment');
    expect(body).toContain('客户,日期,金额');
    expect(body).toContain("'=cmd|calc");
    expect(body).not.toMatch(/(^|,)=cmd/m);
  });

  test('the same file again adds nothing; an overlapping one only what is new', async () => {
    const before = await count('order_line');
    const again = await importFile('owner', '订单.csv', small);
    expect(again.import).toMatchObject({ status: 'done', rowsAdded: 0, rowsKnown: 4, customersAdded: 0, repsAdded: 0 });
    expect(await count('order_line')).toBe(before);
    const more = await importFile(
      'owner',
      '订单2.csv',
      small.replace('A5,K003,没有日期的客户,,500', 'A5,K003,有日期的客户,2024-06-01,500'),
    );
    expect(more.import).toMatchObject({ rowsAdded: 1, rowsKnown: 4, customersAdded: 1 });
  });

  test('a later file of periods outranks the reps on order rows', async () => {
    const periods = '客户编号,业务员,开始日期,结束日期\nK001,赵敏,2024-01-01,2024-03-31\nK001,张伟,2024-04-01,\n';
    const { import: done } = await importFile('manager', '归属.csv', periods, 'assignments');
    expect(done).toMatchObject({ status: 'done', rowsAdded: 2, repsAdded: 1 });
    await importFile('owner', '订单3.csv', small.replace('A1,', 'A9,'));
    const { rows } = await company.owner.query<{ name: string }>(
      `select p.name from ownership o join customer c on c.id = o.customer_id join person p on p.id = o.person_id where c.code = 'K001' order by lower(o.valid)`,
    );
    expect(rows.map((row) => row.name)).toEqual(['赵敏', '张伟']);
  });

  test('a killed import leaves nothing behind and is done when taken up again', async () => {
    const before = await count('order_line');
    const { body } = await upload(
      'manager',
      '大.csv',
      `客户,日期,金额\n${Array.from({ length: 30_000 }, (_, row) => `客户${row % 500},2024-0${1 + (row % 9)}-1${row % 9},${row + 1}`).join('\n')}\n`,
    );
    await company.request('manager', 'POST', `/api/imports/${body.import.id}/start`, { mapping: body.preview.mapping });
    const cut = new AbortController();
    const running = company.jobs['orders_import']!({ importId: body.import.id }, cut.signal);
    setTimeout(() => cut.abort(), 30);
    await expect(running).rejects.toThrow('abort');
    expect(await count('order_line')).toBe(before);
    await company.work();
    const { body: after } = await company.request('manager', 'GET', `/api/imports/${body.import.id}`);
    expect((after as ImportDetail).import).toMatchObject({ status: 'done', rowsAdded: 30_000 });
  });

  test('a cancelled import stores nothing and can be started again', async () => {
    const { body } = await upload('manager', '取消.csv', '客户,日期,金额\n新客户甲,2024-01-01,1\n');
    const url = `/api/imports/${body.import.id}`;
    await company.request('manager', 'POST', `${url}/start`, { mapping: body.preview.mapping });
    expect((await company.request('manager', 'POST', `${url}/cancel`)).body).toMatchObject({ status: 'cancelled' });
    await company.work();
    expect((await company.request('manager', 'POST', `${url}/cancel`)).status).toBe(409);
    await company.request('manager', 'POST', `${url}/start`, { mapping: body.preview.mapping });
    await company.work();
    expect(((await company.request('manager', 'GET', url)).body as ImportDetail).import).toMatchObject({ status: 'done', rowsAdded: 1 });
  });

  test('files that are no tables and missing columns are named', async () => {
    const pdf = await upload('manager', 'a.csv', '%PDF-1.7 …');
    expect([pdf.status, pdf.body]).toMatchObject([
      415,
      { code: 'orders.file_is_pdf', titles: { 'zh-CN': expect.stringContaining('PDF') } },
    ]);
    const empty = await upload('manager', 'b.csv', '');
    expect(empty.body).toMatchObject({ code: 'orders.file_empty' });
    const { body } = await upload('manager', 'c.csv', '客户,备注\n甲,好\n');
    const { status, body: problem } = await company.request('manager', 'POST', `/api/imports/${body.import.id}/start`, {
      mapping: body.preview.mapping,
    });
    expect(status).toBe(422);
    expect(problem).toMatchObject({ code: 'orders.columns_missing', details: { missing: 'date, amount' } });
  });

  test('only those with the right may upload, read or start imports', async () => {
    const list = (await company.request('manager', 'GET', '/api/imports')).body as { imports: Import[] };
    const { id } = list.imports[0]!;
    for (const role of ['rep', 'officer', 'admin'] as const) {
      expect((await upload(role, 'x.csv', small)).status).toBe(403);
      for (const path of ['/api/imports', `/api/imports/${id}`, `/api/imports/${id}/errors.csv`]) {
        expect((await company.request(role, 'GET', path)).status).toBe(403);
      }
      expect((await company.request(role, 'POST', `/api/imports/${id}/cancel`)).status).toBe(403);
    }
    expect((await company.request('finance', 'GET', `/api/imports/${id}`)).status).toBe(200);
  });
});
