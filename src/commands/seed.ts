import { openApp } from '#app.ts';
import { readConfig } from '#platform/config.ts';
import { Lifecycle } from '#platform/start-lifecycle.ts';
import { sayOnTerminal } from '#platform/start-problem.ts';
import { parseArguments } from './arguments.ts';
import { begin } from './beginning.ts';

/** Loads the demo company into an empty database and ends; does nothing to one that is not empty. */
export async function seed(args: readonly string[]): Promise<undefined> {
  parseArguments(args, {});
  const lifecycle = new Lifecycle();
  lifecycle.handleSignals();
  try {
    const app = await openApp(readConfig(), lifecycle, sayOnTerminal);
    await begin(app, false, sayOnTerminal);
    await lifecycle.end(0);
  } catch (error) {
    await lifecycle.fail(error);
  }
}
