import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** API tests use a real server each; where Debian's PostgreSQL 15, the oldest that we support, is installed, that one too. */
const oldest = '/usr/lib/postgresql/15/bin';
const apiTests = ['{src,tests}/**/*.api.test.ts'];

function project(name: string, include: string[], globalSetup: string[] = [], exclude: string[] = []) {
  return { extends: true as const, test: { name, include, globalSetup, exclude } };
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      project('unit', ['{src,seeds,tests,bench}/**/*.test.ts'], [], apiTests),
      project('api', apiTests, ['tests/postgres-embedded.ts']),
      ...(existsSync(oldest) ? [project('api-postgres-15', apiTests, ['tests/postgres-15.ts'])] : []),
      project('browser', ['e2e/**/*.test.ts']),
    ],
  },
});
