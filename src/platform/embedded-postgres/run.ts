import { spawn } from 'node:child_process';

/** The user that PostgreSQL runs as when it may not be ours; `undefined`: ourselves. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

export interface Outcome {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  /** Standard output and error output. */
  readonly output: string;
  /** Why it could not even begin, e.g. `ENOENT`, `EACCES`, `EPERM`. */
  readonly failure?: string;
}

/**
 * Runs a program to its end.
 *
 * Does not wait long for its pipes to close: `pg_ctl start` leaves a server behind that may hold them. The working
 * directory must be one that the other user can enter, and no PG* or LC_* variable of ours may change what PostgreSQL does.
 */
export async function run(
  file: string,
  args: readonly string[],
  options: { cwd: string; as: RunAs | undefined; input?: string },
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  let output = '';
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: cleanEnvironment(),
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.as ? { uid: options.as.uid, gid: options.as.gid } : {}),
  });
  child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => void (output += chunk.toString('utf8')));
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  child.on('error', (error: NodeJS.ErrnoException) => resolve({ code: null, output, failure: error.code ?? error.message }));
  child.on('close', (code) => resolve({ code, output }));
  child.on('exit', (code) => {
    setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code, output });
    }, 300).unref();
  });
  return promise;
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG$|LANGUAGE$|NODE_)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
