-- What the migrations make, read back from the catalogs. Written by tests/schema.api.test.ts; do not edit.
-- To write it anew: npm run db:types

-- roles

create role shoudan_app login noinherit;
create role shoudan_auth login noinherit;
create role shoudan_worker login noinherit;

-- extensions

create extension btree_gist;

-- schemas

create schema app;
create schema auth;

-- functions

CREATE OR REPLACE FUNCTION app.has_right(wanted text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((POSITION((((' '::text || wanted) || ' '::text)) IN (current_setting('app.rights'::text, true))) > 0), false)
;
comment on function app.has_right(text) is 'Call it as (select app.has_right(''x'')) in policies: evaluated once per query, not once per row.';
CREATE OR REPLACE FUNCTION app.person_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.person_id'::text, true), ''::text))::uuid
;

-- tables

create table auth.account (
  id text not null,
  account_id text not null,
  provider_id text not null,
  user_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth."user"(id) ON DELETE CASCADE
);
create table auth.session (
  id text not null,
  user_id text not null,
  token text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_key UNIQUE (token),
  constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth."user"(id) ON DELETE CASCADE
);
create table auth.sign_in_failure (
  name text not null,
  failures integer not null,
  locked_until timestamp with time zone,
  last_at timestamp with time zone not null,
  constraint sign_in_failure_pkey PRIMARY KEY (name)
);
comment on table auth.sign_in_failure is 'Wrong passwords per sign-in name, known or not, so that a lock-out does not tell which names exist.';
create table auth."user" (
  id text not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  username text,
  display_username text,
  person_id uuid not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint user_email_key UNIQUE (email),
  constraint user_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint user_person_id_key UNIQUE (person_id),
  constraint user_pkey PRIMARY KEY (id),
  constraint user_username_key UNIQUE (username)
);
create table auth.verification (
  id text not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint verification_pkey PRIMARY KEY (id)
);
create table company_finding (
  run_id uuid not null,
  figures jsonb not null,
  constraint company_finding_pkey PRIMARY KEY (run_id),
  constraint company_finding_run_id_fkey FOREIGN KEY (run_id) REFERENCES detection_run(id)
);
alter table company_finding enable row level security;
create table customer (
  id uuid not null,
  import_key text not null,
  code text,
  name text not null,
  region text,
  created_at timestamp with time zone not null default now(),
  constraint customer_import_key_key UNIQUE (import_key),
  constraint customer_name_check CHECK (((length(name) >= 1) AND (length(name) <= 300))),
  constraint customer_pkey PRIMARY KEY (id)
);
alter table customer enable row level security;
create table customer_finding (
  run_id uuid not null,
  customer_id uuid not null,
  person_id uuid,
  is_silent boolean not null,
  shape text,
  evidence double precision not null,
  figures jsonb not null,
  constraint customer_finding_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint customer_finding_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint customer_finding_pkey PRIMARY KEY (run_id, customer_id),
  constraint customer_finding_run_id_fkey FOREIGN KEY (run_id) REFERENCES detection_run(id),
  constraint customer_finding_shape_check CHECK ((shape = ANY (ARRAY['thin'::text, 'capture'::text, 'shave'::text])))
);
alter table customer_finding enable row level security;
create table detection_run (
  id uuid not null,
  as_of date not null,
  status text not null,
  engine text not null,
  parameters jsonb not null default '{}'::jsonb,
  data_fingerprint bytea,
  fingerprint bytea,
  trigger text not null,
  check_count integer not null default 0,
  watch_count integer not null default 0,
  failure text,
  requested_by uuid,
  started_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint detection_run_pkey PRIMARY KEY (id),
  constraint detection_run_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES person(id),
  constraint detection_run_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text]))),
  constraint detection_run_trigger_check CHECK ((trigger = ANY (ARRAY['nightly'::text, 'manual'::text, 'import'::text, 'command'::text])))
);
alter table detection_run enable row level security;
create table event (
  id uuid not null,
  type text not null,
  subject_type text not null,
  subject_id text,
  actor_id uuid,
  actor_role text not null,
  payload jsonb not null default '{}'::jsonb,
  occurred_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint event_pkey PRIMARY KEY (id),
  constraint event_type_check CHECK ((type ~ '^[a-z_]+\.[a-z_]+$'::text))
);
alter table event enable row level security;
create table import (
  id uuid not null,
  kind text not null,
  file_name text not null,
  file_sha256 bytea not null,
  bytes bigint not null,
  status text not null,
  preview jsonb not null,
  mapping jsonb,
  sheet text,
  failure jsonb,
  progress real not null default 0,
  rows_total integer not null default 0,
  rows_added integer not null default 0,
  rows_known integer not null default 0,
  rows_bad integer not null default 0,
  rows_skipped integer not null default 0,
  customers_added integer not null default 0,
  reps_added integer not null default 0,
  first_date date,
  last_date date,
  errors jsonb not null default '[]'::jsonb,
  created_by uuid not null,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint import_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id),
  constraint import_kind_check CHECK ((kind = ANY (ARRAY['orders'::text, 'assignments'::text]))),
  constraint import_pkey PRIMARY KEY (id),
  constraint import_progress_check CHECK (((progress >= (0)::double precision) AND (progress <= (1)::double precision))),
  constraint import_status_check CHECK ((status = ANY (ARRAY['uploaded'::text, 'queued'::text, 'reading'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
alter table import enable row level security;
comment on column import.errors is 'The first 200 bad rows; all of them are in the file beside the upload.';
create table order_line (
  row_key uuid not null,
  customer_id uuid not null,
  person_id uuid,
  ordered_on date not null,
  amount_minor bigint not null,
  currency character(3) not null default 'CNY'::bpchar,
  order_no text,
  product text,
  import_id uuid not null,
  recorded_at timestamp with time zone not null default now(),
  constraint order_line_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint order_line_import_id_fkey FOREIGN KEY (import_id) REFERENCES import(id),
  constraint order_line_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint order_line_pkey PRIMARY KEY (row_key)
);
alter table order_line enable row level security;
create table ownership (
  id uuid not null,
  customer_id uuid not null,
  person_id uuid not null,
  valid daterange not null,
  gained_by text not null,
  import_id uuid,
  recorded_at timestamp with time zone not null default now(),
  constraint ownership_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint ownership_gained_by_check CHECK ((gained_by = ANY (ARRAY['imported'::text, 'order_rows'::text]))),
  constraint ownership_no_overlap EXCLUDE USING gist (customer_id WITH =, valid WITH &&),
  constraint ownership_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint ownership_pkey PRIMARY KEY (id),
  constraint ownership_valid_check CHECK ((NOT isempty(valid)))
);
alter table ownership enable row level security;
create table person (
  id uuid not null,
  name text not null,
  code text,
  region text,
  role text,
  suspended_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint person_code_key UNIQUE (code),
  constraint person_name_check CHECK (((length(name) >= 1) AND (length(name) <= 300))),
  constraint person_pkey PRIMARY KEY (id),
  constraint person_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'manager'::text, 'rep'::text, 'finance'::text, 'officer'::text, 'admin'::text])))
);
alter table person enable row level security;
comment on column person.code is 'The key under which imported files name this person.';
create table rep_finding (
  run_id uuid not null,
  person_id uuid not null,
  tier text not null,
  score double precision,
  rank integer,
  figures jsonb not null,
  constraint rep_finding_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint rep_finding_pkey PRIMARY KEY (run_id, person_id),
  constraint rep_finding_run_id_fkey FOREIGN KEY (run_id) REFERENCES detection_run(id),
  constraint rep_finding_tier_check CHECK ((tier = ANY (ARRAY['check'::text, 'watch'::text, 'none'::text, 'insufficient'::text])))
);
alter table rep_finding enable row level security;
create table schema_migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migration_pkey PRIMARY KEY (name)
);
alter table schema_migration enable row level security;
create table setting (
  key text not null,
  value jsonb not null,
  changed_at timestamp with time zone not null default now(),
  constraint setting_pkey PRIMARY KEY (key)
);
alter table setting enable row level security;

