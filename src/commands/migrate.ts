import { readConfig } from '#platform/config.ts';
import { Lifecycle } from '#platform/start-lifecycle.ts';
import { sayOnTerminal } from '#platform/start-problem.ts';
import { parseArguments } from './arguments.ts';
import { openUpToDate } from './up-to-date.ts';

/** Brings the database up to date and ends. */
export async function migrateOnly(args: readonly string[]): Promise<undefined> {
  parseArguments(args, {});
  const lifecycle = new Lifecycle();
  lifecycle.handleSignals();
  try {
    await openUpToDate(readConfig(), lifecycle, sayOnTerminal);
    await lifecycle.end(0);
  } catch (error) {
    await lifecycle.fail(error);
  }
}
