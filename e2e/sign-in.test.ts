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

test('signing in leads to where one wanted to go, signing out ends the session', async () => {
  const page = await visit(stage);
  await page.goto('/people');
  await page.getByRole('heading', { name: '登录守单' }).waitFor();
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByText('填账号').waitFor();
  await page.getByText('填密码').waitFor();
  await page.getByLabel('账号').fill(admin.signInName);
  await page.getByLabel('密码', { exact: true }).fill(admin.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '账号' }).waitFor();
  await settled(page);
  expect(new URL(page.url()).pathname).toBe('/people');

  await page.getByRole('button', { name: /^我的/ }).click();
  await page.getByText('退出登录').click();
  await page.getByRole('heading', { name: '登录守单' }).waitFor();
  expect((await page.request.get('/api/me')).status()).toBe(401);
});

test('a link cannot send somebody elsewhere after signing in', async () => {
  const page = await visit(stage);
  await page.goto('/sign-in?to=//example.com/');
  await page.getByLabel('账号').fill(admin.signInName);
  await page.getByLabel('密码', { exact: true }).fill(admin.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: admin.personName }).waitFor();
  expect(page.url()).toBe(`${stage.house.address}/`);
});

test('a wrong password is refused, five lock the name, and then the right one does not help either', async () => {
  const page = await visit(stage, { expected: /status of 423/ });
  await page.goto('/sign-in');
  async function tryWith(password: string): Promise<number> {
    await page.getByLabel('账号').fill(admin.signInName);
    await page.getByLabel('密码', { exact: true }).fill(password);
    const answer = page.waitForResponse('**/api/session');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    return (await answer).status();
  }
  for (let tries = 1; tries <= 4; tries++) {
    expect(await tryWith(`falsch-${tries}-aber-lang`)).toBe(401);
    await page.getByText('账号或密码不对').waitFor();
    expect(await page.getByLabel('密码', { exact: true }).inputValue()).toBe('');
  }
  expect(await tryWith('falsch-5-aber-lang')).toBe(423);
  await page.getByText(/密码错误次数太多，\d+ 分钟后再试/).waitFor();
  expect(await tryWith(admin.password)).toBe(423);
});
