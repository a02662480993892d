import type pg from 'pg';

/**
 * Our part of the database as SQL, written from PostgreSQL's catalogs in a fixed order: what a migration really did, with
 * the same text on every supported version. Left out: the job queue's own tables, what extensions bring along, owners.
 */
export async function dumpSchema(owner: pg.Pool): Promise<string> {
  const parts: string[] = [
    '-- What the migrations make, read back from the catalogs. Written by tests/schema.api.test.ts; do not edit.',
    '-- To write it anew: npm run db:types',
  ];
  for (const { sql, title } of sections) {
    const { rows } = await owner.query<{ line: string }>(sql);
    parts.push(`\n-- ${title}\n`, ...rows.map((row) => row.line));
  }
  return `${parts.join('\n')}\n`;
}

const ours = `('app', 'auth', 'public')`;
const roles = `('shoudan_app', 'shoudan_auth', 'shoudan_worker')`;
/** Not brought along by an extension. */
const own = (catalog: string): string =>
  `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = o.oid and e.deptype = 'e')`;
const name = `case n.nspname when 'public' then quote_ident(o.relname) else quote_ident(n.nspname) || '.' || quote_ident(o.relname) end`;

const sections: readonly { readonly title: string; readonly sql: string }[] = [
  {
    title: 'roles',
    sql: `select format('create role %s%s%s%s%s%s%s;', rolname,
            case when rolcanlogin then ' login' else ' nologin' end,
            case when rolsuper then ' superuser' else '' end,
            case when rolcreatedb then ' createdb' else '' end,
            case when rolcreaterole then ' createrole' else '' end,
            case when rolinherit then ' inherit' else ' noinherit' end,
            case when rolbypassrls then ' bypassrls' else '' end) as line
          from pg_roles where rolname in ${roles} order by rolname`,
  },
  {
    title: 'extensions',
    sql: `select format('create extension %s;', extname) as line from pg_extension where extname <> 'plpgsql' order by extname`,
  },
  {
    title: 'schemas',
    sql: `select format('create schema %s;', nspname) as line from pg_namespace where nspname in ('app', 'auth') order by nspname`,
  },
  {
    title: 'functions',
    sql: `select pg_get_functiondef(o.oid) || ';' || coalesce(e'\\ncomment on function ' || o.oid::regprocedure || ' is ' || quote_literal(obj_description(o.oid, 'pg_proc')) || ';', '') as line
          from pg_proc o join pg_namespace n on n.oid = o.pronamespace
          where n.nspname in ${ours} and ${own('pg_proc')} order by n.nspname, o.oid::regprocedure::text collate "C"`,
  },
  {
    title: 'tables',
    sql: `select format(e'create table %s (\\n%s\\n);%s%s', ${name}, body.lines,
            case when o.relrowsecurity then format(e'\\nalter table %s enable row level security;', ${name}) else '' end,
            coalesce(comments.lines, '')) as line
          from pg_class o join pg_namespace n on n.oid = o.relnamespace,
          lateral (
            select string_agg('  ' || line, e',\\n' order by kind, position, line collate "C") as lines from (
              select 1 as kind, a.attnum::int as position,
                format('%s %s%s%s', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                  case when a.attnotnull then ' not null' else '' end,
                  coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
              from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
              where a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped
              union all
              -- From PostgreSQL 18 on "not null" is a constraint of its own, too.
              select 2, 0, format('constraint %s %s', quote_ident(c.conname), pg_get_constraintdef(c.oid))
              from pg_constraint c where c.conrelid = o.oid and c.contype <> 'n'
            ) as lines
          ) as body,
          lateral (
            select string_agg(format(e'\\ncomment on %s is %s;', case when d.objsubid = 0 then 'table ' || ${name}
              else 'column ' || ${name} || '.' || quote_ident(a.attname) end, quote_literal(d.description)), '' order by d.objsubid) as lines
            from pg_description d left join pg_attribute a on a.attrelid = o.oid and a.attnum = d.objsubid and d.objsubid > 0
            where d.classoid = 'pg_class'::regclass and d.objoid = o.oid
          ) as comments
          where o.relkind in ('r', 'p') and n.nspname in ${ours} and ${own('pg_class')}
          order by n.nspname, o.relname collate "C"`,
  },
  {
    title: 'other relations',
    sql: `select format('create %s %s;', case o.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else o.relkind::text end, ${name}) as line
          from pg_class o join pg_namespace n on n.oid = o.relnamespace
          where o.relkind in ('v', 'm', 'S', 'f') and n.nspname in ${ours} and ${own('pg_class')} order by n.nspname, o.relname collate "C"`,
  },
  {
    title: 'indexes that are no constraint',
    sql: `select pg_get_indexdef(o.oid) || ';' as line
          from pg_class o join pg_namespace n on n.oid = o.relnamespace join pg_index i on i.indexrelid = o.oid
          where n.nspname in ${ours} and not exists (select from pg_constraint c where c.conindid = o.oid)
          order by n.nspname, o.relname collate "C"`,
  },
  {
    title: 'triggers',
    sql: `select pg_get_triggerdef(t.oid) || ';' as line
          from pg_trigger t join pg_class o on o.oid = t.tgrelid join pg_namespace n on n.oid = o.relnamespace
          where n.nspname in ${ours} and not t.tgisinternal order by n.nspname, o.relname, t.tgname`,
  },
  {
    title: 'row policies',
    sql: `select format('create policy %s on %s%s for %s to %s%s%s;', quote_ident(policyname),
            case schemaname when 'public' then '' else schemaname || '.' end || tablename,
            case permissive when 'PERMISSIVE' then '' else ' as restrictive' end, lower(cmd), array_to_string(roles, ', '),
            coalesce(e'\\n  using (' || qual || ')', ''), coalesce(e'\\n  with check (' || with_check || ')', '')) as line
          from pg_policies where schemaname in ${ours} order by schemaname, tablename collate "C", policyname collate "C"`,
  },
  {
    title: 'grants',
    sql: `select format('grant %s on %s to %s;', string_agg(lower(privilege), ', ' order by privilege), object, grantee) as line from (
            select a.privilege_type as privilege, 'schema ' || n.nspname as object, a.grantee::regrole::text as grantee, 1 as kind
            from pg_namespace n, aclexplode(n.nspacl) a where a.grantee <> 0
            union all
            select a.privilege_type, 'table ' || n.nspname || '.' || o.relname, a.grantee::regrole::text, 2
            from pg_class o join pg_namespace n on n.oid = o.relnamespace, aclexplode(o.relacl) a where n.nspname in ${ours} and a.grantee <> 0
            union all
            select format('%s (%s)', a.privilege_type, string_agg(c.attname, ', ' order by c.attnum)), 'table ' || n.nspname || '.' || o.relname, a.grantee::regrole::text, 3
            from pg_attribute c join pg_class o on o.oid = c.attrelid join pg_namespace n on n.oid = o.relnamespace, aclexplode(c.attacl) a
            where n.nspname in ${ours} and a.grantee <> 0 group by a.privilege_type, n.nspname, o.relname, a.grantee
            union all
            select a.privilege_type, 'function ' || o.oid::regprocedure, a.grantee::regrole::text, 4
            from pg_proc o join pg_namespace n on n.oid = o.pronamespace, aclexplode(o.proacl) a
            where n.nspname in ('app', 'auth', 'public', 'graphile_worker') and a.grantee <> 0
          ) as granted where grantee in ${roles} and not (grantee = 'shoudan_worker' and object like '%graphile_worker%')
          group by kind, object, grantee order by kind, object collate "C", grantee`,
  },
];
