import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_PASSWORD, DEMO_SIGN_INS } from '../seeds/demo-people.ts';
import { openBrowser } from './chromium.ts';

// Pictures for the documentation, of a demo that is running: node e2e/pictures.ts [address] [folder]

const [address = 'http://localhost:5180', folder = join(import.meta.dirname, '../docs/pictures')] = process.argv.slice(2);
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
const context = await browser.newContext({ baseURL: address, reducedMotion: 'reduce', timezoneId: 'Asia/Shanghai' });
const owner = DEMO_SIGN_INS.find(({ role }) => role === 'owner');
await context.request.post('/api/session', { data: { name: owner?.name, password: DEMO_PASSWORD } });

const { reps } = (await (await context.request.get('/api/leak/report')).json()) as { reps: { id: string }[] };
const asked = await context.request.get(`/api/leak/customers?rep=${reps[0]?.id}&sort=evidence&limit=1`);
const { customers } = (await asked.json()) as { customers: { id: string }[] };
const example =
  '客户编号,购货单位,单据日期,价税合计,跟单员,大区\nKH-1001,苏州恒达五金机电有限公司,2026年3月5日,"￥1,280.50",王立群,华东\nKH-1002,上海联创紧固件有限公司,2026-03-06,1.2万,李思远,华东\n';
const uploaded = await context.request.post('/api/imports?kind=orders', {
  multipart: { file: { name: '三月订单.csv', mimeType: 'text/csv', buffer: Buffer.from(example) } },
});
const upload = (await uploaded.json()) as { import: { id: string } };

const pages = {
  home: '/',
  leak: '/leak',
  rep: `/leak/reps/${reps[0]?.id}`,
  customer: `/leak/customers/${customers[0]?.id}`,
  upload: `/imports/${upload.import.id}`,
};
for (const language of ['zh-CN', 'en']) {
  for (const [size, viewport] of Object.entries(sizes)) {
    const page = await context.newPage();
    await page.setViewportSize(viewport);
    await page.addInitScript(
      (preferences) => localStorage.setItem('shoudan.preferences', preferences),
      JSON.stringify({ language, theme: 'light' }),
    );
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      await page.locator('.ant-skeleton').waitFor({ state: 'detached' });
      await page.screenshot({ path: join(folder, `${name}-${size}-${language}.png`) });
    }
    await page.close();
  }
}
// The upload was for the picture only.
await context.request.post(`/api/imports/${upload.import.id}/cancel`);
await browser.close();
