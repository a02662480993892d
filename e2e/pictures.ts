import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../seeds/demo-people.ts';
import { cleanUp, launch, makePlace } from '../tests/start-support.ts';
import { openBrowser } from './chromium.ts';

// The pictures of the README and the docs, taken from the demo: `npm run pictures`.

const folder = join(import.meta.dirname, '../docs/pictures');
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
const languages = { zh: 'zh-CN', en: 'en' } as const;
const example = join(import.meta.dirname, '../examples/uci-online-retail.csv.gz');

interface Cast {
  /** First in the order of checking, and the first of that rep's customers. */
  readonly rep: string;
  readonly customer: string;
}

async function findCast(page: Page): Promise<Cast> {
  const get = async <T>(url: string): Promise<T> => (await page.request.get(url)).json();
  const { reps } = await get<{ reps: { id: string; shapes: { capture: number } }[] }>('/api/leak/report');
  const rep = reps.find(({ shapes }) => shapes.capture > 0.5) ?? reps[0];
  const { customers } = await get<{ customers: { id: string }[] }>(`/api/leak/customers?rep=${rep?.id}&silent=true&sort=missing`);
  return { rep: rep?.id ?? '', customer: customers[0]?.id ?? '' };
}

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.locator('.ant-skeleton').waitFor({ state: 'detached' });
  // Charts draw themselves after their data has come.
  await page.waitForTimeout(600);
}

async function take(page: Page, name: string): Promise<void> {
  await settled(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  process.stdout.write(`docs/pictures/${name}.png\n`);
}

const program = launch(['start'], { DATA_DIR: join(makePlace(), 'data') });
const browser = await openBrowser();
try {
  mkdirSync(folder, { recursive: true });
  await program.seen(/Press Ctrl-C to stop/);
  const port = (await program.seen(/http:\/\/localhost:(\d+)/))[1];
  for (const [short, language] of Object.entries(languages)) {
    for (const [size, viewport] of Object.entries(sizes)) {
      const context = await browser.newContext({
        baseURL: `http://127.0.0.1:${port}`,
        viewport,
        reducedMotion: 'reduce',
        timezoneId: 'Asia/Shanghai',
      });
      await context.addInitScript(
        (preferences) => localStorage.setItem('shoudan.preferences', preferences),
        JSON.stringify({ language, theme: 'light' }),
      );
      const page = await context.newPage();
      await page.request.post('/api/session', { data: { name: 'laoban', password: DEMO_PASSWORD } });
      const { rep, customer } = await findCast(page);
      const views = { home: '/', leak: '/leak', rep: `/leak/reps/${rep}`, customer: `/leak/customers/${customer}` };
      for (const [name, path] of Object.entries(views)) {
        await page.goto(path);
        await take(page, `${name}-${short}-${size}`);
      }
      await page.goto('/imports');
      await page.locator('input[type=file]').setInputFiles(example);
      await page.waitForURL(/\/imports\/.+/);
      await take(page, `upload-${short}-${size}`);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await cleanUp();
}
