import type { IncomingHttpHeaders } from 'node:http';
import { hash, verify } from '@node-rs/argon2';
import { betterAuth } from 'better-auth';
import { fromNodeHeaders } from 'better-auth/node';
import { username } from 'better-auth/plugins/username';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Actor } from '#shared/actor.ts';

/**
 * Accounts, passwords and sessions: better-auth as a library, on its own database role. Its HTTP handler is not
 * mounted; a door that we did not open ourselves is closed.
 */
export interface SignIn {
  /** The person behind a request's session cookie; null without a valid session or when the person is suspended. */
  actorOf(headers: IncomingHttpHeaders): Promise<Actor | null>;
  /** Checks the password and opens a session. Wrong names and wrong passwords look and take the same. */
  signIn(name: string, password: string, headers: IncomingHttpHeaders, now: Date): Promise<SignInResult>;
  /** Ends this session; the cookies to set say so to the browser. */
  signOut(headers: IncomingHttpHeaders): Promise<string[]>;
  createAccount(account: { personId: string; personName: string; signInName: string; password: string }): Promise<void>;
  isNameTaken(signInName: string): Promise<boolean>;
  /** Sets the password and ends every session of that person. */
  setPassword(personId: string, password: string): Promise<void>;
  /** Ends every session of that person, now. */
  endSessions(personId: string): Promise<void>;
  accountsOf(personIds: readonly string[]): Promise<Map<string, AccountInfo>>;
  close(): Promise<void>;
}

export type SignInResult =
  | { readonly kind: 'signed_in'; readonly personId: string; readonly cookies: string[] }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked'; readonly until: Date };

export interface AccountInfo {
  readonly signInName: string;
  readonly lastSignIn: Date | null;
}

/** Five wrong passwords lock a name for a quarter of an hour. `@source` OWASP ASVS 5.0, 6.3.1 */
const maxFailures = 5;
const lockMinutes = 15;

/** `@source` OWASP Password Storage: argon2id, 19 MiB, 2 passes, 1 lane; the library's default algorithm is argon2id. */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export interface SignInOptions {
  /** Connection of the role `shoudan_auth`. */
  readonly url: string;
  /** At least 32 random characters; signs the cookies. */
  readonly secret: string;
  /** Where people reach the site; https makes the cookies `Secure`. */
  readonly publicUrl: string;
  readonly rightsOf: (role: string) => readonly string[];
}

