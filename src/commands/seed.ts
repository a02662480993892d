import { type App, openApp } from '#app.ts';
import { performRun, requestRun } from '#modules/detection/index.ts';
import { readConfig } from '#platform/config.ts';
import { Lifecycle } from '#platform/start-lifecycle.ts';
import { type Say, sayOnTerminal } from '#platform/start-problem.ts';
import { systemActor } from '#shared/actor.ts';
import { DEMO_PASSWORD, DEMO_SIGN_INS } from '../../seeds/demo.ts';
import { type DemoMark, loadDemo } from '../../seeds/load-demo.ts';
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

/** The demo, its accounts, and the first leak check, so that the first page that opens has something to say. */
export async function seedDemo(app: App, say: Say): Promise<DemoMark> {
  say('step.seeding');
  const mark = await app.db.act(systemActor, loadDemo);
  await openDemoAccounts(app, mark);
  const runId = await app.db.act(systemActor, (ctx) => requestRun(ctx, 'import', mark.asOf));
  await performRun(app.db, runId, new AbortController().signal);
  return mark;
}

/** Opens those demo accounts that are not there yet: the program may have been killed between the data and the accounts. */
export async function openDemoAccounts(app: App, mark: DemoMark): Promise<void> {
  for (const { name, personName } of DEMO_SIGN_INS) {
    const personId = mark.people[name];
    if (personId === undefined || (await app.signIn.isNameTaken(name))) continue;
    await app.signIn.createAccount({ personId, personName, signInName: name, password: DEMO_PASSWORD });
  }
}
