import { type App } from '#app.ts';
import { hasAnyAccountHolder, issueSetupToken, readSetting } from '#modules/identity/index.ts';
import { type Say, StartProblem } from '#platform/start-problem.ts';
import { systemActor } from '#shared/actor.ts';
import { type DemoMark, demoKey } from '../../seeds/load-demo.ts';

/** What this database is: a demo, one that waits for its first administrator, or one in use. */
export type Beginning =
  | { readonly kind: 'demo'; readonly mark: DemoMark }
  | { readonly kind: 'setup'; readonly token: string }
  | { readonly kind: 'in_use' };

/**
 * Finds out what the database is, and makes a beginning where it is empty: the demo, or a set-up link.
 *
 * A database that was once started with --empty never gets the demo, also while its administrator is not there yet. A demo
 * never becomes a real one: its people and figures would stay among the real ones.
 *
 * @throws StartProblem `demo_not_empty`
 */
export async function begin(app: App, wantsEmpty: boolean, say: Say): Promise<Beginning> {
  const { db } = app;
  const found = await db.read(systemActor, async (handle) => ({
    mark: await readSetting<DemoMark>(handle, demoKey),
    isInUse: await hasAnyAccountHolder(handle),
    hasOrders: (await handle.selectFrom('customer').select('id').limit(1).executeTakeFirst()) !== undefined,
    awaitsAdmin: (await readSetting(handle, 'setup_token')) !== undefined,
  }));
  if (found.mark) {
    if (wantsEmpty) throw new StartProblem('demo_not_empty', { place: app.place });
    const { openDemoAccounts } = await import('./demo.ts');
    await openDemoAccounts(app, found.mark);
    return { kind: 'demo', mark: found.mark };
  }
  if (found.isInUse) return { kind: 'in_use' };
  if (wantsEmpty || found.awaitsAdmin || found.hasOrders) {
    return { kind: 'setup', token: await db.act(systemActor, (ctx) => issueSetupToken(ctx)) };
  }
  const { seedDemo } = await import('./demo.ts');
  return { kind: 'demo', mark: await seedDemo(app, say) };
}
