/** Rows are put back exactly, whatever the tables are. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { CaseServer } from '../../../src/database/case-server.js';
import { OWN_SCHEMA } from '../../../src/database/snapshot/catalog.js';
import { Snapshot } from '../../../src/database/snapshot/snapshot.js';
import type { Session } from '../../../src/database/session.js';
import { appUrl } from '../../support/app-role.js';
import { serverUrl } from '../../support/server.js';
import { closeSessions } from '../../support/sessions.js';
import { CHANGES, ROWS, ZOO } from './zoo.js';

const servers: CaseServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(closeSessions);

/** A database with this content, of which a snapshot was taken. */
async function templateOn(server: CaseServer, content: string): Promise<string> {
  const template = await server.createDatabase(null);
  const maker = await server.openUsersSession(template);
  await maker.script(content);
  await Snapshot.take(maker);
  await server.closeSession(maker);
  return template;
}

/** A copy of such a database, its snapshot, and a session for a worker. */
async function copied(server: CaseServer, template: string) {
  const database = await server.createDatabase(template);
  return {
    snapshot: await Snapshot.open(await server.openSession(database)),
    worker: await server.openUsersSession(database),
  };
}

async function opened(url: string, content: string) {
  const server = await CaseServer.open({ url });
  servers.push(server);
  return copied(server, await templateOn(server, content));
}

