import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const project = resolve(import.meta.dirname, '..');
export const isRoot = process.getuid?.() === 0;

/** An unprivileged user to play the ordinary one, when the tests run as root. */
export const ordinaryUser = { uid: 65_534, gid: 65_534 };

/** Whether that user can get at this checkout at all; not in root's 0700 home. */
export const ordinaryCanEnter = isRoot && foldersAbove(project).every((folder) => (statSync(folder).mode & 0o001) !== 0);

function foldersAbove(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}

/** A real program on real files; ends with the test that started it. */
export interface Program {
  readonly child: ChildProcess;
  /** Both outputs so far. */
  text(): string;
  /** Waits until the outputs match. Throws, showing them, when the program ends or the time is up before. */
  seen(pattern: RegExp): Promise<RegExpExecArray>;
  /** Exit code, or the signal's name. */
  ended(): Promise<number | string>;
}

const dirs: string[] = [];
const programs: Program[] = [];

/** A folder to hold a data directory; as root one that other users may pass through, as below /srv. */
export function makePlace(options: { mode?: number; owner?: { uid: number; gid: number } } = {}): string {
  const dir = mkdtempSync('/tmp/sd-');
  if (options.owner && isRoot) chownSync(dir, options.owner.uid, options.owner.gid);
  chmodSync(dir, options.mode ?? (isRoot ? 0o711 : 0o700));
  dirs.push(dir);
  return dir;
}

/** Runs `node src/main.ts …args` with nothing of our own environment that could change what it does. */
export function launch(args: readonly string[], env: Record<string, string>, user?: { uid: number; gid: number }): Program {
  const child = spawn(process.execPath, ['src/main.ts', ...args], {
    cwd: project,
    env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user && isRoot ? user : {}),
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => void (output += chunk.toString('utf8')));
  const end = new Promise<number | string>((done) => {
    child.on('close', (code, signal) => done(code ?? signal ?? 'unknown'));
    // It could not even begin.
    child.on('error', (error) => done(error.message));
  });
  const program: Program = {
    child,
    text: () => output,
    async seen(pattern) {
      const deadline = performance.now() + 60_000;
      for (;;) {
        const found = pattern.exec(output);
        if (found) return found;
        if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline) {
          await sleep(100);
          const late = pattern.exec(output);
          if (late) return late;
          throw new Error(`waited for ${pattern} in vain (exit ${child.exitCode ?? child.signalCode}):\n${output}`);
        }
        await sleep(20);
      }
    },
    ended: () => end,
  };
  programs.push(program);
  return program;
}

/** Ends what the test left running, and removes its folders; `between` when nothing runs any more. */
export async function cleanUp(between: () => void = () => {}): Promise<void> {
  for (const program of programs.splice(0)) {
    if (program.child.exitCode === null && program.child.signalCode === null) program.child.kill('SIGKILL');
    await program.ended();
  }
  for (const dir of dirs.splice(0)) {
    for (const database of databasesIn(dir)) {
      const pid = postmasterOf(database);
      if (pid !== undefined) {
        killNow(pid);
        await gone(pid);
      }
      rmSync(database, { recursive: true, force: true });
    }
    between();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Folders in which the database of a data directory `data` or `.` below `dir` lies. */
function databasesIn(dir: string): string[] {
  return [dir, join(dir, 'data')].flatMap((data) => {
    const note = join(data, 'database.json');
    const noted = existsSync(note) ? [(JSON.parse(readFileSync(note, 'utf8')) as { place: string }).place] : [];
    return [join(data, 'database'), ...noted];
  });
}

/** Process number of the PostgreSQL that runs on this database. */
export function postmasterOf(database: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(database, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    return isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** A process that has ended but whose parent has not taken note of it yet (a container without an init) is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}

export function killNow(pid: number): void {
  process.kill(pid, 'SIGKILL');
}

/** Waits until a process is gone that is not our child. */
export async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(20);
}

/** User name that a process runs as. */
export function userOf(pid: number): string {
  return execFileSync('ps', ['-o', 'user=', '-p', String(pid)], { encoding: 'utf8' }).trim();
}
