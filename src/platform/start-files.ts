import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { StartProblem } from './start-problem.ts';

/** Generated once per data directory; only whoever runs the program can read the file. */
export interface Secrets {
  /** Of PostgreSQL's superuser; embedded database only. */
  readonly superuserPassword: string;
  /** Of the database's owner; embedded database only. */
  readonly ownerPassword: string;
  /** Of the login roles that migrations create. */
  readonly rolePassword: string;
  /** Signs session cookies. */
  readonly authSecret: string;
}

/**
 * Makes sure that the data directory exists and can be written.
 *
 * Open to its owner alone; as root others may pass through (not list it), since the database runs as another user.
 *
 * @throws StartProblem `data_unwritable`, `data_foreign`, `disk_full`
 */
export function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dirname(dataDir), { recursive: true });
    mkdirSync(dataDir);
    chmodSync(dataDir, isRoot() ? 0o711 : 0o700);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw dataProblem(error, dataDir);
  }
  const probe = join(dataDir, `.write-${process.pid}.tmp`);
  try {
    writeDurably(probe, 'x'.repeat(4096));
  } catch (error) {
    throw dataProblem(error, dataDir);
  } finally {
    if (existsSync(probe)) rmSync(probe);
  }
}

/** Reads `secrets.json` of the data directory, and makes it the first time. */
export function readSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw dataProblem(error, dataDir);
  }
  const secret = (): string => randomBytes(24).toString('base64url');
  const secrets: Secrets = {
    superuserPassword: secret(),
    ownerPassword: secret(),
    rolePassword: secret(),
    authSecret: secret(),
  };
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeDurably(draft, `${JSON.stringify(secrets, null, 2)}\n`);
    // A link, unlike a rename, does not replace what another process has just made.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw dataProblem(error, dataDir);
  } finally {
    rmSync(draft, { force: true });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
}

/** Writes a new file that only its owner reads, and waits for the disk. */
export function writeDurably(file: string, content: string): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Waits until new names in a directory are on the disk; Windows does that by itself. */
export function syncDir(dir: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(dir, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Turns what the file system refused into a sentence for the operator; returns anything else unchanged. */
export function dataProblem(error: unknown, place: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new StartProblem('disk_full', { place }, { cause: error });
  if (code === 'EACCES' || code === 'EPERM') {
    const owner = ownerOf(place);
    const user = userName();
    if (owner !== undefined && owner !== user) return new StartProblem('data_foreign', { place, owner, user }, { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST' || code === 'EISDIR') {
    return new StartProblem('data_unwritable', { place, reason: code }, { cause: error });
  }
  return error;
}

/** Free bytes for ordinary users where `place` lies; `undefined` where the system does not tell. */
export function freeBytes(place: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(place);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** On POSIX systems; never on Windows. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function ownerOf(place: string): string | undefined {
  try {
    return nameOfUser(statSync(place).uid);
  } catch {
    return undefined;
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '?');
  }
}

/** Name of a user number, or the number where it has no name. */
export function nameOfUser(uid: number): string {
  try {
    return execFileSync('id', ['-un', String(uid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return String(uid);
  }
}
