import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dataProblem } from './start-files.ts';
import { report } from './start-lifecycle.ts';
import { sayOnTerminal, StartProblem } from './start-problem.ts';

const root = resolve(import.meta.dirname, '..', '..');
const built = join(root, 'dist', 'web');
/** Says from which sources the pages were built. */
const stampName = 'build.json';

/** Files that pages cannot come from, or that change without changing a page. */
const serverOnly =
  /\.test\.tsx?$|^src\/(platform|commands)\/|^src\/(app|main|modules)\.ts$|^src\/modules\/\w+\/((queries|actions|routes|events)\.ts$|leak\/|report\/|import\/(?!texts\.ts$))/;

/**
 * Builds the web pages unless they were built from these very sources. Built aside and then put in place, so that a build
 * that was interrupted leaves the old pages, or none.
 *
 * @returns the exit code for the process
 */
export async function prepareWeb(): Promise<number> {
  try {
    const sources = hashSources();
    if (readStamp() === sources) return 0;
    if (!existsSync(join(root, 'node_modules', 'vite'))) {
      // Installed without development packages: pages that were brought along are served as they are.
      if (existsSync(join(built, 'index.html'))) return 0;
      throw new StartProblem('web_missing');
    }
    sayOnTerminal('step.web_building');
    await build(sources);
    return 0;
  } catch (error) {
    return report(error);
  }
}

async function build(sources: string): Promise<void> {
  const draft = `${built}.${process.pid}.tmp`;
  try {
    mkdirSync(draft, { recursive: true });
    await runVite(draft);
    writeFileSync(join(draft, stampName), `${JSON.stringify({ sources })}\n`);
    rmSync(built, { recursive: true, force: true });
    renameSync(draft, built);
  } catch (error) {
    throw dataProblem(error, join(root, 'dist'));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function runVite(outDir: string): Promise<void> {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { promise, resolve: done, reject } = Promise.withResolvers<number | null>();
  const child = spawn(process.execPath, [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  child.on('error', reject);
  child.on('exit', done);
  if ((await promise) !== 0) throw new StartProblem('web_failed');
}

function hashSources(): string {
  const hash = createHash('sha256');
  const files = globSync(['src/**/*', 'public/**/*', 'index.html', 'vite.config.ts', 'package-lock.json'], {
    cwd: root,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !serverOnly.test(path))
    .toSorted();
  for (const path of files) hash.update(`${path}\n`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function readStamp(): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(built, stampName), 'utf8')) as { sources: string }).sources;
  } catch {
    return undefined;
  }
}
