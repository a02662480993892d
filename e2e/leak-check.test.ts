import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEMO_REPS } from '../seeds/demo-people.ts';
import { chooseOption, demoSignIn, settled, setStage, visit, visitAs } from './support.ts';

const stage = setStage();

const planted = DEMO_REPS.filter(({ story }) => story === 'thin' || story === 'capture' || story === 'shave').map(({ name }) => name);
const dying = DEMO_REPS.find(({ story }) => story === 'dying')?.name ?? '';

test('the owner signs in to the demo and finds the three planted on top, and not the dying book', async () => {
  const owner = demoSignIn('owner');
  const page = await visit(stage);
  await page.goto('/');
  await page.getByRole('button', { name: new RegExp(`老板.*${owner.personName}`) }).click();
  await page.getByRole('heading', { name: owner.personName }).waitFor();
  await page.getByText(/建议核查 \d+ 人，预计少收/).waitFor();
  expect(await page.getByRole('complementary', { name: '演示' }).isVisible()).toBe(true);

  await page.getByRole('button', { name: '看体检结果' }).click();
  const rows = page.getByRole('table').getByRole('row');
  await rows.nth(3).waitFor();
  const top = await Promise.all([1, 2, 3].map((place) => rows.nth(place).getByRole('link').textContent()));
  expect(top.toSorted()).toEqual(planted.toSorted());
  for (const place of [1, 2, 3]) expect(await rows.nth(place).textContent()).toContain('建议核查');

  const dyingRow = page.getByRole('row', { name: new RegExp(dying) });
  if ((await dyingRow.count()) > 0) expect(await dyingRow.textContent()).not.toContain('建议核查');
  await page.getByText('数字不代表结论。').first().waitFor();
});

test('from the result to a rep, to a customer, and to what a call-back could ask', async () => {
  const page = await visitAs(stage, 'owner');
  await page.goto('/leak');
  await page.getByRole('table').getByRole('link').first().click();
  await page
    .getByText(/比预期少收/)
    .first()
    .waitFor();
  for (const heading of ['应有多少，实际多少', '是怎么少的', '正常原因排查', '先问这些客户', '什么会让提示降级']) {
    await page.getByRole('heading', { name: heading }).waitFor();
  }
  await page
    .getByRole('img', { name: /灰带是预期区间/ })
    .locator('canvas')
    .waitFor();
  await page.getByRole('button', { name: '看表格' }).first().click();
  expect(
    await page
      .getByRole('region', { name: /灰带是预期区间/ })
      .getByRole('row')
      .count(),
  ).toBeGreaterThan(10);

  await page.getByRole('link', { name: /看全部 \d+ 家/ }).click();
  await settled(page);
  expect(new URL(page.url()).searchParams.get('rep')).toMatch(/^[0-9a-f-]{36}$/);
  await page.getByRole('table').getByRole('link').first().click();
  await page
    .getByRole('img', { name: /的下单时间线/ })
    .locator('canvas')
    .waitFor();
  await page.getByRole('heading', { name: '回访可以问' }).waitFor();
  expect(await page.locator('ol li').count()).toBeGreaterThan(0);
});

test('the report to mail is one file that needs no network', async () => {
  const page = await visitAs(stage, 'owner');
  await page.goto('/leak');
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载报告' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^shoudan-leak-check-\d{4}-\d{2}-\d{2}\.html$/);
  const html = readFileSync(await download.path(), 'utf8');
  for (const name of planted) expect(html).toContain(name);
  expect(html).not.toMatch(/<(script|link|img|iframe)[^>]+(src|href)="https?:/i);
});

test('a check of an earlier day runs with progress and joins the history', async () => {
  const page = await visitAs(stage, 'officer');
  await page.goto('/leak');
  await settled(page);
  await page.getByRole('button', { name: '重新体检' }).click();
  const dialog = page.getByRole('dialog', { name: '重新体检' });
  const asOf = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 10);
  await dialog.getByLabel('截止日').fill(asOf);
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: '开始体检' }).click();
  await page.getByText('体检开始了').waitFor();
  await page.getByText('体检完成').waitFor({ timeout: 60_000 });
  await page.waitForURL(/\/leak\?run=/);
  await settled(page);
  const [year, month, day] = asOf.split('-').map(Number);
  await page.getByText(`至 ${year}年${month}月${day}日`).first().waitFor();

  // What one tried out does not become the company's headline.
  await page.getByRole('link', { name: '飞单体检' }).click();
  await page.waitForURL(/\/leak$/);
  await settled(page);
  expect(await page.locator('.page-note').textContent()).not.toContain(`至 ${year}年${month}月${day}日`);

  await chooseOption(page, '选择哪一次体检', new RegExp(`^截至 ${year}年${month}月${day}日 · 手动`));
  await page.waitForURL(/\/leak\?run=/);
  await page.getByText(`至 ${year}年${month}月${day}日`).first().waitFor();
}, 120_000);

test('search, filters and sorting of customers live in the address', async () => {
  const page = await visitAs(stage, 'manager');
  await page.goto('/');
  await page.getByRole('textbox', { name: '搜客户名称或编号' }).waitFor();
  await settled(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('KH0010');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/leak\/customers\?search=KH0010/);
  await settled(page);
  const found = await page.getByRole('table').getByRole('row').count();
  expect(found).toBeGreaterThan(1);
  await page.getByText('已停单', { exact: true }).click();
  await page.waitForURL(/silent=true/);
  await settled(page);
  await page.goto('/leak/customers?silent=true&sort=silence');
  await settled(page);
  const marks = await page.locator('.silence-mark').allTextContents();
  const days = marks.map((text) => Number(/\d[\d,]*/.exec(text)?.[0].replaceAll(',', '')));
  expect(days.length).toBeGreaterThan(5);
  expect(days).toEqual(days.toSorted((one, other) => other - one));
});
