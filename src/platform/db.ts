import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool, type QueryExecutorProvider } from 'kysely';
import pg from 'pg';
import type { Actor } from '#shared/actor.ts';
import type { DB } from './db-types.ts';

/**
 * The only way to the company's data: `read` and `act` open a transaction, tell PostgreSQL who is asking (row
 * policies answer from that, and answer nothing where it was not told) and hand out a handle that lives as long as
 * the transaction. The pool itself is not exported, so SQL outside a transaction cannot be written.
 */

declare const inWrite: unique symbol;

/** Reads. Has no insert, update, delete or merge, so a write on it does not compile; the transaction is READ ONLY too. */
export type Db = Pick<Kysely<DB>, 'selectFrom' | 'selectNoFrom' | 'fn' | 'dynamic'> & QueryExecutorProvider;

/** Writes, inside `act` only. */
export type Tx = Kysely<DB> & { readonly [inWrite]: true };

/** What an action works with. It never opens a transaction, never reads the clock, never sees HTTP. */
export interface Context {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly now: Date;
  /** The transaction's own connection, for COPY, which the query builder does not speak. */
  readonly client: pg.PoolClient;
}

export interface Database {
  read<T>(actor: Actor, work: (db: Db, client: pg.PoolClient) => Promise<T>): Promise<T>;
  act<T>(actor: Actor, work: (ctx: Context) => Promise<T>): Promise<T>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  readonly stats: () => { total: number; idle: number; waiting: number };
  close(): Promise<void>;
}

// Days stay text (a `Date` would move them over midnight), counts and minor units are numbers up to 2^53.
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.DATE, (text) => text);
types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of range: ${text}`);
  return value;
});

export function openPool(url: string, options: { name: string; max?: number }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `shoudan-${options.name}`,
    max: options.max ?? 10,
    types,
  });
  // An idle connection that breaks (the server restarted) is replaced by the pool; without a listener it ends the process.
  pool.on('error', () => {});
  return pool;
}

/** Opens the application role's pool. `clock` is the only source of `ctx.now`. */
export function openDatabase(url: string, clock: () => Date, max = 10): Database {
  const pool = openPool(url, { name: 'app', max });

  async function transaction<T>(begin: string, actor: Actor, work: (handle: Kysely<DB>, client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    const markBroken = (error: Error): void => void (broken = error);
    client.on('error', markBroken);
    try {
      await client.query(begin);
      await client.query("select set_config('app.person_id', $1, true), set_config('app.rights', $2, true)", [
        actor.personId ?? '',
        ` ${actor.rights.join(' ')} `,
      ]);
      const result = await work(onClient(client), client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(markBroken);
      throw error;
    } finally {
      client.off('error', markBroken);
      client.release(broken);
    }
  }

  return {
    read: (actor, work) => transaction('begin isolation level repeatable read read only', actor, work),
    act: (actor, work) => transaction('begin', actor, (handle, client) => work({ tx: handle as Tx, actor, now: clock(), client })),
    async ping() {
      await pool.query('select 1');
    },
    stats: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

/** A query builder whose every query runs on this one connection. */
function onClient(client: pg.PoolClient): Kysely<DB> {
  const connection = {
    query: client.query.bind(client),
    release: () => {},
  } as unknown as pg.PoolClient;
  const single: PostgresPool = { connect: async () => connection, end: async () => {}, options: {} };
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool: single }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}
