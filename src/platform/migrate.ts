import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';

const folder = new URL('../../migrations/', import.meta.url);

/** Login roles, each with the least it needs. None owns a table of ours, may create one, or may pass a row policy by. */
export const loginRoles = ['shoudan_app', 'shoudan_auth', 'shoudan_worker'] as const;

/** The database holds migrations that this program does not know: it was used by a newer version. */
export class NewerDatabase extends Error {}
/** A migration that was already applied reads differently now. */
export class ChangedMigration extends Error {}

/**
 * Brings the database up to date: roles, our migrations in order (each in its own transaction, under one lock, so that
 * several servers may start at once), and the job queue's own.
 *
 * @param ownerUrl connection of the database's owner, who may create roles
 * @param password for the login roles; set anew each time, so that it can be changed by changing the file it is kept in
 * @returns names of the migrations applied now
 * @throws NewerDatabase, ChangedMigration
 */
export async function migrate(ownerUrl: string, password: string): Promise<string[]> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query("select pg_advisory_lock(hashtext('shoudan migrations'))");
    await ensureRoles(owner, password);
    const applied = await applyAll(owner);
    await migrateQueue(owner, withRole(ownerUrl, 'shoudan_worker', password));
    return applied;
  } finally {
    await owner.end();
  }
}

/** The same server and database, as another role. */
export function withRole(url: string, role: (typeof loginRoles)[number], password: string): string {
  const parsed = new URL(url);
  parsed.username = role;
  parsed.password = password;
  return parsed.href;
}

async function ensureRoles(owner: pg.Client, password: string): Promise<void> {
  const { rows } = await owner.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [loginRoles]);
  const existing = new Set(rows.map((row) => row.rolname));
  for (const role of loginRoles) {
    const login = `login password ${pg.escapeLiteral(password)}`;
    // Only a new role is told what it may not do: to say it again takes rights that an owner need not have.
    await owner.query(
      existing.has(role) ? `alter role ${role} ${login}` : `create role ${role} ${login} nocreatedb nocreaterole noinherit`,
    );
  }
  // The queue lives in a schema that its own role owns, so that no other role needs rights on its tables.
  await owner.query('grant shoudan_worker to current_user');
  await owner.query('create schema if not exists graphile_worker authorization shoudan_worker');
}

async function applyAll(owner: pg.Client): Promise<string[]> {
  await owner.query(
    'create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
  );
  const { rows } = await owner.query<{ name: string; sha256: string }>('select name, sha256 from schema_migration');
  const known = new Map(rows.map((row) => [row.name, row.sha256]));
  const files = (await readdir(folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).toSorted();
  const unknown = rows.find((row) => !files.includes(row.name));
  if (unknown) throw new NewerDatabase(unknown.name);

  const applied: string[] = [];
  for (const name of files) {
    const sql = await readFile(new URL(name, folder), 'utf8');
    const sha256 = createHash('sha256').update(sql).digest('hex');
    const before = known.get(name);
    if (before === sha256) continue;
    if (before !== undefined) throw new ChangedMigration(name);
    await owner.query('begin');
    try {
      await owner.query(sql);
      await owner.query('insert into schema_migration (name, sha256) values ($1, $2)', [name, sha256]);
      await owner.query('commit');
    } catch (error) {
      await owner.query('rollback');
      throw new Error(`migration ${name}: ${(error as Error).message}`, { cause: error });
    }
    applied.push(name);
  }
  return applied;
}

/**
 * The queue's own migrations, then the one function through which the application adds jobs (the queue's tables carry
 * row policies of their own).
 */
async function migrateQueue(owner: pg.Client, workerUrl: string): Promise<void> {
  // They begin with `create schema if not exists`, which asks for the right to create even where the schema exists.
  const { rows } = await owner.query<{ name: string }>('select quote_ident(current_database()) as name');
  const database = rows[0]!.name;
  await owner.query(`grant create on database ${database} to shoudan_worker`);
  try {
    await runMigrations({ connectionString: workerUrl });
  } finally {
    await owner.query(`revoke create on database ${database} from shoudan_worker`);
  }
  await owner.query(`
    set role shoudan_worker;
    create or replace function graphile_worker.enqueue(task text, payload json, job_key text default null)
      returns void language sql security definer set search_path = graphile_worker, pg_temp
      as $$ select graphile_worker.add_job(task, payload, job_key => job_key) $$;
    revoke all on function graphile_worker.enqueue(text, json, text) from public;
    grant usage on schema graphile_worker to shoudan_app;
    grant execute on function graphile_worker.enqueue(text, json, text) to shoudan_app;
    reset role;`);
}
