import pg from 'pg';
import { StartProblem } from './start-problem.ts';

/** Oldest PostgreSQL we test with, as `server_version_num / 10000`. */
export const oldestServer = 15;

/**
 * Checks a server of the operator's own before anything is written to it.
 *
 * @returns the server and database as shown to people, without the password
 * @throws StartProblem `database_unreachable`, `database_refused`, `database_missing`, `server_too_old`,
 *   `database_encoding`, `database_rights`
 */
export async function checkExternalDatabase(url: string): Promise<string> {
  const parsed = new URL(url);
  const database = decodeURIComponent(parsed.pathname.slice(1)) || parsed.username;
  const host = parsed.searchParams.get('host') ?? parsed.hostname;
  const server = `${host}${parsed.port ? `:${parsed.port}` : ''}/${database}`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'shoudan-check' });
  client.on('error', () => {});
  try {
    await client.connect().catch((error: unknown) => {
      throw connectionProblem(error, server, database);
    });
    const facts = await readFacts(client);
    checkFacts(facts);
    return server;
  } finally {
    await client.end().catch(() => {});
  }
}

export interface ServerFacts {
  /** As in `15.6 (Debian …)`. */
  readonly version: string;
  /** e.g. 150006 */
  readonly versionNumber: number;
  readonly encoding: string;
  readonly database: string;
  readonly user: string;
  readonly mayCreateInDatabase: boolean;
  readonly mayCreateInPublic: boolean;
  readonly mayCreateRoles: boolean;
}

/** @throws StartProblem `server_too_old`, `database_encoding`, `database_rights` */
export function checkFacts(facts: ServerFacts): void {
  const { database, user } = facts;
  if (Math.floor(facts.versionNumber / 10_000) < oldestServer) {
    throw new StartProblem('server_too_old', { found: facts.version.split(' ')[0] ?? '', needed: oldestServer });
  }
  if (facts.encoding !== 'UTF8') throw new StartProblem('database_encoding', { database, found: facts.encoding });
  const lacking = [
    ...(facts.mayCreateInDatabase ? [] : [`grant create on database ${database} to ${user}`]),
    ...(facts.mayCreateInPublic ? [] : [`grant create on schema public to ${user}`]),
    ...(facts.mayCreateRoles ? [] : [`alter role ${user} createrole`]),
  ];
  if (lacking.length > 0) throw new StartProblem('database_rights', { user, database, rights: lacking.join('; ') });
}

async function readFacts(client: pg.Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(`
    select current_setting('server_version') as version,
           current_setting('server_version_num')::int as "versionNumber",
           current_setting('server_encoding') as encoding,
           current_database() as database,
           current_user as user,
           has_database_privilege(current_database(), 'create') as "mayCreateInDatabase",
           has_schema_privilege('public', 'create') as "mayCreateInPublic",
           (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as "mayCreateRoles"`);
  const facts = rows[0];
  if (!facts) throw new Error('the server answered without a row');
  return facts;
}

/** @source https://www.postgresql.org/docs/18/errcodes-appendix.html */
function connectionProblem(error: unknown, server: string, database: string): StartProblem {
  const { code, message } = error as { code?: string; message: string };
  // Messages of failed connections name host, port or user, never the password.
  const reason = message || code || '';
  if (code === '3D000') return new StartProblem('database_missing', { server, database }, { cause: error });
  if (code?.startsWith('28') || code === '42501' || /password/i.test(message)) {
    return new StartProblem('database_refused', { server, reason }, { cause: error });
  }
  return new StartProblem(
    'database_unreachable',
    { server, reason: code && message !== code ? `${code} ${message}`.trim() : reason },
    { cause: error },
  );
}
