-- Customers and the ledger of periods in which somebody looked after them.

create extension if not exists btree_gist;

create table customer (
  id uuid primary key,
  -- The key under which imported files name this customer: its code, or its name where there is no code.
  import_key text not null unique,
  code text,
  name text not null check (length(name) between 1 and 300),
  region text,
  created_at timestamptz not null default now()
);
create index customer_name on customer (name);

create table ownership (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  person_id uuid not null references person (id),
  valid daterange not null check (not isempty(valid)),
  -- imported: from a file of periods; order_rows: derived from the rep named on each order row.
  gained_by text not null check (gained_by in ('imported', 'order_rows')),
  import_id uuid,
  recorded_at timestamptz not null default now(),
  constraint ownership_no_overlap exclude using gist (customer_id with =, valid with &&)
);
create index ownership_person on ownership (person_id, customer_id);

alter table ownership enable row level security;
create policy ownership_read on ownership for select using (
  person_id = (select app.person_id())
  or (select app.has_right('detection.see_all_customers'))
  or (select app.has_right('orders.import'))
  or (select app.has_right('system')));
create policy ownership_write on ownership for all
  using ((select app.has_right('orders.import')) or (select app.has_right('system')))
  with check ((select app.has_right('orders.import')) or (select app.has_right('system')));

alter table customer enable row level security;
-- Own customers: those one looks after today. The set is computed once per query.
create policy customer_read on customer for select using (
  (select app.has_right('detection.see_all_customers'))
  or (select app.has_right('orders.import'))
  or (select app.has_right('system'))
  or ((select app.has_right('detection.see_own_customers')) and id in (
    select customer_id from ownership
    where person_id = (select app.person_id()) and valid @> current_date)));
create policy customer_write on customer for insert
  with check ((select app.has_right('orders.import')) or (select app.has_right('system')));
create policy customer_change on customer for update
  using ((select app.has_right('orders.import')) or (select app.has_right('system')))
  with check ((select app.has_right('orders.import')) or (select app.has_right('system')));

grant select, insert, update on customer to shoudan_app;
grant select, insert, delete on ownership to shoudan_app;
