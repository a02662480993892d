-- Everything that happened, appended in the transaction in which it happened.

create table event (
  id uuid primary key,
  type text not null check (type ~ '^[a-z_]+\.[a-z_]+$'),
  subject_type text not null,
  subject_id text,
  actor_id uuid,
  actor_role text not null,
  payload jsonb not null default '{}',
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index event_subject on event (subject_type, subject_id, recorded_at desc);
create index event_actor on event (actor_id, recorded_at desc);

alter table event enable row level security;
create policy event_append on event for insert
  with check (actor_id is not distinct from (select app.person_id()));
create policy event_read on event for select using ((select app.has_right('events.read')));
-- Append only: no update, no delete, for anybody but the owner of the database.
grant insert, select on event to shoudan_app;
