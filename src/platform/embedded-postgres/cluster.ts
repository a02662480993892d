import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { dataProblem, freeBytes, type Secrets, syncDir } from '../start-files.ts';
import { type Say, StartProblem } from '../start-problem.ts';
import type { Binaries } from './binaries.ts';
import type { Home } from './home.ts';
import { type Outcome, run } from './run.ts';
import { accessRules, serverSettings } from './settings.ts';

/** The database in the cluster, and the role that owns it; also its superuser's name. */
export const names = { database: 'shoudan', owner: 'shoudan_owner', superuser: 'postgres' } as const;

/** One embedded PostgreSQL: what it needs to be started, joined and stopped. */
export interface Cluster {
  readonly home: Home;
  readonly binaries: Binaries;
  readonly secrets: Secrets;
  readonly say: Say;
}

/** Longest wait for recovery after a crash, in seconds: replaying 2 GB of log on a slow disk. */
const startTimeout = 300;

/**
 * Makes the cluster where there is none: initialised and furnished under another name and then renamed, so that one found
 * under its own name is complete, whatever was killed when.
 *
 * @throws StartProblem `disk_full`, `data_unwritable`, `data_version`, `database_failed`
 */
export async function ensureCluster(cluster: Cluster): Promise<void> {
  const { home, binaries, say } = cluster;
  const place = home.cluster;
  if (existsSync(join(place, 'PG_VERSION'))) {
    const found = readFileSync(join(place, 'PG_VERSION'), 'utf8').trim();
    if (Number(found) !== binaries.major) {
      throw new StartProblem('data_version', { place: home.dir, found, expected: binaries.major });
    }
    return;
  }
  say('step.database_created');
  for (const old of readdirSync(home.dir)) {
    if (/^cluster\.\d+\.tmp$/.test(old) && !isAlive(Number(old.split('.')[1]))) {
      rmSync(join(home.dir, old), { recursive: true, force: true });
    }
  }
  const draft = `${place}.${process.pid}.tmp`;
  try {
    const args = ['-D', draft, '-U', names.superuser, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    const locale = binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [];
    succeed(cluster, await run(binaries.initdb, [...args, ...locale], { cwd: home.dir, as: home.as }));
    await furnish(cluster, draft, 'create');
    // Written to the disk once, at the end, and where it can be with one call instead of a thousand.
    const once = binaries.major >= 17 && process.platform === 'linux' ? ['--sync-method=syncfs'] : [];
    succeed(cluster, await run(binaries.initdb, ['-D', draft, '--sync-only', ...once], { cwd: home.dir, as: home.as }));
    renameSync(draft, place);
    syncDir(home.dir);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process may have been quicker.
    if (!existsSync(join(place, 'PG_VERSION'))) throw dataProblem(error, home.dir);
  }
}

/**
 * Joins the running server, or starts it.
 *
 * @returns the URL of the superuser
 * @throws StartProblem `data_locked`, `disk_full`, `data_unwritable`, `database_failed`
 */
export async function startCluster(cluster: Cluster): Promise<{ url: string; joined: boolean }> {
  const { home, binaries, secrets, say } = cluster;
  const running = await findRunning(cluster);
  if (running) return { url: running, joined: true };

  const unclean = existsSync(join(home.cluster, 'postmaster.pid'));
  const port = home.socketDir ? 5432 : await freePort();
  for (let attempt = 0; ; attempt += 1) {
    writeConfiguration(cluster, port);
    disownStaleLocks(home);
    const timer = unclean ? setTimeout(() => say('step.database_recovering'), 2000) : undefined;
    const outcome = await run(binaries.pgCtl, ['start', '-D', home.cluster, '-w', '-t', String(startTimeout), '-s', '-l', home.startLog], {
      cwd: home.dir,
      as: home.as,
    });
    clearTimeout(timer);
    if (outcome.code === 0) {
      const url = urlOf(home, port, names.superuser, secrets.superuserPassword, 'postgres');
      const answer = await ask(url);
      if (answer === 'yes') return { url, joined: false };
      if (answer !== 'wrong password') throw failure(cluster, answer);
      await resetPasswords(cluster);
      continue;
    }
    const joined = await findRunning(cluster);
    if (joined) return { url: joined, joined: true };
    // The children of a killed server need a moment to notice and let go of its memory.
    if (attempt < 20 && /pre-existing shared memory block/.test(startLog(home))) {
      await sleep(250);
      continue;
    }
    throw failure(cluster, outcome.failure ?? outcome.output);
  }
}

/** Stops it after running transactions were rolled back; committed work is on the disk already. */
export async function stopCluster({ home, binaries }: Cluster): Promise<void> {
  await run(binaries.pgCtl, ['stop', '-D', home.cluster, '-m', 'fast', '-w', '-t', '60', '-s'], { cwd: home.dir, as: home.as });
}

/** A URL for a role and database of this cluster, as its running server listens. */
export function urlOf(home: Home, port: number, user: string, password: string, database: string): string {
  const login = `${user}:${encodeURIComponent(password)}`;
  return home.socketDir
    ? `postgresql://${login}@localhost:${port}/${database}?host=${encodeURIComponent(home.socketDir)}`
    : `postgresql://${login}@127.0.0.1:${port}/${database}`;
}

/** The port that the running server wrote down. */
export function portOf(home: Home): number {
  return readPostmaster(home)?.port ?? 5432;
}

/** The superuser's URL of a server that runs on this cluster already. */
async function findRunning(cluster: Cluster): Promise<string | undefined> {
  const { home, secrets } = cluster;
  for (let waited = 0; ; waited += 250) {
    const postmaster = readPostmaster(home);
    if (!postmaster || !isAlive(postmaster.pid) || !isPostgres(postmaster.pid)) return undefined;
    const url = urlOf(home, postmaster.port, names.superuser, secrets.superuserPassword, 'postgres');
    const answer = await ask(url);
    if (answer === 'yes') return url;
    if (answer === 'wrong password') {
      await resetPasswords(cluster);
      return undefined;
    }
    // Starting, recovering or stopping. After a while it may only be one that lost its socket: then ours to stop.
    if (answer !== 'not now' && waited >= 5000) {
      await stopCluster(cluster);
      if (isAlive(postmaster.pid)) throw new StartProblem('data_locked', { place: home.dir, pid: postmaster.pid });
      return undefined;
    }
    if (waited >= startTimeout * 1000) throw new StartProblem('data_locked', { place: home.dir, pid: postmaster.pid });
    await sleep(250);
  }
}

/** Where the secrets were lost or came from a backup: whoever owns the files may set new ones. */
async function resetPasswords(cluster: Cluster): Promise<void> {
  await stopCluster(cluster);
  await furnish(cluster, cluster.home.cluster, 'alter');
}

/** Roles, passwords and the database, through PostgreSQL's single-user mode: nothing can connect meanwhile. */
async function furnish(cluster: Cluster, place: string, verb: 'create' | 'alter'): Promise<void> {
  const { home, binaries, secrets } = cluster;
  const statements = [
    `alter role ${names.superuser} password '${secrets.superuserPassword}'`,
    `${verb} role ${names.owner} login createrole createdb password '${secrets.ownerPassword}'`,
    ...(verb === 'create' ? [`create database ${names.database} owner ${names.owner}`] : []),
  ];
  const sync = verb === 'create' ? 'off' : 'on';
  const args = [
    '--single',
    '-D',
    place,
    '-c',
    `fsync=${sync}`,
    '-c',
    'password_encryption=scram-sha-256',
    '-c',
    'logging_collector=off',
    'postgres',
  ];
  const outcome = await run(binaries.postgres, args, { cwd: home.dir, as: home.as, input: `${statements.join('\n')}\n` });
  succeed(cluster, /^.*(ERROR|FATAL|PANIC):/m.test(outcome.output) ? { ...outcome, code: 1 } : outcome);
}

function writeConfiguration({ home }: Cluster, port: number): void {
  try {
    const write = (file: string, content: string): void => {
      writeFileSync(file, content);
      if (home.as) chownSync(file, home.as.uid, home.as.gid);
    };
    write(join(home.cluster, 'postgresql.conf'), serverSettings(home, port));
    write(join(home.cluster, 'pg_hba.conf'), accessRules());
    const local = join(home.cluster, 'local.conf');
    if (!existsSync(local)) write(local, '# Your own PostgreSQL settings; they win over postgresql.conf beside this file.\n');
    write(home.startLog, '');
  } catch (error) {
    throw dataProblem(error, home.dir);
  }
}

type Answer = 'yes' | 'not now' | 'wrong password' | (string & {});

/** Whether the superuser gets in; otherwise why not. */
async function ask(url: string): Promise<Answer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return 'yes';
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === '57P03') return 'not now';
    return code === '28P01' ? 'wrong password' : (code ?? message);
  } finally {
    await client.end().catch(() => {});
  }
}

