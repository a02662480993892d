import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { DEMO_REPS, DEMO_SIGN_INS } from '../seeds/demo-people.ts';
import { accessibilityFindings, desktop, phone, type Role, settled, setStage, sideways, visit, visitAs } from './support.ts';

const stage = setStage();

/** One address of every page, and who looks at it. */
async function everyPage(): Promise<readonly (readonly [Role | 'nobody', string])[]> {
  const page = await visitAs(stage, 'owner');
  const ask = async (path: string): Promise<unknown> => (await page.request.get(path)).json();
  const { reps } = (await ask('/api/leak/report')) as { reps: { id: string }[] };
  const { customers } = (await ask('/api/leak/customers?limit=1')) as { customers: { id: string }[] };
  const upload = await page.request.post('/api/imports?kind=orders', {
    multipart: {
      file: { name: '一行.csv', mimeType: 'text/csv', buffer: Buffer.from('客户,日期,金额,备注\n新客户,2026-03-05,128.50,电话下单\n') },
    },
  });
  const entered = (await upload.json()) as { import: { id: string } };
  await page.close();
  return [
    ['nobody', '/sign-in'],
    ['nobody', '/setup?token=no-such-token-was-ever-printed'],
    ['owner', '/'],
    ['finance', '/'],
    ['rep', '/'],
    ['admin', '/'],
    ['owner', '/leak'],
    ['owner', `/leak/reps/${reps[0]?.id}`],
    ['owner', '/leak/customers'],
    ['owner', `/leak/customers/${customers[0]?.id}`],
    ['owner', '/imports'],
    ['owner', `/imports/${entered.import.id}`],
    ['admin', '/people'],
    ['owner', '/people'],
    ['owner', '/no-such-page'],
  ];
}

async function lookAtAll(
  options: { language: 'zh-CN' | 'en'; theme: 'light' | 'dark'; viewport: typeof desktop },
  check: (page: Page, path: string) => Promise<void>,
) {
  let looked = 0;
  // One browser tab per person, as in life; the next page finds the code of the one before in the cache.
  const tabs = new Map<string, Page>();
  for (const [role, path] of await everyPage()) {
    const page = tabs.get(role) ?? (role === 'nobody' ? await visit(stage, options) : await visitAs(stage, role, options));
    tabs.set(role, page);
    await page.goto(path);
    await settled(page);
    await check(page, path);
    looked++;
  }
  expect(looked).toBe(15);
}

test.each(['light', 'dark'] as const)(
  'axe finds nothing serious on any page, %s',
  async (theme) => {
    const findings: string[] = [];
    await lookAtAll({ language: 'zh-CN', theme, viewport: desktop }, async (page, path) => {
      for (const finding of await accessibilityFindings(page)) findings.push(`${path}: ${finding}`);
    });
    expect(findings).toEqual([]);
  },
  180_000,
);

test.each(['zh-CN', 'en'] as const)(
  'every page fits a phone without sideways scrolling, %s',
  async (language) => {
    const wide: string[] = [];
    await lookAtAll({ language, theme: 'light', viewport: phone }, async (page, path) => {
      const pixels = await sideways(page);
      if (pixels > 0) wide.push(`${path}: ${pixels} px`);
    });
    expect(wide).toEqual([]);
  },
  180_000,
);

test('a phone passes axe too: cards in place of tables, the menu in a drawer', async () => {
  const page = await visitAs(stage, 'owner', { viewport: phone });
  const findings: string[] = [];
  for (const path of ['/', '/leak', '/leak/customers', '/imports']) {
    await page.goto(path);
    await settled(page);
    for (const finding of await accessibilityFindings(page)) findings.push(`${path}: ${finding}`);
  }
  await page.getByRole('button', { name: '打开菜单' }).click();
  await page.getByRole('dialog').waitFor();
  findings.push(...(await accessibilityFindings(page)));
  expect(findings).toEqual([]);
});

test('in English nothing of the frame is left in Chinese', async () => {
  const own = [...DEMO_REPS.map(({ name }) => name), ...DEMO_SIGN_INS.map(({ personName }) => personName), '中文'];
  const page = await visitAs(stage, 'owner', { language: 'en' });
  for (const path of ['/sign-in', '/', '/leak', '/leak/customers', '/imports']) {
    await page.goto(path);
    await settled(page);
    const texts = await page
      .locator('h1, h2, button, th, label, dt, aside, [role=menuitem], .page-note, .page-sentence, .tier')
      .allTextContents();
    expect(texts.length).toBeGreaterThan(8);
    const left = texts
      .map((text) => own.reduce((rest, name) => rest.replaceAll(name, ''), text))
      .filter((text) => /\p{Script=Han}/u.test(text));
    expect(left).toEqual([]);
  }
});

test('language and appearance switch at once, are remembered, and auto follows the system', async () => {
  const page = await visitAs(stage, 'owner', { colorScheme: 'light' });
  await page.goto('/leak');
  await settled(page);
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();

  await page.getByRole('button', { name: 'EN' }).click();
  await page.getByRole('heading', { name: 'Leak check' }).waitFor();
  expect(await page.getAttribute('html', 'lang')).toBe('en');

  await page.getByRole('button', { name: 'Appearance' }).click();
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  await page.getByRole('heading', { name: 'Leak check' }).waitFor();
  expect(await background()).toBe(dark);

  await page.getByRole('button', { name: 'Appearance' }).click();
  await page.getByRole('menuitem', { name: 'Follow system' }).click();
  await expect.poll(background).toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(background).toBe(dark);
});

test('the menu of a phone opens, leads on and closes; all by keyboard', async () => {
  const page = await visitAs(stage, 'owner', { viewport: phone });
  await page.goto('/');
  await settled(page);
  const open = page.getByRole('button', { name: '打开菜单' });
  await open.focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('link', { name: '客户动向' }).press('Enter');
  await page.getByRole('heading', { name: '客户动向' }).waitFor();
  await drawer.waitFor({ state: 'hidden' });
  expect(new URL(page.url()).pathname).toBe('/leak/customers');
});

test('the first key leads past the menu, and what has the focus shows it', async () => {
  const page = await visitAs(stage, 'owner');
  await page.goto('/leak');
  await settled(page);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: '跳到正文' });
  expect(await skip.evaluate((link) => link === document.activeElement && getComputedStyle(link).outlineStyle !== 'none')).toBe(true);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
});
