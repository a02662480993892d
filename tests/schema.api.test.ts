import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { useDatabase } from './database.ts';
import { dumpSchema } from './schema-dump.ts';

const root = join(import.meta.dirname, '..');
const golden = join(root, 'migrations/schema.sql');
const types = join(root, 'src/platform/db-types.ts');
const rewrite = process.env['UPDATE'] === '1';
const database = useDatabase();

async function tablesIn(schema: string): Promise<string[]> {
  const { rows } = await database.owner.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname = $1 order by 1`,
    [schema],
  );
  return rows.map((row) => row.name);
}

describe('the database after all migrations', () => {
  it('is what migrations/schema.sql says', async () => {
    const now = await dumpSchema(database.owner);
    expect(now.match(/^create table/gm)?.length).toBeGreaterThan(12);
    if (rewrite) writeFileSync(golden, now);
    expect(now).toBe(readFileSync(golden, 'utf8'));
  });

  it('has the types that the code was compiled with', async () => {
    const url = database.url;
    const generator = join(root, 'node_modules/kysely-codegen/dist/cli/bin.js');
    const options = ['--dialect', 'postgres', '--camel-case', '--date-parser', 'string', '--exclude-pattern', 'graphile_worker.*'];
    const mapping = ['--type-mapping', '{"int8":"number","jsonb":"unknown"}'];
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [generator, ...options, ...mapping, '--url', url, '--print', '--log-level', 'error'], {
      cwd: root,
    });
    expect(stdout.match(/^export interface/gm)?.length).toBeGreaterThan(12);
    if (rewrite) writeFileSync(types, stdout.trimStart());
    expect(stdout.trim()).toBe(readFileSync(types, 'utf8').trim());
  });

  it('guards every table by row policies', async () => {
    const { rows } = await database.owner.query<{ name: string; guarded: boolean; forced: boolean }>(
      `select c.relname as name, c.relrowsecurity as guarded, c.relforcerowsecurity as forced
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p')`,
    );
    expect(rows.filter((row) => !row.guarded)).toEqual([]);
    // Forced policies would bind functions that may see more than their caller, and silently blind them.
    expect(rows.filter((row) => row.forced)).toEqual([]);
    expect(rows.length).toBeGreaterThan(9);
  });

  it('lets no policy ask anew for every row', async () => {
    const { rows } = await database.owner.query<{ name: string; text: string }>(
      `select tablename || '.' || policyname as name, concat(qual, ' ', with_check) as text from pg_policies where schemaname = 'public'`,
    );
    const perRow = rows.filter(({ text }) => /(?<!SELECT )app\.(has_right|person_id)\(/.test(text));
    expect(perRow).toEqual([]);
    expect(rows.length).toBeGreaterThan(15);
  });
});

