-- The invariant as a constraint: an update that violates it fails with SQLSTATE 23514.
alter table account add constraint balance_not_negative check (balance >= 0);
