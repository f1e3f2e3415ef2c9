-- The accounts of a run, in a schema that is created for this run.
create table account (
  id integer primary key,
  balance bigint not null,
  version bigint not null default 0,
  updated_at timestamptz not null default clock_timestamp()
)
-- Free space on each page allows HOT updates, whose dead row versions are cheap to remove.
with (fillfactor = 50, autovacuum_enabled = off);

-- Runs under the row's lock, on the newest version of the row. So versions 1, 2, 3 ... are the order in
-- which writes took effect, and no two updates of a row have the same time.
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

-- The accounts at the end of each strategy's rounds, so that a kept schema can be compared with the report.
create table final_state (
  -- With compare --vary: the value, such as workers=10. Otherwise empty.
  label text not null,
  strategy text not null,
  round integer not null,
  account integer not null,
  balance bigint not null,
  version bigint not null,
  primary key (label, strategy, round, account)
);
