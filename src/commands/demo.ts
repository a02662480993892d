import type { App } from '#app.ts';
import { performRun, requestRun } from '#modules/detection/index.ts';
import type { Say } from '#platform/start-problem.ts';
import { systemActor } from '#shared/actor.ts';
import { DEMO_PASSWORD, DEMO_SIGN_INS } from '../../seeds/demo.ts';
import { type DemoMark, loadDemo } from '../../seeds/load-demo.ts';

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
