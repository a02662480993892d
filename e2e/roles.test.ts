import { expect, test } from 'vitest';
import { demoSignIn, type Role, settled, setStage, visitAs } from './support.ts';

const stage = setStage();

/** What the menu offers to each role, and pages that it does not offer and that refuse when opened all the same. */
const menus: readonly (readonly [Role, readonly string[], readonly string[]])[] = [
  ['owner', ['工作台', '飞单体检', '客户动向', '订单导入'], ['/people']],
  ['manager', ['工作台', '飞单体检', '客户动向', '订单导入'], ['/people']],
  ['officer', ['工作台', '飞单体检', '客户动向'], ['/imports', '/people']],
  ['finance', ['工作台', '飞单体检', '订单导入'], ['/leak/customers', '/people']],
  ['rep', ['工作台', '客户动向'], ['/leak', '/imports', '/people']],
  ['admin', ['工作台', '账号'], ['/leak', '/leak/customers', '/imports']],
];

test.each(menus)('%s sees only what the role may', async (role, offered, refused) => {
  const page = await visitAs(stage, role);
  await page.goto('/');
  await settled(page);
  expect(await page.getByRole('navigation', { name: '菜单' }).getByRole('menuitem').allTextContents()).toEqual(offered);
  for (const path of refused) {
    await page.goto(path);
    await page.getByText('你的角色不能看这一页').waitFor();
    await page.getByText(/缺少权限「.+」/).waitFor();
  }
});

test('a rep sees the own customers and nothing of any score', async () => {
  const owner = await visitAs(stage, 'owner');
  const all = (await (await owner.request.get('/api/leak/customers?limit=1')).json()) as { total: number };
  const report = (await (await owner.request.get('/api/leak/report')).json()) as { reps: { id: string; name: string }[] };
  const other = report.reps.find(({ name }) => name !== demoSignIn('rep').personName);

  const page = await visitAs(stage, 'rep', { expected: /status of 40[34]/ });
  await page.goto('/');
  await page.getByRole('heading', { name: '今天联系谁' }).waitFor();
  await settled(page);
  await page.goto('/leak/customers');
  await settled(page);
  const own = (await (await page.request.get('/api/leak/customers?limit=500')).json()) as {
    total: number;
    customers: { repName: string; evidence: unknown; shape: unknown }[];
  };
  expect(own.total).toBeGreaterThan(10);
  expect(own.total).toBeLessThan(all.total / 4);
  expect(new Set(own.customers.map(({ repName }) => repName))).toEqual(new Set([demoSignIn('rep').personName]));
  expect(own.customers.filter(({ evidence, shape }) => evidence !== null || shape !== null)).toEqual([]);
  for (const word of ['建议核查', '关注', '形态', '全部业务员', '下载报告'])
    expect(await page.getByText(word, { exact: true }).count()).toBe(0);

  await page.getByRole('table').getByRole('link').first().click();
  await page.getByText('联系客户时可以问。').waitFor();
  expect(await page.getByText(/看 .+ 的结果/).count()).toBe(0);

  expect((await page.request.get(`/api/leak/reps/${other?.id}`)).status()).toBe(403);
  expect((await page.request.get('/api/leak/report')).status()).toBe(403);
  expect((await page.request.get('/api/leak/report.html')).status()).toBe(403);
});

test('finance reads company figures and no names of reps', async () => {
  const page = await visitAs(stage, 'finance');
  await page.goto('/leak');
  await page.getByText('你的角色只看公司数字，看不到业务员。').waitFor();
  await settled(page);
  expect(await page.getByRole('table').count()).toBe(0);
  expect(await page.getByText('下载报告').count()).toBe(0);
  const report = (await (await page.request.get('/api/leak/report')).json()) as { reps: unknown[] };
  expect(report.reps).toEqual([]);
});

test('the administrator manages accounts and reads nothing of the business', async () => {
  const page = await visitAs(stage, 'admin');
  await page.goto('/');
  await page.getByText('系统管理员看不到客户和订单内容。').waitFor();
  await page.goto('/people');
  await page.getByRole('cell', { name: demoSignIn('owner').name, exact: true }).waitFor();
  expect((await page.request.get('/api/leak/report')).status()).toBe(403);
  expect((await page.request.get('/api/leak/customers')).status()).toBe(403);
  expect((await page.request.get('/api/imports')).status()).toBe(403);
});
