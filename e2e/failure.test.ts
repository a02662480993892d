import { beforeAll, expect, test } from 'vitest';
import { settled, setStage, visit } from './support.ts';

const stage = setStage('--empty');
const admin = { personName: '管理员', signInName: 'guanli', password: 'zhe-shi-mima-2026' };

beforeAll(async () => {
  const token = (await stage.house.program.seen(/\/setup\?token=(\S+)/))[1];
  const answer = await fetch(`${stage.house.address}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, ...admin }),
  });
  expect(answer.status).toBe(200);
});

test('while the server is away the page says so, keeps what it shows, and goes on by itself', async () => {
  const page = await visit(stage, { expected: /ERR_INTERNET_DISCONNECTED|status of 404/ });
  await page.request.post('/api/session', { data: { name: admin.signInName, password: admin.password } });
  await page.goto('/people');
  await settled(page);

  await page.context().setOffline(true);
  await page.getByLabel('搜姓名或账号').fill('没有这个人');
  await page.keyboard.press('Enter');
  await page.getByText('连不上服务器。已保存的数据都在，恢复后自动继续。').waitFor();
  expect(await page.getByRole('cell', { name: admin.signInName }).isVisible()).toBe(true);

  await page.context().setOffline(false);
  await page.getByText('没有找到').waitFor();
  await page.getByText('连不上服务器').waitFor({ state: 'hidden' });
});

test('an address that leads nowhere says so and leads home', async () => {
  const page = await visit(stage, { expected: /status of 404/ });
  await page.request.post('/api/session', { data: { name: admin.signInName, password: admin.password } });
  await page.goto('/no-such-page');
  await page.getByText('找不到这个页面').waitFor();
  await page.getByRole('link', { name: '回工作台' }).click();
  await page.getByRole('heading', { name: admin.personName }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
});
