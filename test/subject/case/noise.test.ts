/** Results that differ from run to run. */
import postgres from 'postgres';
import { describe, expect, test } from 'vitest';

import { explore } from '../../../src/api/explore.js';
import { defineCase } from '../../../src/authoring/case.js';
import { serverUrl } from '../../support/server.js';

/**
 * Two workers that send two statements, so that there are six schedules.
 * @param clock what a worker returns, and how many rows it adds, by the number of the run
 */
const clocked = (
  clock: (run: number) => { readonly [name: string]: unknown; readonly rows?: number },
) => {
  let run = 0;
  return defineCase({
    name: 'clocked',
    schema: 'create table note (text text)',
    open: ({ url }) => postgres(url),
    close: (sql) => sql.end(),
    times: 2,
    worker: async (sql) => {
      run += 1;
      const { rows = 0, ...result } = clock(run);
      await sql`insert into note select 'one' from generate_series(1, ${rows}::int)`;
      await sql`select 2 from note`;
      return result;
    },
  });
};

/** One order is run once more, and three times all workers are started first, before the schedules. */
const MORE = 2 * (1 + 3);
/** By turns: eight runs in the serial orders, twelve in the schedules, and two in the witness. */
const PERIOD = 22;
const isSerial = (run: number): boolean => (run - MORE - 1) % PERIOD < 8;

test('a part of the result that changes later is found when the serial orders are run again', async () => {
  const later = clocked((run) => ({ done: true, isLater: run > MORE + 8 }));
  const { results } = await explore(later, { url: serverUrl(), lanes: 1 });
  expect(results).toMatchObject([{ verdict: 'held', schedules: 6 }]);
});

test('ends that are new each time leave the case inconclusive', async () => {
  const changing = clocked((run) => ({ rows: isSerial(run) ? Math.floor(run / PERIOD) : 50 }));
  const { results } = await explore(changing, { url: serverUrl(), lanes: 1 });
  expect(results).toMatchObject([{ verdict: 'inconclusive' }]);
  expect(results[0]?.reason).toContain('After each of 3 explorations');
});

describe('a failure whose message has a port that differs from run to run', () => {
  const failing = (errorFor: (port: number) => Error) => {
    let port = 40_000;
    return explore(
      defineCase({
        name: 'failing',
        schema: 'create table note (text text)',
        open: ({ url }) => postgres(url),
        close: (sql) => sql.end(),
        times: 2,
        worker: async (sql) => {
          await sql`insert into note values ('one')`;
          port += 1;
          throw errorFor(port);
        },
      }),
      { url: serverUrl(), lanes: 1 },
    );
  };
  const refused = (port: number) => new Error(`connect ECONNREFUSED 10.0.0.1:${port}`);

  test('in the cause, is not compared', async () => {
    const { results } = await failing((port) => new Error('no rate', { cause: refused(port) }));
    expect(results).toMatchObject([{ verdict: 'broken', masked: [] }]);
  });

  test('in the error itself, is left out, and the report says so', async () => {
    const { results } = await failing(refused);
    const masked = ['message “connect ECONNREFUSED 10.0.0.1:…”'];
    expect(results).toMatchObject([{ verdict: 'broken', masked }]);
  });
});
