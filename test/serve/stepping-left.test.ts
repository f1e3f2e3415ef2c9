/** A client that leaves before its stepping has begun. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';

import { defineStrategy } from '../../src/authoring/strategy.js';
import { refused } from '../../src/strategies/steps.js';
import { startService } from '../support/service.js';
import { labSchemas } from '../support/sessions.js';

/** Begins when the test says so. */
const begun = { mayBegin: Promise.resolve(), hasBegun: () => {} };
const slow = defineStrategy({
  name: 'slow',
  attempt: async (db) => {
    begun.hasBegun();
    await begun.mayBegin;
    await sql`select 1`.execute(db);
    return refused;
  },
});

test('one whose client leaves while it begins is ended', async () => {
  const service = await startService({
    work: {
      strategies: [slow],
      scenarios: [],
      cases: [],
      lab: {},
      freshInstance: async (one) => one,
    },
  });
  const schemas = await labSchemas();
  let goOn = () => {};
  begun.mayBegin = new Promise((resolve) => {
    goOn = resolve;
  });
  const hasBegun = new Promise<void>((resolve) => {
    begun.hasBegun = resolve;
  });
  const leaving = new AbortController();
  const left = fetch(`${service.address}/steppings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"strategy":"slow"}',
    signal: leaving.signal,
  });
  await hasBegun;
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');
  await service.send('GET', '/health');
  goOn();
  await expect.poll(labSchemas, { timeout: 10_000 }).toEqual(schemas);
  await service.end();
});
