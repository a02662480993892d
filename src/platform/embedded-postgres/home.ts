import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataProblem, isRoot, nameOfUser, writeDurably } from '../start-files.ts';
import { type Say, StartProblem } from '../start-problem.ts';
import { type RunAs, run } from './run.ts';

/** Where the embedded database lies and who runs it. */
export interface Home {
  readonly dir: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  /** Folder of the Unix socket; `undefined` on Windows, where a loopback port is used. */
  readonly socketDir: string | undefined;
  readonly logDir: string;
  /** What the server says before its own log is open. */
  readonly startLog: string;
  readonly as: RunAs | undefined;
}

/** @source sockaddr_un.sun_path: 108 bytes with the final zero on Linux, 104 on macOS */
const longestSocketPath = process.platform === 'darwin' ? 103 : 107;

/** Where a database goes whose user cannot enter the data directory (a checkout in root's 0700 home). */
const systemPlace = '/var/lib/shoudan';

/**
 * Finds or makes the database's home: `database/` in the data directory, or, where the database's user cannot get there, a
 * folder of its own under /var/lib/shoudan. The data directory then keeps a note of it in `database.json`, so that two
 * checkouts never share one and a moved checkout finds its own again.
 *
 * @throws StartProblem `no_unprivileged_user`, `data_unwritable`, `data_foreign`, `data_missing`, `disk_full`
 */
export async function openHome(dataDir: string, say: Say): Promise<Home> {
  const wanted = join(dataDir, 'database');
  const note = join(dataDir, 'database.json');
  try {
    const noted = existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as { place: string }).place : undefined;
    if (noted && !existsSync(noted)) throw new StartProblem('data_missing', { place: noted, note });
    const as = isRoot() ? unprivilegedUser(join(noted ?? wanted, 'cluster')) : undefined;
    let dir = noted ?? wanted;
    makeDir(dir, as);
    if (as && !(await canEnter(dir, as))) {
      if (noted) throw new StartProblem('data_unwritable', { place: dir, reason: as.name });
      dir = join(systemPlace, randomBytes(6).toString('hex'));
      mkdirSync(systemPlace, { recursive: true, mode: 0o755 });
      makeDir(dir, as);
      if (!(await canEnter(dir, as))) throw new StartProblem('no_unprivileged_user', { reason: dir });
      writeFileSync(join(dir, 'README.txt'), `守单 Shoudan: ${dataDir}\n`);
      writeDurably(note, `${JSON.stringify({ place: dir })}\n`);
      say('step.database_moved', { user: as.name, wanted, place: dir });
    }
    const logDir = join(dir, 'log');
    makeDir(logDir, as);
    return {
      dir,
      cluster: join(dir, 'cluster'),
      socketDir: process.platform === 'win32' ? undefined : socketDir(dir, as, say),
      logDir,
      startLog: join(logDir, 'start.log'),
      as,
    };
  } catch (error) {
    throw dataProblem(error, dataDir);
  }
}

/** A folder that only the database's user (and root) reads. */
function makeDir(dir: string, as: RunAs | undefined): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (as && statSync(dir).uid !== as.uid) chownSync(dir, as.uid, as.gid);
}

function socketDir(dir: string, as: RunAs | undefined, say: Say): string {
  const inside = join(dir, 'socket');
  const fits = (place: string): boolean => Buffer.byteLength(join(place, '.s.PGSQL.5432.lock')) <= longestSocketPath;
  if (fits(inside)) {
    makeDir(inside, as);
    return inside;
  }
  const name = `shoudan-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`;
  const outside = join(fits(join(tmpdir(), name)) ? tmpdir() : '/tmp', name);
  makeDir(outside, as);
  // Everybody may write to the temporary folder: what lies under this name must be ours, and open to nobody else.
  const found = lstatSync(outside);
  if (!found.isDirectory() || found.uid !== (as?.uid ?? process.getuid?.())) {
    throw new StartProblem('data_unwritable', { place: outside, reason: 'EEXIST' });
  }
  chmodSync(outside, 0o700);
  say('step.socket_moved', { place: outside });
  return outside;
}

/**
 * PostgreSQL refuses to run as root. An existing database keeps the user it belongs to.
 *
 * @throws StartProblem `no_unprivileged_user`
 */
function unprivilegedUser(cluster: string): RunAs {
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { uid, gid, name: nameOfUser(uid) };
  }
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [userNumber('-u', name), userNumber('-g', name)];
    if (uid !== undefined && gid !== undefined && uid !== 0) return { uid, gid, name };
  }
  throw new StartProblem('no_unprivileged_user', { reason: 'id postgres, id nobody' });
}

function userNumber(flag: '-u' | '-g', name: string): number | undefined {
  try {
    return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}

/** Asks the system and not the mode bits, since access lists and containers have a say too. */
async function canEnter(dir: string, as: RunAs): Promise<boolean> {
  const { code } = await run('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', dir], { cwd: '/', as });
  return code === 0;
}
