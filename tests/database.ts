import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { type loginRoles, withRole } from '#platform/migrate.ts';
import { ownerUrl, password, template } from './template.ts';

/** A freshly migrated database of this test file's own, without the server around it. */
export interface TestDatabase {
  /** Connection of the database's owner, whom row policies do not bind. */
  readonly owner: pg.Pool;
  readonly url: string;
  /** Works on one connection of that login role. */
  as<T>(role: (typeof loginRoles)[number], work: (client: pg.Client) => Promise<T>): Promise<T>;
}

/** Declares the database for this file; read it inside tests only. */
export function useDatabase(): TestDatabase {
  const database = {} as { -readonly [K in keyof TestDatabase]: TestDatabase[K] };
  const name = `shoudan_test_${randomBytes(6).toString('hex')}`;
  beforeAll(async () => {
    await asAdmin(`create database ${name} template ${template}`);
    const url = ownerUrl(inject('adminUrl'), name);
    const owner = new pg.Pool({ connectionString: url, max: 2 });
    // Dropping the database may find a connection that is just closing.
    owner.on('connect', (client) => client.on('error', () => {}));
    owner.on('error', () => {});
    Object.assign(database, { url, owner });
    database.as = async (role, work) => {
      const client = new pg.Client({ connectionString: withRole(url, role, password) });
      await client.connect();
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    };
  });
  afterAll(async () => {
    await database.owner.end();
    await asAdmin(`drop database if exists ${name} with (force)`);
  });
  return database;
}

async function asAdmin(statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('adminUrl') });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
