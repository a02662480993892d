import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { arrayLiteral } from '#platform/bulk.ts';
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

/**
 * Finds the sales reps that a file names and enters those that are new, as people without an account.
 *
 * @returns the ids in the order of `named`, and how many are new
 */
export async function ensureReps(tx: Tx, named: readonly { code: string; name: string }[]): Promise<{ ids: string[]; added: number }> {
  const { rows } = await sql<{ id: string; isNew: boolean }>`
    with file as materialized (
      select * from unnest(
        ${arrayLiteral(
          named.map(() => uuidv7()),
          true,
        )}::uuid[],
        ${arrayLiteral(
          named.map((rep) => rep.code),
          false,
        )}::text[],
        ${arrayLiteral(
          named.map((rep) => rep.name.slice(0, 300)),
          false,
        )}::text[]
      ) with ordinality as f (new_id, code, name, place)
    ), entered as (
      insert into person (id, code, name)
      select new_id, code, name from file where not exists (select 1 from person where person.code = file.code)
      returning id, code
    )
    select coalesce(p.id, e.id) as id, p.id is null as "isNew"
    from file f left join person p on p.code = f.code left join entered e on e.code = f.code
    order by f.place`.execute(tx);
  return { ids: rows.map((row) => row.id), added: rows.filter((row) => row.isNew).length };
}