/** All rows in their physical order, all sequences, and whether triggers are on. */
async function dump(session: Session): Promise<Readonly<Record<string, readonly string[]>>> {
  const relations = await session.query<{ name: string; kind: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'S') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', '${OWN_SCHEMA}')
      order by 1`,
  );
  const found: Record<string, readonly string[]> = {};
  for (const { name, kind } of relations) {
    const read =
      kind === 'S'
        ? `select concat(last_value, ' ', is_called) as row from ${name}`
        : `select t::text as row from only ${name} t`;
    const rows = await session.query<{ row: string }>(read);
    found[name] = rows.map(({ row }) => row);
  }
  const triggers = await session.query<{ row: string }>(
    `select concat(tgname, ' ', tgenabled) as row from pg_trigger where not tgisinternal order by 1`,
  );
  found['triggers'] = triggers.map(({ row }) => row);
  return found;
}

describe.each([
  ['a superuser', async () => serverUrl(), 3],
  ['a role that may only create databases', appUrl, 0],
])('as %s', (_role, url, rounds) => {
  test('the server reads tables in the same way, however often their rows were put back', async () => {
    const content = 'create table pair (id int primary key); insert into pair values (1), (2)';
    const { snapshot, worker } = await opened(await url(), content);
    const plan = () => worker.query('explain select from pair where id = 1');
    const start = await plan();
    for (let round = 1; round <= 100; round += 1) {
      await worker.script('update pair set id = id');
      await snapshot.read();
      await snapshot.restore();
      expect([round, await plan()]).toEqual([round, start]);
    }
  });

  test('every change is undone, one by one', async () => {
    const { snapshot, worker } = await opened(await url(), `${ZOO}; ${ROWS}`);
    const start = await dump(worker);
    const { key } = await snapshot.read();
    const undo = async (change: string) => {
      await worker.script(change);
      await snapshot.read();
      await snapshot.restore();
    };
    // Every hundredth time the tables get new files: after three rounds, in the one that is looked at.
    for (let round = 1; round <= rounds; round += 1)
      for (const change of CHANGES) await undo(change);
    for (const change of CHANGES) {
      await undo(change);
      expect([change, await dump(worker)]).toEqual([change, start]);
      expect([change, await snapshot.changeOfDefinitions()]).toEqual([change, null]);
    }
    expect((await snapshot.read()).key).toBe(key);
  });

  test('all changes together are undone', async () => {
    const { snapshot, worker } = await opened(await url(), `${ZOO}; ${ROWS}`);
    const start = await dump(worker);
    for (let round = 1; round <= 3; round += 1) {
      // Some cannot follow others.
      for (const change of CHANGES)
        await worker.script(change).catch(() => worker.script('rollback'));
      await snapshot.read();
      await snapshot.restore();
      expect(await dump(worker)).toEqual(start);
    }
  });

  test('triggers and rules that fire always do not fire, and stay as they were', async () => {
    const { snapshot, worker } = await opened(
      await url(),
      `create table t (id int primary key, n int default 0);
       create function grow() returns trigger language plpgsql as $$ begin new.n = new.n + 1; return new; end $$;
       create trigger always before insert on t for each row execute function grow();
       create trigger replica before insert on t for each row execute function grow();
       insert into t values (1);
       alter table t enable always trigger always;
       alter table t enable replica trigger replica;
       create rule nothing as on delete to t do instead nothing;
       alter table t enable always rule nothing`,
    );
    const start = await dump(worker);
    await worker.script('update t set n = 7; insert into t values (2)');
    await snapshot.read();
    await snapshot.restore();
    expect(await dump(worker)).toEqual(start);
    expect(await snapshot.changeOfDefinitions()).toBeNull();
  });

  test('sequences begin later when they are told to, as far as they go', async () => {
    const { snapshot, worker } = await opened(
      await url(),
      `create sequence up; create sequence down increment -2; create sequence small maxvalue 9`,
    );
    await snapshot.read();
    await snapshot.restore(1_000);
    const next = async (name: string) => {
      const [row] = await worker.query<{ value: string }>(
        `select nextval('${name}')::text as value`,
      );
      return row?.value;
    };
    expect([await next('up'), await next('down'), await next('small')]).toEqual([
      // The last of the three in alphabetical order.
      '1075',
      '-2001',
      '1',
    ]);
    await snapshot.read();
    await snapshot.restore();
    expect([await next('up'), await next('down')]).toEqual(['1', '-1']);
  });

  test('a session does not keep numbers of a sequence for later', async () => {
    const { snapshot, worker } = await opened(
      await url(),
      'create table t (id int primary key generated by default as identity (cache 100))',
    );
    for (let round = 1; round <= 3; round += 1) {
      await worker.script('insert into t default values');
      const { tables } = await snapshot.read();
      expect(tables.map(({ rows }) => rows)).toEqual([[['1']]]);
      await snapshot.restore();
    }
  });
});

describe('a changed definition is found:', () => {
  let server: CaseServer;
  let template = '';
  beforeAll(async () => {
    server = await CaseServer.open({ url: serverUrl() });
    template = await templateOn(
      server,
      `create table t (id int primary key, n int); create sequence s; create type mood as enum ('ok');
       create function f() returns int return 1; create view v as select 1 as n;
       create function g() returns trigger language plpgsql as $$ begin return new; end $$;
       create trigger g before insert on t for each row execute function g()`,
    );
  });
  afterAll(() => server.close());

  test.each([
    ['alter table t add more int', 'adds', 'column t.more'],
    ['alter table t rename n to m', 'drops', 'column t.n'],
    ['alter table t alter n type bigint', 'changes', 'column t.n'],
    ['alter table t alter n set default 7', 'changes', 'column t.n'],
    ['alter table t add constraint c check (n > 0)', 'adds', 'constraint c of t'],
    ['drop table t', 'drops', 'table t'],
    ['create index i on t (n)', 'adds', 'index i'],
    ['create or replace function f() returns int return 2', 'changes', 'function f()'],
    ['create or replace view v as select 2 as n', 'changes', 'view v'],
    ['alter table t disable trigger user', 'changes', 'trigger g of t'],
    [`alter type mood add value 'sad'`, 'changes', 'type mood'],
    ['alter table t enable row level security', 'changes', 'table t'],
    ['alter sequence s increment 2', 'changes', 'sequence s'],
    ['create schema extra', 'adds', 'schema extra'],
    [
      `do $$ begin execute format('alter database %I set work_mem = 1234', current_database()); end $$`,
      'adds',
      'settings of the database',
    ],
  ])('%s: it %s the %s', async (change, kind, what) => {
    const { snapshot, worker } = await copied(server, template);
    await worker.script('insert into t values (1, 1); truncate t');
    expect(await snapshot.changeOfDefinitions()).toBeNull();
    await worker.script(change);
    expect(await snapshot.changeOfDefinitions()).toEqual({ kind, what });
  });
});

test('rows are put back, however often, by a role that may not truncate its own table', async () => {
  const content = `create table pair (id int primary key); insert into pair values (1), (2);
    revoke truncate on pair from current_user`;
  const { snapshot, worker } = await opened(await appUrl(), content);
  const start = await dump(worker);
  for (let round = 1; round <= 100; round += 1) {
    await worker.script('update pair set id = id; delete from pair where id = 1');
    await snapshot.read();
    await snapshot.restore();
  }
  expect(await dump(worker)).toEqual(start);
});

test('the catalog knows keys and foreign keys', async () => {
  const { snapshot } = await opened(
    serverUrl(),
    `create table a (x int, id int primary key); create table "B" (a int references a, b int, id int, primary key (id, b));
     create table c (b int, id int, foreign key (id, b) references "B")`,
  );
  expect(
    snapshot.catalog.tables.map(({ name, key, references }) => ({ name, key, references })),
  ).toEqual([
    { name: 'B', key: [2, 1], references: [{ columns: [0], table: 'a', targetColumns: [1] }] },
    { name: 'a', key: [1], references: [] },
    { name: 'c', key: [], references: [{ columns: [1, 0], table: 'B', targetColumns: [2, 1] }] },
  ]);
});

test('the catalog knows which numbers neither a function of the schema nor a key explains', async () => {
  const { snapshot } = await opened(
    serverUrl(),
    `create domain amount as numeric(10, 2); create sequence s;
     create table a (id bigint primary key, code int unique, at_place smallint, n int, unique (at_place, n) include (id));
     create table b (a bigint references a, "Seen" int default 0, price amount, rate real default '1'::real,
       paid numeric(10, 2) default (0)::numeric(10, 2), doubled int generated always as (2 * 2) stored,
       number int default nextval('s'), own serial, other int generated always as identity, rank float default random() * 2,
       since bigint default extract(epoch from now()), at timestamptz, name text, list int[]);
     create index on b ("Seen")`,
  );
  expect(
    snapshot.catalog.tables.map(({ columns, numbers }) => numbers.map((at) => columns[at])),
  ).toEqual([[], ['Seen', 'price', 'rate', 'paid']]);
});