describe('the application’s role', () => {
  it('owns nothing and passes no policy by', async () => {
    const { rows } = await database.owner.query<Record<string, boolean | string>>(
      `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit,
         (select count(*)::int from pg_class where relowner = r.oid) + (select count(*)::int from pg_proc where proowner = r.oid)
           + (select count(*)::int from pg_namespace where nspowner = r.oid) as owned,
         (select count(*)::int from pg_auth_members where member = r.oid) as memberships
       from pg_roles r where rolname in ('shoudan_app', 'shoudan_auth') order by 1`,
    );
    const nothing = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolinherit: false,
      owned: 0,
      memberships: 0,
    };
    expect(rows).toEqual([
      { rolname: 'shoudan_app', ...nothing },
      { rolname: 'shoudan_auth', ...nothing },
    ]);
  });

  it('cannot read passwords or sessions, nor what it never needs', async () => {
    const closed = [...(await tablesIn('auth')), ...(await tablesIn('graphile_worker')), 'public.schema_migration'];
    expect(closed.length).toBeGreaterThan(8);
    await database.as('shoudan_app', async (client) => {
      for (const table of closed) await expect(client.query(`select * from ${table}`), table).rejects.toThrow(/permission denied/);
    });
  });

  it('cannot make, change or empty tables', async () => {
    await database.as('shoudan_app', async (client) => {
      for (const statement of [
        'create table loot ()',
        'create table app.loot ()',
        'truncate event',
        'alter table person disable row level security',
        'drop policy person_read on person',
      ]) {
        await expect(client.query(statement), statement).rejects.toThrow(/permission denied|must be owner/);
      }
    });
  });

  it('cannot change or remove what happened, nor say that somebody else did it', async () => {
    const { rows } = await database.owner.query<{ count: number }>('select count(*)::int as count from event');
    await database.as('shoudan_app', async (client) => {
      await client.query(`select set_config('app.rights', ' system events.read ', false)`);
      await expect(client.query(`update event set type = 'a.b'`)).rejects.toThrow(/permission denied/);
      await expect(client.query('delete from event')).rejects.toThrow(/permission denied/);
      const forged = `insert into event (id, type, subject_type, actor_id, actor_role, occurred_at)
        values (gen_random_uuid(), 'identity.signed_in', 'person', gen_random_uuid(), 'owner', now())`;
      await expect(client.query(forged)).rejects.toThrow(/row-level security/);
    });
    const after = await database.owner.query<{ count: number }>('select count(*)::int as count from event');
    expect(after.rows).toEqual(rows);
  });

  it('sees not one row, and writes none, where it was not told who asks', async () => {
    await fillEveryTable();
    const tables = (await tablesIn('public')).filter((name) => name !== 'public.schema_migration');
    const empty: string[] = [];
    const open: string[] = [];
    await database.as('shoudan_app', async (client) => {
      for (const table of tables) {
        const all = await database.owner.query<{ count: number }>(`select count(*)::int as count from ${table}`);
        if (all.rows[0]?.count === 0) empty.push(table);
        const seen = await client.query<{ count: number }>(`select count(*)::int as count from ${table}`);
        if (seen.rows[0]?.count !== 0) open.push(table);
      }
      await expect(client.query(`insert into customer (id, import_key, name) values (gen_random_uuid(), 'x', 'x')`)).rejects.toThrow(
        /row-level security/,
      );
      expect((await client.query(`update customer set name = 'x'`)).rowCount).toBe(0);
    });
    expect(empty, 'a table without a row proves nothing: give it one in fillEveryTable').toEqual([]);
    expect(open).toEqual([]);
    expect(tables.length).toBeGreaterThan(9);
  });

  it('is told the same when it was told nothing as when the person is nobody', async () => {
    await database.as('shoudan_app', async (client) => {
      const { rows } = await client.query(`select app.person_id() as person, app.has_right('system') as told, app.has_right('') as empty`);
      expect(rows).toEqual([{ person: null, told: false, empty: false }]);
    });
  });

  it('is not given a right by part of another’s name', async () => {
    await database.as('shoudan_app', async (client) => {
      await client.query(`select set_config('app.rights', ' detection.see_company orders.import ', false)`);
      const { rows } = await client.query(`select app.has_right('detection.see') as part, app.has_right('orders.import') as whole`);
      expect(rows).toEqual([{ part: false, whole: true }]);
    });
  });
});

/** One row in each table, written by the owner, whom policies do not bind. */
async function fillEveryTable(): Promise<void> {
  const [person, customer, file, run] = [
    '10000000-0000-7000-8000-000000000000',
    '10000000-0000-7000-8000-000000000001',
    '10000000-0000-7000-8000-000000000002',
    '10000000-0000-7000-8000-000000000003',
  ];
  await database.owner.query(`
    insert into person (id, name, role) values ('${person}', '王芳', 'rep');
    insert into setting (key, value) values ('test', '{}');
    insert into event (id, type, subject_type, actor_role, occurred_at) values (gen_random_uuid(), 'test.happened', 'test', 'system', now());
    insert into customer (id, import_key, name) values ('${customer}', 'K1', '一号客户');
    insert into ownership (id, customer_id, person_id, valid, gained_by) values (gen_random_uuid(), '${customer}', '${person}', '[2020-01-01,)', 'imported');
    insert into import (id, kind, file_name, file_sha256, bytes, status, preview, created_by) values ('${file}', 'orders', 'a.csv', '\\x00', 1, 'done', '{}', '${person}');
    insert into order_line (row_key, customer_id, ordered_on, amount_minor, import_id) values (gen_random_uuid(), '${customer}', '2024-01-01', 100, '${file}');
    insert into detection_run (id, as_of, status, engine, trigger) values ('${run}', '2024-01-01', 'done', 'test', 'manual');
    insert into company_finding (run_id, figures) values ('${run}', '{}');
    insert into rep_finding (run_id, person_id, tier, figures) values ('${run}', '${person}', 'none', '{}');
    insert into customer_finding (run_id, customer_id, is_silent, evidence, figures) values ('${run}', '${customer}', false, 0, '{}');
  `);
}
