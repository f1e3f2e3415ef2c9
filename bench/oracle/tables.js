/**
 * The tables that a case may have. Of each:
 * `schema` and `start` are SQL, `invariant` is a query of violations, or null,
 * `key` is the column by which rows of other tables and results refer to a row, if the key is numbered anew in each run,
 * `unstable` are the columns that differ from run to run, `references` the tables that columns refer to by such a key.
 */
export const TABLES = {
  account: {
    schema: ({ chance }) =>
      `create table account (id int primary key, balance int not null${chance(25) ? ' check (balance >= 0)' : ''});`,
    start: 'insert into account values (1, 10), (2, 5);',
    invariant: 'select id, balance from account where balance < 0',
    key: null,
    unstable: [],
    references: {},
  },
  // A hidden write of each change of an account.
  audit: {
    schema: () =>
      `create table audit (account int, old int, new int);
       create function note_change() returns trigger language plpgsql as
         $$ begin insert into audit values (new.id, old.balance, new.balance); return null; end $$;
       create trigger noting after update on account for each row execute function note_change();`,
    start: '',
    invariant: null,
    key: null,
    unstable: [],
    references: {},
  },
  seat: {
    schema: ({ chance }) =>
      `create table seat (number int primary key, holder text not null${chance(30) ? ' unique' : ''});`,
    start: `insert into seat values (1, 'zoe');`,
    invariant: 'select count(*) from seat having count(*) > 3',
    key: null,
    unstable: [],
    references: {},
  },
  // Without a key, so there may be equal rows.
  stock: {
    schema: () => 'create table stock (item text not null, pieces int not null);',
    start: `insert into stock values ('cup', 3), ('jug', 1);`,
    invariant: 'select item from stock group by item having count(*) > 1',
    key: null,
    unstable: [],
    references: {},
  },
  purchase: {
    schema: ({ chance }) =>
      `create table purchase (
         id int generated always as identity primary key, buyer text not null${chance(25) ? ' unique' : ''},
         pieces int not null, bought_at timestamptz not null default clock_timestamp());`,
    start: `insert into purchase (buyer, pieces) values ('zoe', 2);`,
    invariant: 'select count(*) from purchase having sum(pieces) > 5',
    key: 'id',
    unstable: ['id', 'bought_at'],
    references: {},
  },
  line: {
    schema: ({ chance }) =>
      `create table line (
         id int generated always as identity (start with 500000) primary key,
         purchase int not null references purchase${chance(40) ? ' on delete cascade' : ''}, pieces int not null);`,
    start: '',
    invariant: null,
    key: 'id',
    unstable: ['id'],
    references: { purchase: 'purchase' },
  },
};

/** Tables that come together, because statements about the first use the second. */
export const COMPANIONS = { purchase: 'line' };
