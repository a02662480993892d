import { join } from 'node:path';
import { rightsOf } from '#modules/identity/index.ts';
import { openSignIn, type SignIn } from '#platform/auth.ts';
import type { Config } from '#platform/config.ts';
import { type Database, openDatabase } from '#platform/db.ts';
import { withRole } from '#platform/migrate.ts';
import type { Lifecycle } from '#platform/start-lifecycle.ts';
import type { Say } from '#platform/start-problem.ts';
import { openUpToDate } from './commands/up-to-date.ts';

/** Where uploads are kept. */
export function filesDirOf(config: Config): string {
  return join(config.dataDir, 'files');
}

/** A migrated database and the connections to it. Everything is let go of by the lifecycle it was opened with. */
export interface App {
  readonly db: Database;
  readonly signIn: SignIn;
  /** For graphile-worker's own role. */
  readonly workerUrl: string;
  /** Where the data lies, as told to the operator. */
  readonly place: string;
  /** Where people reach the site, without a slash at the end. */
  readonly publicUrl: string;
}

/**
 * Opens the database, brings it up to date and connects to it.
 *
 * @throws StartProblem
 */
export async function openApp(config: Config, lifecycle: Lifecycle, say: Say): Promise<App> {
  const database = await openUpToDate(config, lifecycle, say);
  const urlOf = (role: Parameters<typeof withRole>[1]): string => withRole(database.ownerUrl, role, database.rolePassword);
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  const signIn = openSignIn({ url: urlOf('shoudan_auth'), secret: database.authSecret, publicUrl, rightsOf });
  lifecycle.onEnd(() => signIn.close());
  const db = openDatabase(urlOf('shoudan_app'), () => new Date());
  lifecycle.onEnd(() => db.close());
  return { db, signIn, workerUrl: urlOf('shoudan_worker'), place: database.place, publicUrl };
}
