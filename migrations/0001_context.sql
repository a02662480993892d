-- What every policy stands on: who is asking, told once per transaction by platform/db.ts.
-- A transaction that forgot to say has no person and no right, so every policy answers no.

create schema app;
grant usage on schema app, public to shoudan_app;
revoke create on schema public from public;

create function app.person_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.person_id', true), '')::uuid;

create function app.has_right(wanted text) returns boolean language sql stable parallel safe
  return coalesce(position(' ' || wanted || ' ' in current_setting('app.rights', true)) > 0, false);

comment on function app.has_right(text) is
  'Call it as (select app.has_right(''x'')) in policies: evaluated once per query, not once per row.';

create table setting (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz not null default now()
);
alter table setting enable row level security;
create policy setting_read on setting for select using (true);
create policy setting_write on setting for all
  using ((select app.has_right('system'))) with check ((select app.has_right('system')));
grant select, insert, update, delete on setting to shoudan_app;
