/** After any end of race-lab, nothing is left behind. kill -9: processes.test.ts, and services/ends.test.ts */
import { describe, expect, test } from 'vitest';

import { start } from '../support/command.js';
import { startRace } from '../support/embedded-run.js';
import { serverUrl } from '../support/server.js';
import { labSchemas, openSession } from '../support/sessions.js';
import { expectInterrupted } from './interrupted-run.js';

test('the embedded server of run is gone after SIGINT, and the exit code is 130', async () =>
  expectInterrupted(await startRace(), 'SIGINT', 130));

describe('a schema on an existing server', () => {
  /** Starts a race there and waits until its schema is in use. */
  async function raceOnServer() {
    const before = await labSchemas();
    const args = ['run', '--url', serverUrl(), '--duration', '10m', '--workers', '20'];
    const run = start([...args, '--strategy', 'for-update', '--scenario', 'deposit']);
    let schema = '';
    const updates = async () => {
      schema = (await labSchemas()).find((name) => !before.includes(name)) ?? 'none_yet';
      const session = await openSession();
      const rows = await session
        .query<{ version: number }>(`select version from ${schema}.account where id = 1`)
        .catch(() => []);
      return rows[0]?.version ?? 0;
    };
    await expect.poll(updates, { timeout: 20_000 }).toBeGreaterThan(100);
    return { ...run, schema };
  }

  test('is dropped at Ctrl-C, although workers hold locks in it and wait for them', async () => {
    const run = await raceOnServer();
    run.process.kill('SIGINT');
    expect(await run.ended).toMatchObject({ code: 130, stdout: '' });
    expect(await labSchemas()).not.toContain(run.schema);
    // No session is left either.
    const session = await openSession();
    const left = () =>
      session.query(
        `select pid from pg_locks where relation::regclass::text like '${run.schema}.%'`,
      );
    expect(await left()).toEqual([]);
  });
});
