import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Role } from './schema.ts';

export interface PersonRow {
  id: string;
  name: string;
  code: string | null;
  region: string | null;
  role: string | null;
  suspendedAt: Date | null;
}

const columns = ['id', 'name', 'code', 'region', 'role', 'suspendedAt'] as const;

export function findPerson(db: Db, id: string): Promise<PersonRow | undefined> {
  return db.selectFrom('person').select(columns).where('id', '=', id).executeTakeFirst();
}

/** People whose name or code contains the text; those with a role first. */
export async function searchPeople(db: Db, search: string, limit: number, offset: number): Promise<{ people: PersonRow[]; total: number }> {
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const matching = db.selectFrom('person').where((where) => where.or([where('name', 'ilike', pattern), where('code', 'ilike', pattern)]));
  const people = await matching
    .select(columns)
    .orderBy(sql`role is null`)
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  return { people, total };
}

export async function insertPerson(tx: Tx, person: { id: string; name: string; role: Role }): Promise<void> {
  await tx.insertInto('person').values(person).execute();
}

export async function changePerson(tx: Tx, id: string, change: { role?: Role; name?: string; suspendedAt?: Date | null }): Promise<void> {
  await tx.updateTable('person').set(change).where('id', '=', id).execute();
}

/** Administrators who can still sign in, apart from this person. The lock makes two removals at once wait for each other. */
export async function countOtherAdmins(tx: Tx, exceptId: string): Promise<number> {
  const others = await tx
    .selectFrom('person')
    .select('id')
    .where('role', '=', 'admin')
    .where('suspendedAt', 'is', null)
    .forUpdate()
    .execute();
  return others.filter((person) => person.id !== exceptId).length;
}

export async function hasAnyAccountHolder(db: Db): Promise<boolean> {
  return (await db.selectFrom('person').select('id').where('role', 'is not', null).limit(1).executeTakeFirst()) !== undefined;
}

export async function readSetting<T>(db: Db, key: string): Promise<T | undefined> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value as T | undefined;
}

export async function writeSetting(tx: Tx, key: string, value: unknown): Promise<void> {
  const json = JSON.stringify(value);
  await tx
    .insertInto('setting')
    .values({ key, value: json })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: json, changedAt: sql`now()` }))
    .execute();
}

export async function deleteSetting(tx: Tx, key: string): Promise<void> {
  await tx.deleteFrom('setting').where('key', '=', key).execute();
}
