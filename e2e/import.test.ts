import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { makePlace } from '../tests/start-support.ts';
import { chooseOption, settled, setStage, type Stage, visit } from './support.ts';

const stage = setStage('--empty');
const example = join(import.meta.dirname, '../examples/uci-online-retail.csv.gz');
const examplePassword = 'zhe-shi-mima-2026';

/** A house with an administrator and a person of finance, who may import. */
async function moveIn({ house, browser }: Stage): Promise<void> {
  const token = (await house.program.seen(/\/setup\?token=(\S+)/))[1];
  const context = await browser.newContext({ baseURL: house.address });
  const admin = { personName: '管理员', signInName: 'admin', password: examplePassword };
  expect((await context.request.post('/api/setup', { data: { token, ...admin } })).status()).toBe(200);
  const finance = { personName: '沈财务', signInName: 'caiwu', password: examplePassword, role: 'finance' };
  expect((await context.request.post('/api/people', { data: finance })).status()).toBe(201);
  await context.close();
}

beforeAll(() => moveIn(stage));

async function atTheImports(expected?: RegExp): Promise<Page> {
  const page = await visit(stage, expected === undefined ? {} : { expected });
  const answer = await page.request.post('/api/session', { data: { name: 'caiwu', password: examplePassword } });
  expect(answer.status()).toBe(200);
  await page.goto('/imports');
  await page.getByText('把文件拖到这里').waitFor();
  return page;
}

async function choose(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByRole('heading', { name: '预览' }).waitFor();
}

function figure(page: Page, label: string) {
  return page.locator('.figure', { hasText: label }).locator('.figure-value');
}

test('the example is recognised, a column corrected, left and come back to, read whole, and again adds nothing', async () => {
  const page = await atTheImports();
  await choose(page, example);
  await page.getByText('认出了 4 列，核对后开始导入').waitFor();
  expect(await page.getByText('按表头认出').count()).toBe(4);

  await chooseOption(page, '「Country」这一列是', '产品');
  await page.getByText('手动选择').waitFor();
  await chooseOption(page, '「Date」这一列是', '不导入');
  await page.getByText('还缺：日期').waitFor();
  expect(await page.getByRole('button', { name: '开始导入' }).isDisabled()).toBe(true);

  await page.reload();
  await page.getByRole('button', { name: '开始导入' }).click();
  await page.getByRole('link', { name: '工作台' }).click();
  await page.getByText('最近导入').waitFor();
  await page.getByRole('link', { name: 'uci-online-retail.csv.gz' }).click();
  await page.getByText('新增 16,763 行，2010年12月1日 至 2011年12月9日').waitFor();
  expect(await figure(page, '新客户').textContent()).toBe('4,338');
  expect(await figure(page, '有误').textContent()).toBe('0');

  // The same file again adds nothing.
  await page.getByRole('link', { name: '订单导入' }).click();
  await choose(page, example);
  await page.getByRole('button', { name: '开始导入' }).click();
  await page.getByText('没有新增：这些订单以前都导入过').waitFor();
  expect(await figure(page, '以前导入过').textContent()).toBe('16,763');
  expect(await figure(page, '新增').textContent()).toBe('0');
});

test('bad rows are listed with row, column and reason and can be downloaded; the rest is used', async () => {
  const rows = [
    '单据编号,购货单位,单据日期,价税合计,业务员',
    'XS-1,苏州恒达五金有限公司,2026年3月5日,"￥1,280.50",王立群',
    'XS-2,上海联创紧固件有限公司,2026-02-31,88.00,王立群',
    'XS-3,,2026/3/6,90,李思远',
    'XS-4,=HYPERLINK("http://x"),2026/3/6,待定,李思远',
    'XS-5,杭州永固建材有限公司,2026.3.7,1.2万,李思远',
    '合计,,,12345,',
  ];
  const path = join(makePlace(), '三月订单.csv');
  writeFileSync(path, iconv.encode(rows.join('\r\n'), 'gbk'));

  const page = await atTheImports();
  await choose(page, path);
  await page.getByText('认出了 5 列').waitFor();
  await page.getByRole('button', { name: '开始导入' }).click();
  await page.getByText('新增 2 行').waitFor();
  await settled(page);
  expect(await figure(page, '有误').textContent()).toBe('3');
  const table = page.getByRole('table');
  expect(await table.getByRole('row', { name: /^3 单据日期 日期看不懂：2026-02-31/ }).count()).toBe(1);
  expect(await table.getByRole('row', { name: /^4 .*没有客户/ }).count()).toBe(1);
  expect(await table.getByRole('row', { name: /^5 价税合计 金额看不懂：待定/ }).count()).toBe(1);

  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载这些行' }).click();
  const text = readFileSync(await (await waiting).path(), 'utf8');
  expect(text).toContain('XS-2');
  expect(text).toContain('待定');
  expect(text).not.toContain('XS-5');
  // A cell that a spreadsheet would run is made harmless.
  expect(text).not.toMatch(/(^|,)"?=HYPERLINK/m);
});

test('a file that is no table says so in words, and nothing is lost', async () => {
  const path = join(makePlace(), '扫描件.pdf.csv');
  writeFileSync(path, '%PDF-1.7\n%âãÏÓ\n1 0 obj\n<< /Type /Catalog >>\nendobj\n');
  const page = await atTheImports(/status of 4\d\d/);
  await page.locator('input[type=file]').setInputFiles(path);
  expect(await page.getByRole('alert').textContent()).toContain('PDF');
  await page.getByText('已保存的数据都在，没有丢。').waitFor();
  await page.getByRole('button', { name: '复制错误代码' }).waitFor();
});
