import type { Config } from '#platform/config.ts';
import { ChangedMigration, migrate, NewerDatabase } from '#platform/migrate.ts';
import { startDatabase, type StartedDatabase } from '#platform/start-database.ts';
import type { Lifecycle } from '#platform/start-lifecycle.ts';
import { type Say, StartProblem } from '#platform/start-problem.ts';

/**
 * Opens the database and brings it up to date. Loads nothing of the modules, so that `migrate` is quick.
 *
 * @throws StartProblem
 */
export async function openUpToDate(config: Config, lifecycle: Lifecycle, say: Say): Promise<StartedDatabase> {
  const database = await startDatabase(config, say, (problem) => void lifecycle.fail(problem));
  lifecycle.onEnd(async () => {
    if ((await database.stop()) === 'left' && config.databaseUrl === undefined) say('step.database_left');
  });
  await bringUpToDate(database, say);
  return database;
}

async function bringUpToDate({ ownerUrl, rolePassword, place }: StartedDatabase, say: Say): Promise<void> {
  try {
    const names = await migrate(ownerUrl, rolePassword);
    if (names.length > 0) say('step.migrated', { names: names.join(', ') });
  } catch (error) {
    if (error instanceof NewerDatabase) throw new StartProblem('database_newer', { name: error.message }, { cause: error });
    // PostgreSQL's own code for a full disk; a migration's error comes wrapped.
    const { code, cause } = error as { code?: string; cause?: { code?: string } };
    if (code === '53100' || cause?.code === '53100') throw new StartProblem('disk_full', { place }, { cause: error });
    if (error instanceof ChangedMigration) throw new StartProblem('database_changed', { name: error.message }, { cause: error });
    throw error;
  }
}
