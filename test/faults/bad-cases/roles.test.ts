/** Cases on a server whose role is no superuser. */
import { afterAll, expect, test } from 'vitest';

import type { CaseResult } from '../../../src/model.js';
import { callIn } from '../../cli/harness.js';
import { appUrl } from '../../support/app-role.js';
import { serverUrl } from '../../support/server.js';
import { closeSessions, openSession } from '../../support/sessions.js';
import { directoryOf, expectNothingLeft, remove, SHORT } from './explored.js';

afterAll(closeSessions);

const HIDING =
  'enable row level security; alter table product force row level security; create policy low on product using (id < 2) with check (true)';
const GRAPH = `
  create table a (id int primary key, b int); create table b (id int primary key, a int references a);
  alter table a add foreign key (b) references b deferrable initially deferred;
  create function touch() returns trigger language plpgsql as $$ begin new.b = null; return new; end $$;
  create trigger touch before insert on a for each row execute function touch();`;

const CASES = [
  { name: 'hidden', code: `schema: shop.schema + '; alter table product ${HIDING}'` },
  {
    name: 'graph',
    code: `schema: ${JSON.stringify(GRAPH)}, start: 'insert into a values (1), (2); insert into b values (1, 1), (2, 2)',
      workers: { anna: async (pool) => { await pool.query('delete from b where id = 1'); await pool.query('delete from a where id = 1'); },
                 ben: async (pool) => { await pool.query('insert into a values (3)'); await pool.query('insert into b values (3, 3)'); } }`,
  },
];

test('what such a role cannot read is named; all else is explored', async () => {
  const directory = directoryOf(CASES);
  const files = ['./hidden.race.ts', './graph.race.ts', './good.race.ts'];
  const args = ['explore', ...files, '--json', '--url', await appUrl()];
  const { code, stdout, stderr } = await callIn(directory, args, {}, { patience: SHORT });
  remove(directory);
  expect(code).toBe(4);
  expect(stderr).toBe(
    'race-lab: case hidden (./hidden.race.ts): schema forces row security on product, so race-lab cannot read and put back its rows\n' +
      '  Use a role with BYPASSRLS in --url, or the embedded server, without --url.\n',
  );
  const report: { results: readonly CaseResult[] } = JSON.parse(stdout);
  expect(
    report.results.map(({ case: name, verdict, schedules }) => [name, verdict, schedules]),
  ).toEqual([
    ['hidden', 'inconclusive', 0],
    ['graph', 'held', 6],
    ['good', 'held', 2],
  ]);
  await expectNothingLeft();
});

test('a role that may not create databases: exit 4, and how to grant it', async () => {
  const session = await openSession();
  await session.script(
    'do $$ begin create role poor login; exception when duplicate_object then end $$',
  );
  const url = new URL(serverUrl());
  url.username = 'poor';
  const directory = directoryOf([]);
  const { code, stderr } = await callIn(directory, [
    'explore',
    './good.race.ts',
    '--url',
    url.href,
  ]);
  remove(directory);
  expect(code).toBe(4);
  expect(stderr).toMatch(
    /^race-lab: the role may not create a database on poor@.*\n {2}Grant it: alter role … createdb;/,
  );
});
