-- Settings answered whoever asked, and even a transaction that forgot to say. Only the program itself reads them.
drop policy setting_read on setting;
alter policy setting_write on setting rename to setting_all;

-- The record of migrations has no policy: nobody but the owner of the database reads or writes it.
alter table schema_migration enable row level security;
