import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateOfDay, dayOfDate } from '#shared/days.ts';
import { type DemoCompany, demoCompany } from '../../../seeds/demo.ts';
import { runCheckCommand } from './check-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-orders-'));
const asOf = dayOfDate('2026-03-20');
const file = (name: string): string => join(folder, name);
let company: DemoCompany;

/** The demo as an ERP in China would export it. */
function ordersCsv({ orders, customers, reps, regions, products }: DemoCompany, withReps: boolean): string {
  const lines = [`单据编号,单据日期,客户编号,客户名称,${withReps ? '业务员,' : ''}区域,产品,价税合计`];
  for (let i = 0; i < orders.day.length; i++) {
    const customer = customers[orders.customer[i]!]!;
    const cells = [orders.orderNo[i]!, dateOfDay(orders.day[i]!), customer.code, customer.name];
    if (withReps) cells.push(reps[orders.rep[i]!]!.name);
    lines.push([...cells, regions[customer.region]!, products[orders.product[i]!]!, (orders.amount[i]! / 100).toFixed(2)].join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function repsCsv({ ownership, customers, reps }: DemoCompany): string {
  const date = (day: number): string => (Math.abs(day) > 1e6 ? '' : dateOfDay(day));
  const lines = ownership.map(({ customer, rep, from, to }) =>
    [customers[customer]!.code, reps[rep]!.name, date(from), Math.abs(to) > 1e6 ? '' : date(to - 1)].join(','),
  );
  return `客户编号,业务员,开始日期,结束日期\r\n${lines.join('\r\n')}\r\n`;
}

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await runCheckCommand(argv, {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    env: { LANG: 'zh_CN.UTF-8' },
  });
  return { code, out, err };
}

beforeAll(() => {
  company = demoCompany(asOf);
  writeFileSync(file('orders.csv'), ordersCsv(company, true));
  writeFileSync(file('bare.csv'), ordersCsv(company, false));
  writeFileSync(file('reps.csv'), repsCsv(company));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('check-orders', () => {
  it('puts the planted three on top, in text, in the mailed file and in JSON', async () => {
    const { code, out, err } = await run(file('orders.csv'), '--out', file('report.html'));
    expect(code).toBe(0);
    const top = company.planted.diverters.map(({ rep }) => company.reps[rep]!.name);
    const firstRows = out.split('\n').filter((line) => /^\s+[123] \p{Script=Han}/u.test(line));
    for (const name of top) expect(firstRows.some((line) => line.includes(name))).toBe(true);
    expect(err).toContain(`已用 ${company.orders.day.length.toLocaleString('en')}，有误 0`);
    const page = readFileSync(file('report.html'), 'utf8');
    for (const rep of company.reps) expect(page.includes(`>${rep.name}<`)).toBe(true);
    expect(page.length).toBeLessThan(3_000_000);
  }, 60_000);

  it('takes reps from a second file and finds the same three', async () => {
    const { code, out } = await run(file('bare.csv'), '--reps', file('reps.csv'), '--json');
    expect(code).toBe(0);
    const answer = JSON.parse(out) as { reps: { name: string; rank: number | null }[]; customers: unknown[] };
    const top = company.planted.diverters.map(({ rep }) => company.reps[rep]!.name);
    expect(
      answer.reps
        .slice(0, 3)
        .map((rep) => rep.name)
        .toSorted(),
    ).toEqual([...top].toSorted());
    expect(answer.customers.length).toBe(new Set(company.orders.customer).size);
  }, 60_000);

  it('prints JSON that is the same to the byte, and a date of the past changes it', async () => {
    const first = await run(file('orders.csv'), '--json');
    expect((await run(file('orders.csv'), '--json')).out === first.out).toBe(true);
    const earlier = await run(file('orders.csv'), '--json', '--as-of', '2026-01-01');
    const window = (text: string) => (JSON.parse(text) as { window: { to: string } }).window.to;
    expect(window(first.out)).toBe(dateOfDay(Math.max(...company.orders.day) + 1));
    expect(window(earlier.out)).toBe('2026-01-01');
  }, 120_000);

  it('without reps lists the customers that went quiet', async () => {
    const { code, out } = await run(file('bare.csv'), '--lang', 'en');
    expect(code).toBe(0);
    expect(out).toContain('only the company and its customers are shown');
    expect(out).toContain('Silent customers');
  }, 60_000);

  it('tells what it could not use and writes it down', async () => {
    const rows = ordersCsv(company, true).split('\r\n');
    rows[5] = rows[5]!.replace(/\d{4}-\d{2}-\d{2}/, '2026-02-30');
    rows[9] = '坏行';
    writeFileSync(file('bad.csv'), rows.slice(0, 20_000).join('\r\n'));
    const { code, err } = await run(file('bad.csv'), '--errors', file('rows.csv'));
    expect(code).toBe(0);
    expect(err).toContain('有误 2');
    expect(err).toContain('第 6 行');
    expect(readFileSync(file('rows.csv'), 'utf8')).toContain('2026-02-30');
  }, 60_000);

  it('leaves out a mistyped year instead of taking everybody for silent', async () => {
    const rows = ordersCsv(company, true).trimEnd().split('\r\n');
    rows.push(
      rows
        .at(-1)!
        .replace(/XS\d+/, 'XS9')
        .replace(/\d{4}-\d{2}-\d{2}/, '2062-03-19'),
    );
    writeFileSync(file('typo.csv'), rows.join('\r\n'));
    const { out, err } = await run(file('typo.csv'), '--json');
    expect((JSON.parse(out) as { window: { to: string } }).window.to).toBe(dateOfDay(Math.max(...company.orders.day) + 1));
    expect(err).toContain('疑似日期填错');
  }, 60_000);

  it('lets a column be corrected by heading, letter or number', async () => {
    const text = '甲,乙,丙,丁\r\n2025-01-05,K1,100,7\r\n2025-02-05,K1,120,8\r\n2025-03-05,K2,90,9\r\n';
    writeFileSync(file('strange.csv'), text);
    for (const [customer, date, amount] of [
      ['乙', '甲', '丙'],
      ['B', 'A', 'C'],
      ['2', '1', '3'],
    ]) {
      const { code, out } = await run(
        file('strange.csv'),
        '--json',
        '--column',
        `customerCode=${customer}`,
        '--column',
        `date=${date}`,
        '--column',
        `amount=${amount}`,
      );
      expect(code).toBe(0);
      expect((JSON.parse(out) as { company: { customers: number } }).company.customers).toBe(2);
    }
    const missing = await run(file('strange.csv'), '--column', 'date=戊');
    expect(missing.code).toBe(30);
    expect(missing.err).toContain('甲, 乙, 丙, 丁');
  });

  it('gives each failure its sentence in both languages and its code', async () => {
    writeFileSync(file('empty.csv'), '');
    writeFileSync(file('letter.csv'), 'Sehr geehrte Damen\r\nund Herren\r\n');
    writeFileSync(file('nothing.csv'), '客户,日期,金额\r\nA,不详,12\r\nB,2025-01-01,很多\r\n');
    const orders = file('orders.csv');
    const cases: [string[], number][] = [
      [[], 2],
      [[orders, '--lang', 'fr'], 2],
      [[orders, '--as-of', 'gestern'], 2],
      [[orders, '--out', orders], 2],
      [[file('absent.csv')], 30],
      [[folder], 30],
      [[file('empty.csv')], 30],
      [[file('letter.csv')], 30],
      [[orders, '--reps', file('absent.csv')], 30],
      [[file('nothing.csv')], 31],
      [[orders, '--as-of', '1999-01-01'], 31],
      [[orders, '--out', join(folder, 'no', 'such', 'folder.html')], 32],
    ];
    for (const [argv, code] of cases) {
      const { code: actual, err } = await run(...argv);
      expect([argv, actual, err]).toEqual([argv, code, err]);
      const lines = err.trim().split('\n');
      expect([argv, lines.slice(-2)]).toEqual([argv, [expect.stringMatching(/\p{Script=Han}/u), expect.stringMatching(/[a-z]{3}/)]]);
    }
    expect(existsSync(file('absent.csv'))).toBe(false);
  }, 120_000);
});