export function openSignIn(options: SignInOptions): SignIn {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: 5,
    application_name: 'shoudan-auth',
    options: '-c search_path=auth,public',
  });
  pool.on('error', () => {});
  const auth = betterAuth({
    database: {
      db: new Kysely({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] }),
      type: 'postgres',
    },
    baseURL: options.publicUrl,
    secret: options.secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      password: {
        hash: (password) => hash(password, argon2),
        verify: ({ hash: stored, password }) => verify(stored, password),
      },
    },
    user: { additionalFields: { personId: { type: 'string', required: true, input: false } } },
    session: { expiresIn: 7 * 24 * 3600, disableSessionRefresh: true },
    plugins: [username({ minUsernameLength: 2, maxUsernameLength: 100, usernameValidator: (name) => /^[a-z0-9._-]+$/i.test(name) })],
    advanced: { cookiePrefix: 'shoudan', useSecureCookies: options.publicUrl.startsWith('https:') },
  });

  async function actorOf(headers: IncomingHttpHeaders): Promise<Actor | null> {
    if (!headers.cookie?.includes('shoudan.session_token')) return null;
    const session = await auth.api.getSession({ headers: fromNodeHeaders(headers) }).catch(() => null);
    if (!session) return null;
    const { rows } = await pool.query<{ role: string | null }>('select role from public.person where id = $1 and suspended_at is null', [
      session.user.personId,
    ]);
    const role = rows[0]?.role;
    return role ? { personId: session.user.personId, role, rights: options.rightsOf(role) } : null;
  }

  async function signIn(name: string, password: string, headers: IncomingHttpHeaders, now: Date): Promise<SignInResult> {
    const key = name.trim().toLowerCase();
    const until = await lockedUntil(pool, key, now);
    if (until) return { kind: 'locked', until };
    const opened = await auth.api
      .signInUsername({ body: { username: key, password }, headers: fromNodeHeaders(headers), returnHeaders: true })
      .catch((error: { status?: unknown }) => {
        // Anything but "wrong name or password" is a fault of ours and must not look like one of theirs.
        if (error.status === 'UNAUTHORIZED' || error.status === 'UNPROCESSABLE_ENTITY') return null;
        throw error;
      });
    const person = opened?.response && (await personOf(pool, key));
    if (!opened || !person) {
      const locked = await countFailure(pool, key, now);
      return locked ? { kind: 'locked', until: locked } : { kind: 'wrong' };
    }
    await pool.query('delete from auth.sign_in_failure where name = $1', [key]);
    return { kind: 'signed_in', personId: person, cookies: opened.headers.getSetCookie() };
  }

  async function userIdOf(personId: string): Promise<string | null> {
    const { rows } = await pool.query<{ id: string }>('select id from auth.user where person_id = $1', [personId]);
    return rows[0]?.id ?? null;
  }

  async function endSessions(personId: string): Promise<void> {
    const userId = await userIdOf(personId);
    if (userId) await pool.query('delete from auth.session where user_id = $1', [userId]);
  }

  return {
    actorOf,
    signIn,
    endSessions,
    async signOut(headers) {
      const { headers: answer } = await auth.api.signOut({ headers: fromNodeHeaders(headers), returnHeaders: true });
      return answer.getSetCookie();
    },
    async createAccount({ personId, personName, signInName, password }) {
      const { internalAdapter, password: passwords } = await auth.$context;
      const hashed = await passwords.hash(password);
      const user = await internalAdapter.createUser(
        {
          name: personName,
          // Required by the library and unused: this domain is reserved and never receives mail (RFC 2606).
          email: `${signInName.toLowerCase()}@account.invalid`,
          emailVerified: false,
          username: signInName.toLowerCase(),
          displayUsername: signInName,
          personId,
        },
        { method: 'admin' },
      );
      await internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: hashed });
    },
    async isNameTaken(signInName) {
      const { rowCount } = await pool.query('select 1 from auth.user where username = $1', [signInName.toLowerCase()]);
      return rowCount !== 0;
    },
    async setPassword(personId, password) {
      const userId = await userIdOf(personId);
      if (!userId) return;
      const { internalAdapter, password: passwords } = await auth.$context;
      await internalAdapter.updatePassword(userId, await passwords.hash(password));
      await endSessions(personId);
    },
    async accountsOf(personIds) {
      const { rows } = await pool.query<{ personId: string; signInName: string; lastSignIn: Date | null }>(
        `select person_id as "personId", display_username as "signInName",
                (select max(created_at) from auth.session where user_id = u.id) as "lastSignIn"
         from auth.user u where person_id = any($1)`,
        [personIds],
      );
      return new Map(rows.map((row) => [row.personId, { signInName: row.signInName, lastSignIn: row.lastSignIn }]));
    },
    close: () => pool.end(),
  };
}

/** A suspended person may not sign in, and learns no more than that the sign-in failed. */
async function personOf(pool: pg.Pool, key: string): Promise<string | null> {
  const { rows } = await pool.query<{ id: string }>(
    `select p.id from auth.user u join public.person p on p.id = u.person_id
     where u.username = $1 and p.suspended_at is null and p.role is not null`,
    [key],
  );
  return rows[0]?.id ?? null;
}

async function lockedUntil(pool: pg.Pool, key: string, now: Date): Promise<Date | null> {
  const { rows } = await pool.query<{ until: Date }>(
    'select locked_until as until from auth.sign_in_failure where name = $1 and locked_until > $2',
    [key, now],
  );
  return rows[0]?.until ?? null;
}

/** Counts a wrong password; answers until when the name is now locked. Older failures than the lock's length are forgotten. */
async function countFailure(pool: pg.Pool, key: string, now: Date): Promise<Date | null> {
  const lock = new Date(now.getTime() + lockMinutes * 60_000);
  const forgotten = new Date(now.getTime() - lockMinutes * 60_000);
  const { rows } = await pool.query<{ until: Date | null }>(
    `insert into auth.sign_in_failure as f (name, failures, last_at) values ($1, 1, $2)
     on conflict (name) do update set
       failures = case when f.last_at < $3 then 1 else f.failures + 1 end,
       locked_until = case when f.last_at >= $3 and f.failures + 1 >= $5 then $4::timestamptz end,
       last_at = $2
     returning locked_until as until`,
    [key, now, forgotten, lock, maxFailures],
  );
  return rows[0]?.until ?? null;
}
