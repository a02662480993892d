import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { problems as english } from '#i18n/en/problems.ts';
import { problems as chinese } from '#i18n/zh-CN/problems.ts';
import { routes as moduleRoutes } from '#modules.ts';
import { rights, rightsOf } from '#modules/identity/rules.ts';
import { roles } from '#modules/identity/schema.ts';
import { openSignIn } from '#platform/auth.ts';
import { openDatabase } from '#platform/db.ts';
import { type Api, createServer, type Routes } from '#platform/http.ts';
import { problemBody, requestProblems } from '#platform/problem-response.ts';
import { Problem, type ProblemDefinition } from '#shared/problem.ts';
import { demoRoutes } from '../src/commands/demo-routes.ts';
import { dottedName, nodesOf, root, type SyntaxNode, sourcesUnder, textOf } from './architecture/sources.ts';

/** Pages under docs/generated, written from the program itself and compared here, so that a change of them shows in review. */

const folder = join(import.meta.dirname, '../docs/generated');

function expectPage(name: string, lines: readonly string[]): void {
  const page = `<!-- Written by tests/generated-docs.test.ts; do not edit. To write it anew: npm run docs -->\n\n${lines.join('\n')}\n`;
  const path = join(folder, name);
  if (process.env['UPDATE'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, page);
  }
  expect(page).toBe(readFileSync(path, 'utf8'));
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function inOneOnly(a: ReadonlySet<string>, b: ReadonlySet<string>): string[] {
  return [...a, ...b].filter((item) => !(a.has(item) && b.has(item)));
}

/** The server as it runs, with connections that are never used. */
async function boot(...more: Routes[]): Promise<Api> {
  const nowhere = 'postgresql://nobody@127.0.0.1:1/none';
  const signIn = openSignIn({ url: nowhere, secret: 'x'.repeat(32), publicUrl: 'http://localhost:5180', rightsOf });
  const db = openDatabase(nowhere, () => new Date(0));
  const services = { db, signIn, filesDir: '/nowhere', demo: false, maxUploadBytes: 1, metricsToken: null, trustProxy: false };
  return createServer(services, [...more, ...moduleRoutes, demoRoutes(false)], pino({ level: 'silent' }), null);
}

describe('permissions', () => {
  it('are the page docs/generated/permissions.md', async () => {
    const found: { method: string; url: string; access: string }[] = [];
    const collect: Routes = (api) => {
      api.addHook('onRoute', ({ method, url, config }) => {
        for (const one of [method].flat()) if (one !== 'HEAD') found.push({ method: one, url, access: String(config?.access) });
      });
    };
    const api = await boot(collect);
    await api.ready();
    await api.close();
    expect(found.length).toBeGreaterThan(20);
    const known = new Set<string>(['public', 'signed_in', ...rights]);
    expect(found.filter(({ access }) => !known.has(access))).toEqual([]);
    // A route's right that nobody has would be a route for nobody.
    const allowed = (access: string): string[] =>
      access === 'public'
        ? ['everybody']
        : access === 'signed_in'
          ? [...roles]
          : roles.filter((role) => rightsOf(role).some((right) => right === access));
    expect(found.filter(({ access }) => allowed(access).length === 0)).toEqual([]);

    expectPage('permissions.md', [
      '# Who may do what',
      '',
      'Rights per role, from `src/modules/identity/rules.ts`. The row policies of the database ask for the same names; a right that no',
      'route asks for is asked for by them alone.',
      '',
      ...tableOf(
        ['right', ...roles],
        rights.map((right) => [`\`${right}\``, ...roles.map((role) => (rightsOf(role).includes(right) ? 'yes' : ''))]),
      ),
      '',
      '## Routes',
      '',
      'What each route asks for, from the running server. `public`: nobody need sign in. `signed_in`: whoever has signed in.',
      '',
      ...tableOf(
        ['route', 'access', 'who'],
        found
          .toSorted((a, b) => a.url.localeCompare(b.url, 'en') || a.method.localeCompare(b.method, 'en'))
          .map(({ method, url, access }) => [`\`${method} ${url}\``, `\`${access}\``, allowed(access).join(', ')]),
      ),
      '',
      'Besides these the platform answers `/healthz`, `/readyz`, `/api/openapi.json` and `/api/docs` to everybody, and `/metrics` to this',
      'machine or to the holder of `METRICS_TOKEN`.',
    ]);
  });

  it('are named by every route, or the server does not boot', async () => {
    await expect(boot((api) => void api.get('/api/open', async () => ({})))).rejects.toThrow('GET /api/open declares no access right');
  });
});

describe('events', () => {
  const name = /^[a-z_]+\.[a-z_]+$/;
  const sources = sourcesUnder('src').filter((path) => !path.endsWith('.test.ts'));

  /** Literals inside an expression that look like the name of an event. */
  function namesIn(node: unknown): string[] {
    if (Array.isArray(node)) return node.flatMap(namesIn);
    if (typeof node !== 'object' || node === null) return [];
    const { type, value } = node as SyntaxNode;
    if (type === 'StringLiteral' && name.test(String(value))) return [String(value)];
    return Object.values(node).flatMap(namesIn);
  }

  function callsOf(called: string, argument: number): { path: string; name: string }[] {
    return sources.flatMap((path) =>
      nodesOf(path)
        .filter((node) => node.type === 'CallExpression' && dottedName(node['callee']) === called)
        .flatMap((node) => namesIn((node['arguments'] as unknown[])[argument]).map((found) => ({ path, name: found }))),
    );
  }

  const recorded = callsOf('record', 1);

  it('are the page docs/generated/events.md', () => {
    expect(recorded.length).toBeGreaterThan(8);
    const subscribed = callsOf('subscribe', 0);
    expect(subscribed.filter((one) => !recorded.some((event) => event.name === one.name))).toEqual([]);
    const names = [...new Set(recorded.map((event) => event.name))].toSorted();
    expectPage('events.md', [
      '# What is recorded',
      '',
      'Every type of event that the code records, each in the transaction of the change itself. Payloads hold ids, counts and codes, never',
      'content about people. Rows of the table `event` can be added and never changed.',
      '',
      ...tableOf(
        ['event', 'recorded in', 'heard by'],
        names.map((event) => [
          `\`${event}\``,
          [...new Set(recorded.filter((one) => one.name === event).map(({ path }) => `\`${path}\``))].join(', '),
          subscribed
            .filter((one) => one.name === event)
            .map(({ path }) => `\`${path}\``)
            .join(', '),
        ]),
      ),
    ]);
  });

  it('are told in the index of the module that records them, and no others are', () => {
    const differing: string[] = [];
    const modules = new Set(recorded.flatMap(({ path }) => /^src\/modules\/([a-z-]+)\//.exec(path)?.[1] ?? []));
    for (const module of modules) {
      const emitted = new Set(recorded.filter(({ path }) => path.startsWith(`src/modules/${module}/`)).map((one) => one.name));
      const paragraph = /^\/\*\*.*?\*\//s.exec(textOf(`src/modules/${module}/index.ts`))?.[0] ?? '';
      const told = new Set([...paragraph.matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map((match) => match[1]!));
      for (const event of inOneOnly(emitted, told)) differing.push(`${module}: ${event}`);
    }
    expect(differing).toEqual([]);
    expect(modules.size).toBeGreaterThan(2);
  });
});

describe('problems', async () => {
  const files = sourcesUnder('src/modules').filter((path) => !path.endsWith('.test.ts') && textOf(path).includes('= defineProblems('));
  const tables = await Promise.all(files.map((path) => import(join(root, path)) as Promise<Record<string, unknown>>));
  const definitions = [requestProblems, ...tables.flatMap((table) => Object.values(table))]
    .flatMap((table) => (typeof table === 'object' && table !== null ? Object.values(table) : []))
    .filter((one): one is ProblemDefinition => typeof one === 'object' && one !== null && 'code' in one && 'status' in one);
  const declared = new Map(definitions.map((definition) => [definition.code, definition]));
  /** What a caller is told about a fault of ours; never thrown as a problem. */
  const fault = 'request.failed';
  const codes = [...declared.keys(), fault].toSorted();

  /** As the server would answer, with the gaps of the text left open. */
  function textsOf(code: string): { 'zh-CN': string; en: string } {
    const open = new Proxy({}, { get: (_, name) => `{${String(name)}}` });
    const definition = declared.get(code);
    return problemBody(definition ? new Problem(definition, open) : null, '{id}').titles;
  }

  it('are the page docs/generated/problems.md', () => {
    expectPage('problems.md', [
      '# Problems',
      '',
      'What the API answers when it does not do what was asked: RFC 9457 `application/problem+json` with one of these codes and both texts.',
      '',
      ...tableOf(
        ['code', 'status', '中文', 'English'],
        codes.map((code) => [`\`${code}\``, String(declared.get(code)?.status ?? 500), textsOf(code)['zh-CN'], textsOf(code).en]),
      ),
    ]);
  });

  it('of every module are looked at', () => {
    expect(new Set(files.map((path) => path.split('/')[2])).size).toBeGreaterThan(2);
    expect(codes.length).toBeGreaterThan(25);
  });

  it('have a text in both languages', () => {
    expect(codes.filter((code) => textsOf(code)['zh-CN'] === code || textsOf(code).en === code)).toEqual([]);
    expect(codes.filter((code) => !/\p{Script=Han}/u.test(textsOf(code)['zh-CN']) || /\p{Script=Han}/u.test(textsOf(code).en))).toEqual([]);
  });

  it('leave no text over', () => {
    expect(Object.keys(chinese).filter((code) => !codes.includes(code))).toEqual([]);
    expect(Object.keys(english).filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('fill the same gaps in both languages', () => {
    const gaps = (text: string): string =>
      [...text.matchAll(/\{(\w+)\}/g)]
        .map((match) => match[1]!)
        .toSorted()
        .join();
    expect(codes.filter((code) => gaps(textsOf(code)['zh-CN']) !== gaps(textsOf(code).en))).toEqual([]);
  });
});
