import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { arrayLiteral } from '#platform/bulk.ts';
import type { Db, Tx } from '#platform/db.ts';
import { dateOfDay } from '#shared/days.ts';
import { sinceEver, untilFurtherNotice } from './rules.ts';

/** A customer as a file names it; `key` identifies it: the code, or the name where there is no code. */
export interface NamedCustomer {
  readonly key: string;
  readonly code: string | null;
  readonly name: string;
  readonly region: string | null;
}

/**
 * Finds the customers that a file names and enters those that are new. A customer that is known by its name only takes
 * the code that a later file gives it; what is known already is not overwritten, only filled where it was empty.
 *
 * @returns the ids in the order of `named`, and how many are new
 */
export async function ensureCustomers(tx: Tx, named: readonly NamedCustomer[]): Promise<{ ids: string[]; added: number }> {
  const ids: string[] = [];
  let added = 0;
  for (let start = 0; start < named.length; start += 20_000) {
    const part = named.slice(start, start + 20_000);
    const { rows } = await sql<{ id: string; isNew: boolean }>`
      with file as materialized (
        select * from unnest(
          ${arrayLiteral(
            part.map(() => uuidv7()),
            true,
          )}::uuid[],
          ${arrayLiteral(
            part.map((customer) => customer.key),
            false,
          )}::text[],
          ${arrayLiteral(
            part.map((customer) => customer.code),
            false,
          )}::text[],
          ${arrayLiteral(
            part.map((customer) => customer.name.slice(0, 300)),
            false,
          )}::text[],
          ${arrayLiteral(
            part.map((customer) => customer.region),
            false,
          )}::text[]
        ) with ordinality as f (new_id, key, code, name, region, place)
      ), by_key as (
        select f.place, c.id from file f join customer c on c.import_key = f.key
      ), by_name as (
        -- Only where the name tells one customer, and not two codes apart.
        select f.place, min(c.id::text)::uuid as id
        from file f join customer c on c.name = f.name and (f.code is null or c.code is null)
        where f.place not in (select place from by_key)
        group by f.place having count(*) = 1
      ), known as (
        select * from by_key union all select * from by_name
      ), entered as (
        insert into customer (id, import_key, code, name, region)
        select new_id, key, code, name, region from file where place not in (select place from known)
        returning id, import_key
      ), filled as (
        update customer c set
          region = coalesce(c.region, f.region),
          code = coalesce(c.code, f.code),
          import_key = coalesce(c.code, f.code, c.import_key)
        from known k join file f on f.place = k.place
        where c.id = k.id and ((c.region is null and f.region is not null) or (c.code is null and f.code is not null))
        returning c.id
      )
      select coalesce(k.id, e.id) as id, k.id is null as "isNew"
      from file f left join known k on k.place = f.place left join entered e on e.import_key = f.key
      order by f.place`.execute(tx);
    for (const row of rows) {
      ids.push(row.id);
      if (row.isNew) added++;
    }
  }
  return { ids, added };
}

/** Periods as columns; `rep` is -1 where the customer belonged to nobody. */
export interface PeriodColumns {
  readonly customer: Int32Array;
  readonly rep: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Replaces the periods of these customers by those of a file; nobody else's are touched. */
export async function replaceOwnership(
  tx: Tx,
  gainedBy: 'imported' | 'order_rows',
  importId: string,
  periods: PeriodColumns,
  customerIds: readonly string[],
  personIds: readonly string[],
): Promise<void> {
  const affected = [...new Set(periods.customer)].map((index) => customerIds[index]!);
  for (let start = 0; start < affected.length; start += 20_000) {
    await sql`delete from ownership where customer_id = any(${arrayLiteral(affected.slice(start, start + 20_000), true)}::uuid[])`.execute(
      tx,
    );
  }
  for (let start = 0; start < periods.customer.length; start += 20_000) {
    const end = Math.min(start + 20_000, periods.customer.length);
    // A period to nobody is stated by there being none.
    const places = Array.from({ length: end - start }, (_, offset) => start + offset).filter((place) => periods.rep[place]! >= 0);
    await sql`
      insert into ownership (id, customer_id, person_id, valid, gained_by, import_id)
      select id, customer_id, person_id, daterange(from_day, to_day), ${gainedBy}, ${importId}::uuid
      from unnest(
        ${arrayLiteral(
          places.map(() => uuidv7()),
          true,
        )}::uuid[],
        ${arrayLiteral(
          places.map((place) => customerIds[periods.customer[place]!]!),
          true,
        )}::uuid[],
        ${arrayLiteral(
          places.map((place) => personIds[periods.rep[place]!]!),
          true,
        )}::uuid[],
        ${arrayLiteral(
          places.map((place) => dateOrNull(periods.from[place]!, sinceEver)),
          true,
        )}::date[],
        ${arrayLiteral(
          places.map((place) => dateOrNull(periods.to[place]!, untilFurtherNotice)),
          true,
        )}::date[]
      ) as p (id, customer_id, person_id, from_day, to_day)`.execute(tx);
  }
}

function dateOrNull(day: number, open: number): string | null {
  return day === open ? null : dateOfDay(day);
}

/** Who looked after the customer, newest first. */
export async function ownersOfCustomer(db: Db, customerId: string): Promise<{ repName: string; from: string | null; to: string | null }[]> {
  return db
    .selectFrom('ownership')
    .innerJoin('person', 'person.id', 'ownership.personId')
    .select(['person.name as repName', sql<string | null>`lower(valid)`.as('from'), sql<string | null>`upper(valid)`.as('to')])
    .where('customerId', '=', customerId)
    .orderBy('valid', 'desc')
    .execute();
}
