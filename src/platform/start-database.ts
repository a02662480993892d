import type { Config } from './config.ts';
import { openEmbeddedDatabase } from './embedded-postgres/open.ts';
import { checkExternalDatabase } from './start-external.ts';
import { prepareDataDir, readSecrets } from './start-files.ts';
import type { Say } from './start-problem.ts';

/** The database that this process works on, ready for migrations. */
export interface StartedDatabase {
  /** Connection of the database's owner: for migrations only, the application logs in with its own roles. */
  readonly ownerUrl: string;
  /** Password of those roles; `migrate` sets it, `withRole` builds their URLs. */
  readonly rolePassword: string;
  /** Signs session cookies. */
  readonly authSecret: string;
  /** Where the data lies, as told to the operator; without passwords. */
  readonly place: string;
  /** Lets go of it; stops the embedded server unless another process of ours still uses it. */
  stop(): Promise<'stopped' | 'left'>;
}

/**
 * Opens the embedded database of the data directory, or checks the server that DATABASE_URL names.
 *
 * @param onLost called when the embedded server died and could not be brought back; end the program
 * @throws StartProblem
 */
export async function startDatabase(config: Config, say: Say, onLost: (problem: unknown) => void): Promise<StartedDatabase> {
  prepareDataDir(config.dataDir);
  const secrets = readSecrets(config.dataDir);
  const common = {
    rolePassword: config.databaseRolePassword ?? secrets.rolePassword,
    authSecret: secrets.authSecret,
  };
  if (config.databaseUrl !== undefined) {
    const place = await checkExternalDatabase(config.databaseUrl);
    return { ...common, ownerUrl: config.databaseUrl, place, stop: async () => 'left' };
  }
  const embedded = await openEmbeddedDatabase(config.dataDir, secrets, say, onLost);
  return { ...common, ownerUrl: embedded.ownerUrl, place: embedded.place, stop: () => embedded.stop() };
}
