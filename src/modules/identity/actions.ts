import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Context, Db } from '#platform/db.ts';
import { record } from '#platform/events.ts';
import { Problem } from '#shared/problem.ts';
import * as queries from './queries.ts';
import { isStrongPassword } from './rules.ts';
import { type ChangeAccount, type NewAccount, problems } from './schema.ts';

const setupKey = 'setup_token';
const setupHours = 24;

interface StoredToken {
  sha256: string;
  expiresAt: string;
}

/** Makes the one-time link's token for the first administrator; only its hash is kept. Replaces an earlier one. */
export async function issueSetupToken(ctx: Context): Promise<string> {
  if (await queries.hasAnyAccountHolder(ctx.tx)) throw new Problem(problems.setup_done);
  const token = randomBytes(24).toString('base64url');
  const expiresAt = new Date(ctx.now.getTime() + setupHours * 3_600_000).toISOString();
  await queries.writeSetting(ctx.tx, setupKey, { sha256: sha256(token).toString('hex'), expiresAt } satisfies StoredToken);
  await record(ctx, 'identity.setup_opened', { type: 'setting', id: setupKey });
  return token;
}

export async function isSetupToken(db: Db, token: string, now: Date): Promise<boolean> {
  const stored = await queries.readSetting<StoredToken>(db, setupKey);
  if (!stored || new Date(stored.expiresAt) <= now) return false;
  return timingSafeEqual(Buffer.from(stored.sha256, 'hex'), sha256(token));
}

/**
 * The first administrator: a person with that role, and the token spent. The account itself is opened afterwards by
 * the caller, since accounts live behind another database role.
 *
 * @throws Problem identity.setup_token_wrong, identity.setup_done, identity.password_too_weak
 */
export async function createFirstAdmin(
  ctx: Context,
  input: { token: string; personName: string; signInName: string; password: string },
): Promise<string> {
  if (!(await isSetupToken(ctx.tx, input.token, ctx.now))) throw new Problem(problems.setup_token_wrong);
  if (await queries.hasAnyAccountHolder(ctx.tx)) throw new Problem(problems.setup_done);
  refuseWeak(input.password, input.signInName);
  const id = uuidv7();
  await queries.insertPerson(ctx.tx, { id, name: input.personName, role: 'admin' });
  await queries.deleteSetting(ctx.tx, setupKey);
  await record(ctx, 'identity.account_created', { type: 'person', id }, { role: 'admin' });
  return id;
}

/**
 * Gives somebody an account: a new person, or one that imported files already name. Answers the person's id; the caller
 * then opens the account, which lives behind another database role and refers to this person.
 */
export async function createAccount(ctx: Context, input: NewAccount): Promise<string> {
  refuseWeak(input.password, input.signInName);
  const id = input.personId ?? uuidv7();
  if (input.personId === undefined) {
    await queries.insertPerson(ctx.tx, { id, name: input.personName, role: input.role });
  } else {
    const person = await queries.findPerson(ctx.tx, id);
    if (!person) throw new Problem(problems.person_not_found);
    await queries.changePerson(ctx.tx, id, { role: input.role });
  }
  await record(ctx, 'identity.account_created', { type: 'person', id }, { role: input.role });
  return id;
}

/** Changes role or state. The last working administrator can be neither demoted nor suspended. */
export async function changeAccount(ctx: Context, id: string, change: ChangeAccount, signInName: string | null): Promise<void> {
  const person = await queries.findPerson(ctx.tx, id);
  if (!person) throw new Problem(problems.person_not_found);
  const isLeavingAdmin = person.role === 'admin' && (change.suspended === true || (change.role !== undefined && change.role !== 'admin'));
  if (isLeavingAdmin && (await queries.countOtherAdmins(ctx.tx, id)) === 0) throw new Problem(problems.last_admin);
  if (change.password !== undefined) refuseWeak(change.password, signInName ?? person.name);
  if (change.role !== undefined || change.suspended !== undefined) {
    await queries.changePerson(ctx.tx, id, {
      ...(change.role === undefined ? {} : { role: change.role }),
      ...(change.suspended === undefined ? {} : { suspendedAt: change.suspended ? ctx.now : null }),
    });
  }
  await record(
    ctx,
    'identity.account_changed',
    { type: 'person', id },
    {
      role: change.role ?? null,
      suspended: change.suspended ?? null,
      password: change.password !== undefined,
    },
  );
}

/** Who signed in or failed to. The name itself is not kept: people type passwords into that field. */
export async function recordSignIn(ctx: Context, personId: string | null, outcome: 'signed_in' | 'wrong' | 'locked'): Promise<void> {
  await record(
    ctx,
    outcome === 'signed_in' ? 'identity.signed_in' : 'identity.sign_in_refused',
    { type: 'person', id: personId },
    { outcome },
  );
}

function refuseWeak(password: string, signInName: string): void {
  if (!isStrongPassword(password, signInName)) throw new Problem(problems.password_too_weak);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
