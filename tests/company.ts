import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, inject } from 'vitest';
import { openSignIn, type SignIn } from '#platform/auth.ts';
import { type Database, openDatabase } from '#platform/db.ts';
import { type Api, createServer } from '#platform/http.ts';
import type { JobTable } from '#platform/jobs.ts';
import { withRole } from '#platform/migrate.ts';
import { jobs, routes } from '../src/modules.ts';
import { rightsOf, type Role } from '#modules/identity/index.ts';
import { systemActor } from '#shared/actor.ts';
import { v7 as uuidv7 } from 'uuid';
import { ownerUrl, password, template } from './template.ts';

/** An empty company on a real database, with one account per role. Made for a test file, gone after it. */
export interface TestCompany {
  readonly api: Api;
  readonly db: Database;
  readonly signIn: SignIn;
  readonly jobs: JobTable;
  readonly filesDir: string;
  /** Connection of the database's owner, whom row policies do not bind: to look at what is really there. */
  readonly owner: pg.Pool;
  /** Connection of the application's role, to try what SQL of its own could do. */
  readonly appUrl: string;
  /** Calls the API as somebody with this role; null as nobody. */
  request(
    role: Role | null,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
  ): Promise<{ status: number; body: never; headers: Record<string, unknown> }>;
  /** The session cookie of that role's account. */
  cookie(role: Role): Promise<string>;
  personId(role: Role): string;
  /** Runs waiting jobs until there are none. */
  work(): Promise<void>;
}

export const testPassword = 'correct horse 2026';

/** Declares the company for this file; read it inside tests only. */
export function useCompany(): TestCompany {
  const company = {} as { -readonly [K in keyof TestCompany]: TestCompany[K] };
  let close = async (): Promise<void> => {};
  beforeAll(async () => {
    close = await open(company);
  });
  afterAll(() => close());
  return company;
}

async function open(company: { -readonly [K in keyof TestCompany]: TestCompany[K] }): Promise<() => Promise<void>> {
  const adminUrl = inject('adminUrl');
  const name = `shoudan_test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${name} template ${template}`);
  const url = ownerUrl(adminUrl, name);
  const appUrl = withRole(url, 'shoudan_app', password);
  const owner = new pg.Pool({ connectionString: url, max: 2 });
  // Dropping the database may find a connection that is just closing.
  owner.on('connect', (client) => client.on('error', () => {}));
  owner.on('error', () => {});
  const db = openDatabase(appUrl, () => new Date());
  const filesDir = await mkdtemp(join(tmpdir(), 'shoudan-files-'));
  const signIn = openSignIn({
    url: withRole(url, 'shoudan_auth', password),
    secret: randomBytes(32).toString('hex'),
    publicUrl: 'http://localhost:5180',
    rightsOf,
  });
  const api = await createServer(
    { db, signIn, filesDir, demo: false, maxUploadBytes: 50_000_000, metricsToken: null, trustProxy: false },
    routes,
    pino({ level: 'silent' }),
    null,
  );

  const people = new Map<Role, string>();
  for (const role of ['owner', 'manager', 'rep', 'finance', 'officer', 'admin'] as const) {
    const id = uuidv7();
    people.set(role, id);
    await db.act(systemActor, ({ tx }) => tx.insertInto('person').values({ id, name: role, role }).execute());
    await signIn.createAccount({ personId: id, personName: role, signInName: role, password: testPassword });
  }
  const cookies = new Map<Role, string>();
  const table = jobs({ db, filesDir });

  Object.assign(company, {
    api,
    db,
    signIn,
    filesDir,
    owner,
    appUrl,
    jobs: table,
    personId: (role: Role) => people.get(role)!,
    async cookie(role: Role) {
      if (!cookies.has(role)) {
        const result = await signIn.signIn(role, testPassword, {}, new Date());
        if (result.kind !== 'signed_in') throw new Error(`${role} cannot sign in`);
        cookies.set(role, result.cookies[0]!.split(';', 1)[0]!);
      }
      return cookies.get(role)!;
    },
    async request(role: Role | null, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) {
      const headers = role === null ? {} : { cookie: await company.cookie(role) };
      const reply = await api.inject({ method, url: path, headers, ...(body === undefined ? {} : { payload: body as object }) });
      const isJson = String(reply.headers['content-type']).includes('json');
      return { status: reply.statusCode, body: isJson ? reply.json() : reply.body, headers: reply.headers };
    },
    async work() {
      const { Logger, runOnce } = await import('graphile-worker');
      const silent = new Logger(() => () => {});
      const taskList = Object.fromEntries(
        Object.entries(table).map(([task, job]) => [
          task,
          (payload: unknown) => job(payload as Record<string, unknown>, new AbortController().signal),
        ]),
      );
      await runOnce({ connectionString: withRole(url, 'shoudan_worker', password), taskList, logger: silent, noHandleSignals: true });
    },
  });

  return async () => {
    await api.close();
    await Promise.all([db.close(), signIn.close(), owner.end()]);
    await rm(filesDir, { recursive: true, force: true });
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  };
}
