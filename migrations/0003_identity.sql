-- People (also those who only appear in imported files), their accounts and sessions.

create table person (
  id uuid primary key,
  name text not null check (length(name) between 1 and 300),
  code text unique,
  region text,
  role text check (role in ('owner', 'manager', 'rep', 'finance', 'officer', 'admin')),
  suspended_at timestamptz,
  created_at timestamptz not null default now()
);
comment on column person.code is 'The key under which imported files name this person.';
alter table person enable row level security;
-- A rep reads colleagues' names nowhere yet; the name on an own customer is one's own.
create policy person_read on person for select using (
  id = (select app.person_id())
  or (select app.has_right('identity.manage'))
  or (select app.has_right('detection.see_reps'))
  or (select app.has_right('orders.import'))
  or (select app.has_right('system')));
create policy person_write on person for all
  using ((select app.has_right('identity.manage')) or (select app.has_right('system')))
  with check ((select app.has_right('identity.manage')) or (select app.has_right('system')));
create policy person_import on person for insert
  with check ((select app.has_right('orders.import')) and role is null);
grant select, insert, update on person to shoudan_app;

-- better-auth's tables, in a schema and under a role of their own: the application role cannot read a password hash.
create schema auth;
grant usage on schema auth to shoudan_auth;

create table auth.user (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  username text unique,
  display_username text,
  person_id uuid not null unique references person (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table auth.session (
  id text primary key,
  user_id text not null references auth.user (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_session_user on auth.session (user_id);
create table auth.account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth.user (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_account_user on auth.account (user_id);
create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table auth.sign_in_failure (
  name text primary key,
  failures integer not null,
  locked_until timestamptz,
  last_at timestamptz not null
);
comment on table auth.sign_in_failure is
  'Wrong passwords per sign-in name, known or not, so that a lock-out does not tell which names exist.';
grant select, insert, update, delete on all tables in schema auth to shoudan_auth;
-- References are checked as the table's owner; the role needs to find the person of an account and nothing else.
grant usage on schema public to shoudan_auth;
grant select (id, name, role, suspended_at) on person to shoudan_auth;
create policy person_auth on person for select to shoudan_auth using (true);
