/** Calls at the same time that load cases from files. */
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { explore } from '../../src/index.js';
import { directoryWith } from '../files/directory.js';
import { serverUrl } from '../support/server.js';

const url = serverUrl();

/** Makes its pool when it is imported. */
const FIRST = `import { defineCase } from 'race-lab';
  import pg from '${import.meta.resolve('pg')}';
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
  export default defineCase({
    name: 'first',
    schema: 'create table item (id int)',
    open: () => pool,
    close: () => pool.end(),
    worker: async () => void (await pool.query('insert into item values (1)')),
  });`;

it('a file sees the variables of its own lane while another call loads files', async () => {
  const directory = directoryWith({
    'first.race.mjs': FIRST,
    'second.race.mjs': `throw new Error('a short life');`,
  });
  const over = new AbortController();
  const first = explore(join(directory, 'first.race.mjs'), { url }).finally(() => over.abort());
  const others = async () => {
    while (!over.signal.aborted) {
      const second = explore(join(directory, 'second.race.mjs'), { url });
      await expect(second).rejects.toThrow('a short life');
    }
  };
  const [{ results }] = await Promise.all([first, others()]);

  expect(results).toMatchObject([{ case: 'first', verdict: 'held' }]);
});

it('a call that waits to load its file ends at once when its signal is aborted', async () => {
  const directory = directoryWith({
    'first.race.mjs': FIRST,
  });
  const ending = new AbortController();
  const reason = new Error('the test has had enough');
  const settled: string[] = [];
  const file = join(directory, 'first.race.mjs');
  const { signal } = ending;
  const calls = Promise.allSettled([
    explore(file, { url }).finally(() => settled.push('first')),
    explore(file, { url }, { signal }).finally(() => settled.push('second')),
  ]);
  ending.abort(reason);

  expect(await calls).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason }]);
  expect(settled).toEqual(['second', 'first']);
});
