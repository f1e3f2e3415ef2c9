/** Session-level advisory locks: of workers, and of the application itself. */
import pg from 'pg';
import { expect, test } from 'vitest';

import { explore } from '../../../src/api/explore.js';
import { defineCase, type CaseDefinition } from '../../../src/authoring/case.js';
import { serverUrl } from '../../support/server.js';

interface Application {
  readonly leader: pg.Client;
  readonly pool: pg.Pool;
}

const LOCKING = 'select pg_advisory_lock(42)';

/** An application with a connection of its own besides the pool of the workers. */
const caseOf = (
  more: Required<Pick<CaseDefinition<Application>, 'worker'>> & { readonly leads: boolean },
) =>
  defineCase<Application>({
    name: 'leader',
    schema: 'create table note (text text)',
    open: async ({ url }) => {
      const leader = new pg.Client({ connectionString: url });
      await leader.connect();
      if (more.leads) await leader.query(LOCKING);
      return { leader, pool: new pg.Pool({ connectionString: url }) };
    },
    close: async ({ leader, pool }) => {
      await leader.end();
      await pool.end();
    },
    times: 2,
    worker: more.worker,
  });

test('a lock that the application took as it was opened is kept, and is left by no worker', async () => {
  const held: unknown[] = [];
  const leading = caseOf({
    leads: true,
    worker: async ({ leader, pool }) => {
      await pool.query("insert into note values ('one')");
      const { rows } = await leader.query(
        "select count(*)::int as locks from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()",
      );
      held.push(...rows);
    },
  });
  const { results } = await explore(leading, { url: serverUrl() });
  expect(results).toMatchObject([{ verdict: 'held', anomalies: { 'left open': 0 } }]);
  expect(new Set(held.map((each) => JSON.stringify(each)))).toEqual(new Set(['{"locks":1}']));
});

test('a lock that a worker took and kept is left open', async () => {
  const keeping = caseOf({
    leads: false,
    worker: async ({ pool }, { worker }) => {
      const client = await pool.connect();
      if (worker === 'worker 1') await client.query('select pg_advisory_lock(42)');
      await client.query("insert into note values ('one')");
      client.release();
    },
  });
  const { results } = await explore(keeping, { url: serverUrl() });
  expect(results).toMatchObject([{ verdict: 'broken' }]);
  expect(results[0]?.reason).toContain('worker 1 leaves an advisory lock behind');
});
