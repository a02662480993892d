import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as Axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { prepareWeb } from '#platform/start-web.ts';
import { DEMO_PASSWORD, DEMO_SIGN_INS, type DemoSignIn } from '../seeds/demo-people.ts';
import { cleanUp, launch, makePlace, type Program } from '../tests/start-support.ts';
import { openBrowser } from './chromium.ts';

// A story is what a person does in a browser, against the program as it is started by `npm start`, on its own data.

export type Role = DemoSignIn['role'];

export interface House {
  readonly address: string;
  readonly program: Program;
}

/** What stories of one file share; filled before the first of them runs. */
export interface Stage {
  house: House;
  browser: Browser;
}

/**
 * Starts the program once for all stories of a file, and ends it after them. After each story nothing may have gone
 * wrong unseen: an error in the console, such as a refused script, fails the story.
 */
export function setStage(...args: readonly string[]): Stage {
  const stage = {} as Stage;
  beforeAll(async () => {
    await buildWeb();
    const [house, browser] = await Promise.all([openHouse(args), openBrowser()]);
    Object.assign(stage, { house, browser });
  }, 180_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPictures(task.name);
    for (const context of contexts.splice(0)) await context.close();
    expect(troubles.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await stage.browser?.close();
    await cleanUp();
  });
  return stage;
}

/** Two files of stories may begin at the same time; one builds the pages, the other waits for them. */
async function buildWeb(): Promise<void> {
  const lock = join(tmpdir(), `shoudan-web-${process.getuid?.() ?? 'user'}.lock`);
  const deadline = Date.now() + 120_000;
  while (!take(lock)) {
    if (Date.now() > deadline) rmSync(lock, { recursive: true, force: true });
    await sleep(100);
  }
  try {
    expect(await prepareWeb()).toBe(0);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** A folder can be made by one process only. */
function take(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

async function openHouse(args: readonly string[]): Promise<House> {
  const program = launch(['start', ...args], { DATA_DIR: join(makePlace(), 'data') });
  await program.seen(/Press Ctrl-C to stop/);
  const port = (await program.seen(/http:\/\/localhost:(\d+)/))[1];
  return { address: `http://127.0.0.1:${port}`, program };
}

const contexts: BrowserContext[] = [];
const troubles: string[] = [];

/** What the screens looked like when a story failed. */
async function keepPictures(story: string): Promise<void> {
  const folder = join(tmpdir(), 'shoudan-stories');
  mkdirSync(folder, { recursive: true });
  for (const [index, page] of contexts.flatMap((context) => context.pages()).entries()) {
    const path = join(folder, `${story.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 80)}-${index + 1}.png`);
    await page.screenshot({ path });
    process.stderr.write(`${page.url()} looked like this: ${path}\n`);
  }
}

/** Says which messages of the console a story causes on purpose, such as refused requests. */
export interface Visit extends BrowserContextOptions {
  readonly expected?: RegExp;
  readonly language?: 'zh-CN' | 'en';
  readonly theme?: 'light' | 'dark';
}

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** A new person at a new machine. */
export async function visit(stage: Stage, { expected, language, theme, ...options }: Visit = {}): Promise<Page> {
  const context = await stage.browser.newContext({
    baseURL: stage.house.address,
    viewport: desktop,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...options,
  });
  contexts.push(context);
  if (language !== undefined || theme !== undefined) {
    await context.addInitScript((preferences) => {
      if (localStorage.getItem('shoudan.preferences') === null) localStorage.setItem('shoudan.preferences', preferences);
    }, JSON.stringify({ language, theme }));
  }
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' || isRefusal(message.text()) || expected?.test(message.text()) === true) return;
    troubles.push(`${page.url()}: ${message.text()}`);
  });
  return page;
}

/** That nobody is signed in yet is answered with 401; the browser notes each such answer as an error. */
function isRefusal(text: string): boolean {
  return /status of 401/.test(text);
}

export function demoSignIn(role: Role): DemoSignIn {
  const found = DEMO_SIGN_INS.find((one) => one.role === role);
  if (found === undefined) throw new Error(`the demo has no ${role}`);
  return found;
}

const sessions = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>['cookies']>();

/**
 * Signs in as a person of the demo without going through the form, which has its own story; once per role and file,
 * since the server lets ten tries a minute through from one machine.
 */
export async function signIn(stage: Stage, page: Page, role: Role): Promise<void> {
  const known = sessions.get(role);
  if (known !== undefined) {
    await page.context().addCookies(known);
    return;
  }
  const { name } = demoSignIn(role);
  const answer = await page.request.post(`${stage.house.address}/api/session`, { data: { name, password: DEMO_PASSWORD } });
  expect(answer.status()).toBe(200);
  sessions.set(role, await page.context().cookies());
}

/** A page of somebody of the demo who is signed in already. */
export async function visitAs(stage: Stage, role: Role, options: Visit = {}): Promise<Page> {
  const page = await visit(stage, options);
  await signIn(stage, page, role);
  return page;
}

/** Waits until nothing is on its way any more and what was waiting is drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.locator('.ant-skeleton').waitFor({ state: 'detached' });
}

/** Opens a select by its label and takes one of its options. */
export async function chooseOption(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label }).press('Enter');
  const open = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)');
  await open.locator('.ant-select-item-option').filter({ hasText: option }).click();
  await open.waitFor({ state: 'hidden' });
}

/** How many pixels the page is wider than the window; 0 is right. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}

const axeSource = readFileSync(join(import.meta.dirname, '../node_modules/axe-core/axe.min.js'), 'utf8');

/** Serious and critical findings of axe, as text. Throws when axe looked at nothing. */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  // Through the debugger, not as a script of the page, which the content security policy refuses as it should.
  await page.evaluate(axeSource);
  const result = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof Axe };
    const { violations, passes } = await axe.run(document);
    return {
      passed: passes.length,
      found: violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`),
    };
  });
  expect(result.passed).toBeGreaterThan(10);
  return result.found;
}
