-- The accounts of `race-lab serve`. They share one table, so the rule of check-constraint is per account.
alter table account add column guarded boolean not null default false;
alter table account
  add constraint balance_not_negative check (balance >= 0 or not guarded);

-- What each account began with.
create table opening (
  account integer primary key,
  balance bigint not null
);

create sequence account_number as integer;

-- The number of POST /reset so far. A record belongs to the epoch in which its operation began.
create table epoch (number integer not null);
insert into epoch values (1);
