-- What the replicas of a named lab share, beside the bank.
create table replica (
  id integer primary key generated always as identity,
  started timestamptz not null default now()
);

-- What each replica recorded, in batches.
create table record (
  epoch integer not null,
  replica integer not null references replica,
  batch integer not null,
  records jsonb not null,
  primary key (epoch, replica, batch)
);
