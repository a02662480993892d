import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { run } from '#platform/embedded-postgres/run.ts';
import { execFileSync } from 'node:child_process';
import { prepareTemplate } from './template.ts';

const bin = '/usr/lib/postgresql/15/bin';

/** A cluster of Debian's PostgreSQL 15, the oldest version that we support, on a Unix socket of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync('/tmp/shoudan-pg15-');
  const as = process.getuid?.() === 0 ? unprivileged() : undefined;
  if (as) chownSync(dir, as.uid, as.gid);
  const data = join(dir, 'data');
  const options = { cwd: dir, as };
  await succeed(run(`${bin}/initdb`, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'], options));
  await succeed(
    run(
      `${bin}/pg_ctl`,
      ['-D', data, '-w', '-l', join(dir, 'log'), '-o', `-k ${dir} -c listen_addresses='' -c fsync=off`, 'start'],
      options,
    ),
  );
  const adminUrl = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(dir)}`;
  project.provide('adminUrl', adminUrl);
  await prepareTemplate(adminUrl);
  return async () => {
    await run(`${bin}/pg_ctl`, ['-D', data, '-m', 'fast', '-w', 'stop'], options);
    rmSync(dir, { recursive: true, force: true });
  };
}

function unprivileged(): { uid: number; gid: number; name: string } {
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g'), name: 'postgres' };
}

async function succeed(running: ReturnType<typeof run>): Promise<void> {
  const { code, output } = await running;
  if (code !== 0) throw new Error(output);
}
