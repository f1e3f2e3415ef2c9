-- The accounts that workers race over. Installed into a schema of its own, made for one run.
create table account (
  id integer primary key,
  balance bigint not null,
  version bigint not null default 0,
  updated_at timestamptz not null default clock_timestamp()
)
-- Room on each page keeps repeated updates of a row on its page, where they are cheap to tidy up.
with (fillfactor = 50, autovacuum_enabled = off);

-- Runs under the row's lock, on the row's newest state, so versions 1, 2, 3 ... are the order in
-- which writes took effect, and no two updates of a row carry the same time.
create function account_stamp() returns trigger
  language plpgsql
as $$
begin
  new.version := old.version + 1;
  new.updated_at := greatest(clock_timestamp(), old.updated_at + interval '1 microsecond');
  return new;
end
$$;

create trigger account_stamp
  before update on account
  for each row execute function account_stamp();

-- What each strategy and round ended with, so that a kept schema can be compared with the report.
create table final_state (
  strategy text not null,
  round integer not null,
  account integer not null,
  balance bigint not null,
  version bigint not null,
  primary key (strategy, round, account)
);
