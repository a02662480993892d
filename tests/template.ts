import pg from 'pg';
import { migrate } from '#platform/migrate.ts';

export const template = 'shoudan_test_template';
export const owner = 'shoudan_test_owner';
export const password = 'only-for-tests-of-this-run';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser of the test server, database `postgres`. */
    adminUrl: string;
  }
}

/** One migrated database that every test file clones (about 50 ms each). Its owner is no superuser, as in real use. */
export async function prepareTemplate(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create role ${owner} login createrole password '${password}'`);
  await admin.query(`create database ${template} owner ${owner} encoding 'UTF8' template template0`);
  await admin.end();
  await migrate(ownerUrl(adminUrl, template), password);
}

export function ownerUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.username = owner;
  url.password = password;
  url.pathname = `/${database}`;
  return url.href;
}