/** @source https://www.postgresql.org/docs/18/storage-file-layout.html: pid, directory, start, port, socket folder, … */
function readPostmaster(home: Home): { pid: number; port: number } | undefined {
  try {
    const lines = readFileSync(join(home.cluster, 'postmaster.pid'), 'utf8').split('\n');
    // Negative: the single-user mode.
    const pid = Math.abs(Number(lines[0]));
    return pid > 0 ? { pid, port: Number(lines[3]) || 5432 } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw dataProblem(error, home.dir);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** No system gives this number to a process. */
const nobodysPid = 2 ** 31 - 1;

/**
 * Locks that name a process which is no PostgreSQL: another program got the number after a restart of the machine or
 * container, or a killed one waits for its parent to take note of it. PostgreSQL itself cannot tell, and would refuse to start.
 * The rest of the main lock stays, since from it PostgreSQL sees whether children of the old server are still writing.
 */
function disownStaleLocks(home: Home): void {
  const locks = [join(home.cluster, 'postmaster.pid'), ...(home.socketDir ? [join(home.socketDir, '.s.PGSQL.5432.lock')] : [])];
  for (const lock of locks.filter((file) => existsSync(file))) {
    const [first, ...rest] = readFileSync(lock, 'utf8').split('\n');
    const pid = Math.abs(Number(first));
    if (isAlive(pid) && !isPostgres(pid)) writeFileSync(lock, [String(nobodysPid), ...rest].join('\n'));
  }
}

function isPostgres(pid: number): boolean {
  try {
    const name =
      process.platform === 'linux'
        ? // `123 (postgres) S …`; a zombie is no server any more.
          readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) Z .*/s, '')
        : process.platform === 'win32'
          ? execFileSync('tasklist', ['/FI', `PID eq ${pid}`, '/NH'], { encoding: 'utf8' })
          : execFileSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' });
    return name.includes('postgres');
  } catch {
    // Cannot be told: leave the decision to PostgreSQL.
    return true;
  }
}

