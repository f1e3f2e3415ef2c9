-- The rule as the database's own: an update that would break it fails with SQLSTATE 23514.
alter table account add constraint balance_not_negative check (balance >= 0);
