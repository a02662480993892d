import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { run, type RunAs } from '#platform/embedded-postgres/run.ts';
import { checkFacts, type ServerFacts } from '#platform/start-external.ts';
import { exitCodes, StartProblem } from '#platform/start-problem.ts';
import { cleanUp, isRoot, launch, makePlace } from './start-support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const facts: ServerFacts = {
  version: '15.6 (Debian 15.6-0+deb12u1)',
  versionNumber: 150_006,
  encoding: 'UTF8',
  database: 'crm',
  user: 'shoudan',
  mayCreateInDatabase: true,
  mayCreateInPublic: true,
  mayCreateRoles: true,
};

describe('what a server must be', () => {
  it('15 or newer', () => {
    expect(() => checkFacts(facts)).not.toThrow();
    expect(() => checkFacts({ ...facts, versionNumber: 180_004 })).not.toThrow();
    const old = problemOf({ ...facts, version: '14.11', versionNumber: 140_011 });
    expect(old.exitCode).toBe(exitCodes.server_too_old);
    expect(old.message).toMatch(/14\.11，至少需要 15[\s\S]*14\.11; 15 or newer/);
  });

  it('in UTF-8', () => {
    expect(problemOf({ ...facts, encoding: 'SQL_ASCII' }).code).toBe('database_encoding');
  });

  it('with every missing right named at once', () => {
    const problem = problemOf({ ...facts, mayCreateInDatabase: false, mayCreateInPublic: false, mayCreateRoles: false });
    expect(problem.exitCode).toBe(exitCodes.database_rights);
    expect(problem.message).toMatch(
      /grant create on database crm to shoudan; grant create on schema public to shoudan; alter role shoudan createrole/,
    );
  });
});

function problemOf(found: ServerFacts): StartProblem {
  try {
    checkFacts(found);
  } catch (error) {
    if (error instanceof StartProblem) return error;
  }
  throw new Error('was accepted');
}

describe('a server that is not there', () => {
  afterEach(() => cleanUp());

  it('is named, without the password', async () => {
    const program = launch(['migrate'], { DATA_DIR: join(makePlace(), 'data'), DATABASE_URL: 'postgresql://me:geheim@127.0.0.1:1/crm' });
    expect(await program.ended()).toBe(exitCodes.database_unreachable);
    expect(program.text()).toMatch(/连不上数据库 127\.0\.0\.1:1\/crm[\s\S]*cannot be reached/);
    expect(program.text()).not.toContain('geheim');
  });

  it('and neither is one whose address is no address', async () => {
    const program = launch(['migrate'], { DATA_DIR: join(makePlace(), 'data'), DATABASE_URL: 'mysql://me:geheim@127.0.0.1/crm' });
    expect(await program.ended()).toBe(exitCodes.config_invalid);
    expect(program.text()).toContain('DATABASE_URL');
    expect(program.text()).not.toContain('geheim');
  });
});

const bin = '/usr/lib/postgresql/15/bin';

describe.runIf(existsSync(bin))("Debian's PostgreSQL 15", () => {
  let dir = '';
  let as: RunAs | undefined;
  const url = (user: string, database: string): string =>
    `postgresql://${user}:${user}@localhost/${database}?host=${encodeURIComponent(dir)}`;

  beforeAll(async () => {
    dir = mkdtempSync('/tmp/sd-15-');
    if (isRoot) {
      const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
      as = { uid: id('-u'), gid: id('-g'), name: 'postgres' };
      chownSync(dir, as.uid, as.gid);
    }
    const data = join(dir, 'data');
    const made = await run(`${bin}/initdb`, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'], {
      cwd: dir,
      as,
    });
    expect(made.code, made.output).toBe(0);
    const begun = await run(
      `${bin}/pg_ctl`,
      ['-D', data, '-w', '-l', join(dir, 'log'), '-o', `-k ${dir} -c listen_addresses=''`, 'start'],
      { cwd: dir, as },
    );
    expect(begun.code, begun.output).toBe(0);
    const admin = new pg.Client({ connectionString: url('postgres', 'postgres') });
    await admin.connect();
    await admin.query("create role chef login createrole password 'chef'");
    await admin.query("create role gast login password 'gast'");
    await admin.query("create database crm owner chef encoding 'UTF8' template template0");
    await admin.query("create database alt owner chef encoding 'SQL_ASCII' locale 'C' template template0");
    await admin.end();
  });
  afterAll(async () => {
    await run(`${bin}/pg_ctl`, ['-D', join(dir, 'data'), '-m', 'fast', '-w', 'stop'], { cwd: dir, as });
    rmSync(dir, { recursive: true, force: true });
  });
  afterEach(() => cleanUp());

  it('is used, by an owner who is no superuser, twice', async () => {
    const DATA_DIR = join(makePlace(), 'data');
    const first = launch(['migrate'], { DATA_DIR, DATABASE_URL: url('chef', 'crm') });
    expect(await first.ended(), first.text()).toBe(0);
    expect(existsSync(join(DATA_DIR, 'database'))).toBe(false);
    const program = launch(['start', '--empty'], { DATA_DIR, DATABASE_URL: url('chef', 'crm') });
    await program.seen(/setup\?token=/);
    const { rows } = await query(
      url('chef', 'crm'),
      `
      select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
             exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relowner = r.oid and n.nspname in ('public', 'auth')) as owns
      from pg_roles r where rolname like 'shoudan%' order by 1`,
    );
    expect(rows.map((row) => row['rolname'])).toEqual(['shoudan_app', 'shoudan_auth', 'shoudan_worker']);
    for (const row of rows)
      expect(row).toMatchObject({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owns: false });
    program.child.kill('SIGTERM');
    expect(await program.ended()).toBe(0);
    expect((await query(url('chef', 'crm'), 'select 1')).rows).toHaveLength(1);
  });

  it('says what is wrong with the database that was named', async () => {
    const cases = [
      [url('chef', 'nirgends'), exitCodes.database_missing, /没有库 nirgends[\s\S]*create database nirgends/],
      [url('gast', 'crm'), exitCodes.database_rights, /alter role gast createrole/],
      [url('chef', 'alt'), exitCodes.database_encoding, /SQL_ASCII[\s\S]*must be UTF8/],
      [url('niemand', 'crm'), exitCodes.database_refused, /拒绝登录[\s\S]*refuses the sign-in/],
    ] as const;
    for (const [address, code, sentence] of cases) {
      const program = launch(['migrate'], { DATA_DIR: join(makePlace(), 'data'), DATABASE_URL: address });
      expect(await program.ended(), program.text()).toBe(code);
      expect(program.text()).toMatch(sentence);
    }
  });
});

async function query(connectionString: string, sql: string): Promise<pg.QueryResult<Record<string, unknown>>> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}
