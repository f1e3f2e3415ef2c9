-- What the replicas of a named lab share, beside the bank.
create table replica (
  id integer primary key generated always as identity,
  -- Replicas with the same one have the same monotonic clock.
  clock text not null,
  started timestamptz not null default now()
);

-- What each replica recorded, in batches.
create table record (
  replica integer not null references replica,
  batch integer not null,
  records jsonb not null,
  primary key (replica, batch)
);
