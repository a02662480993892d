import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One step of the gate: a command, and how many things it looked at by what it printed or wrote. */
export interface Step {
  readonly name: string;
  /** A program in node_modules/.bin and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly looked: (output: string) => Looked;
  /** Lines of its output that are only there to be counted. */
  readonly hide?: RegExp;
  /** Why the step cannot run on this machine; absent where it can. */
  readonly leftOut?: string;
}

export interface Looked {
  readonly count: number;
  /** What was counted, in the plural. */
  readonly of: string;
  /** Tests that were skipped on this machine, and that failed. */
  readonly skipped?: number;
  readonly failed?: number;
  /** Tests among them, which passed one by one. */
  readonly tests: boolean;
}

const root = join(import.meta.dirname, '../..');
const reports = mkdtempSync(join(tmpdir(), 'shoudan-check-'));

function files(pattern: RegExp): Step['looked'] {
  return (output) => ({ count: Number(pattern.exec(output)?.[1] ?? 0), of: 'files', tests: false });
}

function vitest(name: string, project: string, leftOut?: string): Step {
  const report = join(reports, `${project}.json`);
  return {
    name,
    command: ['vitest', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    looked() {
      if (!existsSync(report)) return { count: 0, of: 'tests', tests: true };
      const counts = JSON.parse(readFileSync(report, 'utf8')) as {
        numPassedTests: number;
        numPendingTests: number;
        numFailedTests: number;
      };
      return { count: counts.numPassedTests, of: 'tests', skipped: counts.numPendingTests, failed: counts.numFailedTests, tests: true };
    },
    ...(leftOut === undefined ? {} : { leftOut }),
  };
}

function countOurs(output: string): number {
  return output.split('\n').filter((line) => line.startsWith(root) && !line.includes('node_modules')).length;
}

/** The gate, in order: what fails fast comes first. */
export const steps: readonly Step[] = [
  {
    name: 'types',
    command: ['tsc', '-p', '.', '--listFiles'],
    hide: /^\/.*\n/gm,
    looked: (output) => ({ count: countOurs(output), of: 'files', tests: false }),
  },
  { name: 'lint', command: ['oxlint', '--deny-warnings', '--report-unused-disable-directives'], looked: files(/ on (\d+) files/) },
  { name: 'format', command: ['oxfmt', '--check', '.'], looked: files(/ on (\d+) files/) },
  {
    name: 'unused',
    command: ['knip', '--no-progress', '--reporter', 'symbols', '--reporter', './tests/gate/count-knip.ts'],
    looked: files(/looked at (\d+) files/),
  },
  vitest('unit', 'unit'),
  vitest('API', 'api'),
  vitest(
    'API, PostgreSQL 15',
    'api-postgres-15',
    ...(existsSync('/usr/lib/postgresql/15/bin') ? [] : ['PostgreSQL 15 is not installed here (Debian: postgresql-15)']),
  ),
  {
    name: 'web build',
    command: ['vite', 'build', '--outDir', join(reports, 'web')],
    looked: (output) => ({ count: Number(/(\d+) modules transformed/.exec(output)?.[1] ?? 0), of: 'modules', tests: false }),
  },
  vitest('browser stories', 'browser'),
];
