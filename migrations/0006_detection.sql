-- Runs of the leak check and what they found, stored once and never changed.

create table detection_run (
  id uuid primary key,
  as_of date not null,
  status text not null check (status in ('queued', 'running', 'done', 'failed')),
  engine text not null,
  parameters jsonb not null default '{}',
  -- Over the orders and owners that were read; and over the figures that came out.
  data_fingerprint bytea,
  fingerprint bytea,
  trigger text not null check (trigger in ('nightly', 'manual', 'import', 'command')),
  check_count integer not null default 0,
  watch_count integer not null default 0,
  failure text,
  requested_by uuid references person (id),
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create index detection_run_latest on detection_run (status, started_at desc);
create unique index detection_run_one_at_a_time on detection_run ((true)) where status in ('queued', 'running');

-- Apart from the run, since a rep may know that a run took place but not what the company earns.
create table company_finding (
  run_id uuid primary key references detection_run (id),
  figures jsonb not null
);

create table rep_finding (
  run_id uuid not null references detection_run (id),
  person_id uuid not null references person (id),
  tier text not null check (tier in ('check', 'watch', 'none', 'insufficient')),
  score double precision,
  rank integer,
  figures jsonb not null,
  primary key (run_id, person_id)
);

create table customer_finding (
  run_id uuid not null references detection_run (id),
  customer_id uuid not null references customer (id),
  person_id uuid references person (id),
  is_silent boolean not null,
  shape text check (shape in ('thin', 'capture', 'shave')),
  evidence double precision not null,
  figures jsonb not null,
  primary key (run_id, customer_id)
);
create index customer_finding_person on customer_finding (run_id, person_id);

alter table detection_run enable row level security;
create policy detection_run_read on detection_run for select using (
  (select app.has_right('detection.see_company'))
  or (select app.has_right('detection.see_own_customers'))
  or (select app.has_right('system')));
create policy detection_run_write on detection_run for all
  using ((select app.has_right('detection.run')) or (select app.has_right('system')))
  with check ((select app.has_right('detection.run')) or (select app.has_right('system')));

alter table company_finding enable row level security;
create policy company_finding_read on company_finding for select using (
  (select app.has_right('detection.see_company')) or (select app.has_right('system')));
create policy company_finding_write on company_finding for insert
  with check ((select app.has_right('system')));

alter table rep_finding enable row level security;
-- Another person's score is read only by those who must act on it; one's own neither, it is not a verdict.
create policy rep_finding_read on rep_finding for select using (
  (select app.has_right('detection.see_reps')) or (select app.has_right('system')));
create policy rep_finding_write on rep_finding for insert
  with check ((select app.has_right('system')));

alter table customer_finding enable row level security;
create policy customer_finding_read on customer_finding for select using (
  (select app.has_right('detection.see_all_customers'))
  or (select app.has_right('system'))
  or ((select app.has_right('detection.see_own_customers')) and customer_id in (
    select customer_id from ownership
    where person_id = (select app.person_id()) and valid @> current_date)));
create policy customer_finding_write on customer_finding for insert
  with check ((select app.has_right('system')));

grant select, insert, update on detection_run to shoudan_app;
grant select, insert on company_finding, rep_finding, customer_finding to shoudan_app;
