-- Imported order histories: the file, what became of it, and its rows.

create table import (
  id uuid primary key,
  kind text not null check (kind in ('orders', 'assignments')),
  file_name text not null,
  file_sha256 bytea not null,
  bytes bigint not null,
  status text not null check (status in ('uploaded', 'queued', 'reading', 'done', 'failed', 'cancelled')),
  preview jsonb not null,
  mapping jsonb,
  sheet text,
  failure jsonb,
  progress real not null default 0 check (progress between 0 and 1),
  rows_total integer not null default 0,
  rows_added integer not null default 0,
  rows_known integer not null default 0,
  rows_bad integer not null default 0,
  rows_skipped integer not null default 0,
  customers_added integer not null default 0,
  reps_added integer not null default 0,
  first_date date,
  last_date date,
  errors jsonb not null default '[]',
  created_by uuid not null references person (id),
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
comment on column import.errors is 'The first 200 bad rows; all of them are in the file beside the upload.';
create index import_created on import (created_at desc);

create table order_line (
  -- 128 bits over the row's content and its n-th occurrence, so that the same row is stored once however often it is imported.
  row_key uuid primary key,
  customer_id uuid not null references customer (id),
  person_id uuid references person (id),
  ordered_on date not null,
  amount_minor bigint not null,
  currency char(3) not null default 'CNY',
  order_no text,
  product text,
  import_id uuid not null references import (id),
  recorded_at timestamptz not null default now()
);
create index order_line_customer on order_line (customer_id, ordered_on);

alter table import enable row level security;
create policy import_all on import for all
  using ((select app.has_right('orders.import')) or (select app.has_right('system')))
  with check ((select app.has_right('orders.import')) or (select app.has_right('system')));

alter table order_line enable row level security;
create policy order_line_read on order_line for select using (
  (select app.has_right('detection.see_all_customers'))
  or (select app.has_right('orders.import'))
  or (select app.has_right('system'))
  or ((select app.has_right('detection.see_own_customers')) and customer_id in (
    select customer_id from ownership
    where person_id = (select app.person_id()) and valid @> current_date)));
create policy order_line_write on order_line for insert
  with check ((select app.has_right('orders.import')) or (select app.has_right('system')));

grant select, insert, update on import to shoudan_app;
grant select, insert on order_line to shoudan_app;
