import type { Context, Database, Db, Tx } from '#platform/db.ts';
import { nobody } from '#shared/actor.ts';

/**
 * What must not compile. `tsc` runs this test, nothing else does: a line below that compiles after all is reported as an
 * unused expectation, and the gate stops.
 */
export function refused(db: Db, database: Database, ctx: Context): unknown[] {
  return [
    // @ts-expect-error a reading handle cannot insert
    db.insertInto('setting'),
    // @ts-expect-error nor update
    db.updateTable('setting'),
    // @ts-expect-error nor delete
    db.deleteFrom('setting'),
    // @ts-expect-error nor merge
    db.mergeInto('setting'),
    // @ts-expect-error it opens no transaction
    db.transaction(),
    // @ts-expect-error a reading handle is not taken for a writing one
    writes(db),
    // @ts-expect-error the pool is not to be had
    database.pool,
    // @ts-expect-error an unknown table
    db.selectFrom('persons'),
    // @ts-expect-error an unknown column
    db.selectFrom('person').select('nmae'),
    // @ts-expect-error an action cannot change who acts
    (ctx.actor = nobody),
    database.read(ctx.actor, async (handle) => handle.selectFrom('person').select('id').execute()),
    writes(ctx.tx),
  ];
}

function writes(tx: Tx): unknown {
  return tx.insertInto('setting');
}