-- other relations


-- indexes that are no constraint

CREATE INDEX auth_account_user ON auth.account USING btree (user_id);
CREATE INDEX auth_session_user ON auth.session USING btree (user_id);
CREATE INDEX customer_finding_person ON public.customer_finding USING btree (run_id, person_id);
CREATE INDEX customer_name ON public.customer USING btree (name);
CREATE INDEX detection_run_latest ON public.detection_run USING btree (status, started_at DESC);
CREATE UNIQUE INDEX detection_run_one_at_a_time ON public.detection_run USING btree ((true)) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX event_actor ON public.event USING btree (actor_id, recorded_at DESC);
CREATE INDEX event_subject ON public.event USING btree (subject_type, subject_id, recorded_at DESC);
CREATE INDEX import_created ON public.import USING btree (created_at DESC);
CREATE INDEX order_line_customer ON public.order_line USING btree (customer_id, ordered_on);
CREATE INDEX ownership_person ON public.ownership USING btree (person_id, customer_id);

-- triggers


-- row policies

create policy company_finding_read on company_finding for select to public
  using ((( SELECT app.has_right('detection.see_company'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)));
create policy company_finding_write on company_finding for insert to public
  with check (( SELECT app.has_right('system'::text) AS has_right));
create policy customer_change on customer for update to public
  using ((( SELECT app.has_right('orders.import'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)))
  with check ((( SELECT app.has_right('orders.import'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)));
create policy customer_read on customer for select to public
  using ((( SELECT app.has_right('detection.see_all_customers'::text) AS has_right) OR ( SELECT app.has_right('orders.import'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right) OR (( SELECT app.has_right('detection.see_own_customers'::text) AS has_right) AND (id IN ( SELECT ownership.customer_id
   FROM ownership
  WHERE ((ownership.person_id = ( SELECT app.person_id() AS person_id)) AND (ownership.valid @> CURRENT_DATE)))))));
create policy customer_write on customer for insert to public
  with check ((( SELECT app.has_right('orders.import'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)));
create policy customer_finding_read on customer_finding for select to public
  using ((( SELECT app.has_right('detection.see_all_customers'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right) OR (( SELECT app.has_right('detection.see_own_customers'::text) AS has_right) AND (customer_id IN ( SELECT ownership.customer_id
   FROM ownership
  WHERE ((ownership.person_id = ( SELECT app.person_id() AS person_id)) AND (ownership.valid @> CURRENT_DATE)))))));
create policy customer_finding_write on customer_finding for insert to public
  with check (( SELECT app.has_right('system'::text) AS has_right));
create policy detection_run_read on detection_run for select to public
  using ((( SELECT app.has_right('detection.see_company'::text) AS has_right) OR ( SELECT app.has_right('detection.see_own_customers'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)));
create policy detection_run_write on detection_run for all to public
  using ((( SELECT app.has_right('detection.run'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)))
  with check ((( SELECT app.has_right('detection.run'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)));
create policy event_append on event for insert to public
  with check ((NOT (actor_id IS DISTINCT FROM ( SELECT app.person_id() AS person_id))));
create policy event_read on event for select to public
  using (( SELECT app.has_right('events.read'::text) AS has_right));
create policy import_all on import for all to public
  using ((( SELECT app.has_right('orders.import'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)))
  with check ((( SELECT app.has_right('orders.import'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)));
create policy order_line_read on order_line for select to public
  using ((( SELECT app.has_right('detection.see_all_customers'::text) AS has_right) OR ( SELECT app.has_right('orders.import'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right) OR (( SELECT app.has_right('detection.see_own_customers'::text) AS has_right) AND (customer_id IN ( SELECT ownership.customer_id
   FROM ownership
  WHERE ((ownership.person_id = ( SELECT app.person_id() AS person_id)) AND (ownership.valid @> CURRENT_DATE)))))));
create policy order_line_write on order_line for insert to public
  with check ((( SELECT app.has_right('orders.import'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)));
create policy ownership_read on ownership for select to public
  using (((person_id = ( SELECT app.person_id() AS person_id)) OR ( SELECT app.has_right('detection.see_all_customers'::text) AS has_right) OR ( SELECT app.has_right('orders.import'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)));
create policy ownership_write on ownership for all to public
  using ((( SELECT app.has_right('orders.import'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)))
  with check ((( SELECT app.has_right('orders.import'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)));
create policy person_auth on person for select to shoudan_auth
  using (true);
create policy person_import on person for insert to public
  with check ((( SELECT app.has_right('orders.import'::text) AS has_right) AND (role IS NULL)));
create policy person_read on person for select to public
  using (((id = ( SELECT app.person_id() AS person_id)) OR ( SELECT app.has_right('identity.manage'::text) AS has_right) OR ( SELECT app.has_right('detection.see_reps'::text) AS has_right) OR ( SELECT app.has_right('orders.import'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)));
create policy person_write on person for all to public
  using ((( SELECT app.has_right('identity.manage'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)))
  with check ((( SELECT app.has_right('identity.manage'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)));
create policy rep_finding_read on rep_finding for select to public
  using ((( SELECT app.has_right('detection.see_reps'::text) AS has_right) OR ( SELECT app.has_right('system'::text) AS has_right)));
create policy rep_finding_write on rep_finding for insert to public
  with check (( SELECT app.has_right('system'::text) AS has_right));
create policy setting_all on setting for all to public
  using (( SELECT app.has_right('system'::text) AS has_right))
  with check (( SELECT app.has_right('system'::text) AS has_right));

-- grants

grant usage on schema app to shoudan_app;
grant usage on schema auth to shoudan_auth;
grant usage on schema graphile_worker to shoudan_app;
grant usage on schema public to shoudan_app;
grant usage on schema public to shoudan_auth;
grant delete, insert, select, update on table auth.account to shoudan_auth;
grant delete, insert, select, update on table auth.session to shoudan_auth;
grant delete, insert, select, update on table auth.sign_in_failure to shoudan_auth;
grant delete, insert, select, update on table auth.user to shoudan_auth;
grant delete, insert, select, update on table auth.verification to shoudan_auth;
grant insert, select on table public.company_finding to shoudan_app;
grant insert, select, update on table public.customer to shoudan_app;
grant insert, select on table public.customer_finding to shoudan_app;
grant insert, select, update on table public.detection_run to shoudan_app;
grant insert, select on table public.event to shoudan_app;
grant insert, select, update on table public.import to shoudan_app;
grant insert, select on table public.order_line to shoudan_app;
grant delete, insert, select on table public.ownership to shoudan_app;
grant insert, select, update on table public.person to shoudan_app;
grant insert, select on table public.rep_finding to shoudan_app;
grant delete, insert, select, update on table public.setting to shoudan_app;
grant select (id, name, role, suspended_at) on table public.person to shoudan_auth;
grant execute on function graphile_worker.enqueue(text,json,text) to shoudan_app;
