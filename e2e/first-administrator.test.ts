import { expect, test } from 'vitest';
import { settled, setStage, visit } from './support.ts';

const stage = setStage('--empty');

const admin = { name: '林管理', signInName: 'lin.guanli', password: 'zhe-shi-mima-2026' };
const owner = { name: '周老板', signInName: 'zhou', password: 'ling-yi-ge-mima-77' };

test('an empty start prints a link that creates the first administrator, once', async () => {
  const path = (await stage.house.program.seen(/(\/setup\?token=\S+)/))[1] ?? '';
  const page = await visit(stage, { expected: /status of 40[39]/ });

  await page.goto('/setup?token=not-the-token-that-was-printed');
  await page.getByText('链接不对或已失效').waitFor();

  await page.goto(path);
  await page.getByLabel('姓名').fill(admin.name);
  await page.getByLabel('账号').fill(admin.signInName);
  await page.getByLabel('密码', { exact: true }).fill('kurz');
  await page.getByLabel('再输一次密码').fill('anders');
  await page.getByRole('button', { name: '创建并登录' }).click();
  await page.getByText('至少 10 位', { exact: true }).waitFor();
  await page.getByText('两次密码不一样').waitFor();

  await page.getByLabel('密码', { exact: true }).fill(admin.password);
  await page.getByLabel('再输一次密码').fill(admin.password);
  await page.getByRole('button', { name: '创建并登录' }).click();
  await page.getByRole('heading', { name: admin.name }).waitFor();
  await page.getByText('系统管理员看不到客户和订单内容。').waitFor();
  expect(await page.locator('.demo-notice').count()).toBe(0);

  const later = await visit(stage);
  await later.goto(path);
  await later.getByText('链接不对或已失效').waitFor();
});

test('the administrator gives the owner an account, who then begins with an import', async () => {
  const page = await visit(stage);
  await page.goto('/sign-in');
  await page.getByLabel('账号').fill(admin.signInName);
  await page.getByLabel('密码', { exact: true }).fill(admin.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('link', { name: '管理账号' }).click();

  await page.getByRole('button', { name: '新建账号' }).click();
  const form = page.getByRole('dialog', { name: '新建账号' });
  await form.getByLabel('姓名', { exact: true }).fill(owner.name);
  await form.getByLabel('账号', { exact: true }).fill(owner.signInName);
  await form.getByLabel('密码', { exact: true }).fill(owner.password);
  await form.getByRole('radio', { name: /^老板/ }).check();
  await form.getByRole('button', { name: '保存' }).click();
  await page.getByRole('cell', { name: owner.signInName }).waitFor();
  await settled(page);

  const theirs = await visit(stage);
  await theirs.goto('/');
  await theirs.getByLabel('账号').fill(owner.signInName);
  await theirs.getByLabel('密码', { exact: true }).fill(owner.password);
  await theirs.keyboard.press('Enter');
  await theirs.getByText('从一份订单流水开始').waitFor();
  await theirs.getByRole('button', { name: '导入订单' }).click();
  await theirs.getByText('还没有导入过').waitFor();
  expect(new URL(theirs.url()).pathname).toBe('/imports');
  await theirs.goto('/leak');
  await theirs.getByText('还没有体检结果').waitFor();
});
