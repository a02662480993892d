import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openEmbeddedDatabase } from '#platform/embedded-postgres/open.ts';
import { prepareDataDir, readSecrets } from '#platform/start-files.ts';
import { prepareTemplate } from './template.ts';

/** One embedded PostgreSQL for all API tests, made the way `npm start` makes it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const place = mkdtempSync(join(tmpdir(), 'shoudan-test-'));
  // As root the database runs as another user, who must get there.
  chmodSync(place, 0o711);
  const dataDir = join(place, 'data');
  prepareDataDir(dataDir);
  const secrets = readSecrets(dataDir);
  const quiet = (): void => {};
  const database = await openEmbeddedDatabase(dataDir, secrets, quiet, (problem) => {
    throw problem;
  });
  const admin = new URL(database.ownerUrl);
  admin.username = 'postgres';
  admin.password = secrets.superuserPassword;
  admin.pathname = '/postgres';
  project.provide('adminUrl', admin.href);
  await prepareTemplate(admin.href);
  return async () => {
    await database.stop();
    rmSync(place, { recursive: true, force: true });
  };
}