async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer();
  server.on('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return promise;
}

function startLog(home: Home): string {
  try {
    return readFileSync(home.startLog, 'utf8');
  } catch {
    return '';
  }
}

function succeed(cluster: Cluster, outcome: Outcome): void {
  if (outcome.code !== 0) throw failure(cluster, outcome.failure ?? outcome.output);
}

/** What PostgreSQL said, as one of the sentences the operator can act on. */
function failure({ home }: Cluster, said: string): StartProblem {
  const todays = new Date().toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' });
  const log = join(home.logDir, `postgresql-${todays}.log`);
  let later = '';
  try {
    later = readFileSync(log, 'utf8').slice(-4000);
  } catch {
    // It did not come that far.
  }
  const everything = `${said}\n${startLog(home)}\n${later}`;
  const code = classifyFailure(`${said}\n${startLog(home)}`, freeBytes(home.dir));
  const pid = /PID (\d+)/.exec(everything)?.[1] ?? '?';
  const reason = /FATAL: .*/.exec(everything)?.[0] ?? 'EACCES';
  const lines = everything.trim().split('\n').slice(-8).join('\n');
  return new StartProblem(code, { place: home.dir, pid, reason, log, lines });
}

/**
 * @param said what initdb, pg_ctl or postgres printed
 * @param free bytes left on the disk; PostgreSQL cannot write why it stopped when there are none
 */
export function classifyFailure(
  said: string,
  free: number | undefined,
): 'disk_full' | 'data_locked' | 'data_unwritable' | 'database_failed' {
  if (/No space left on device|Disk quota exceeded/.test(said) || (free !== undefined && free < 8 * 2 ** 20)) return 'disk_full';
  if (/lock file ".*postmaster\.pid" already exists/.test(said)) return 'data_locked';
  if (/Permission denied|Read-only file system|has wrong ownership/.test(said)) return 'data_unwritable';
  return 'database_failed';
}
