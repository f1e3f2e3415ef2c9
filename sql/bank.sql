-- The accounts of `race-lab serve`. They share one table, so the rule of check-constraint is per account.
alter table account add column guarded boolean not null default false;
alter table account
  add constraint balance_not_negative check (balance >= 0 or not guarded);

-- What each account began with.
create table opening (
  account integer primary key,
  balance bigint not null
);

-- Numbers are not used again after POST /reset, so a record that comes late is about no account that exists.
create sequence account_number as integer;
