/** Schedules that a person steps through: cases. */
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { caseProject, racy } from '../cli/case-project.js';
import { appUrl } from '../support/app-role.js';
import { openSession } from '../support/sessions.js';
import { kinds, steppingCase, steps } from '../support/stepping.js';

const racyFile = () => join(caseProject({ 'racy.race.ts': racy('racy') }), 'racy.race.ts');

/** Lists the databases of cases. Opened before a case, which sets the PG* variables. */
async function databasesLister() {
  const session = await openSession();
  return () => session.query(`select datname from pg_database where datname like 'race\\_lab\\_%'`);
}

test('a case is stepped to its violated invariant, and judged by its serial orders', async () => {
  const shop = await steppingCase(racyFile());
  expect(shop.state).toMatchObject({
    subject: 'racy',
    workers: [
      { letter: 'A', name: 'anna', position: { kind: 'ready', statement: 'starts' } },
      { letter: 'B', name: 'ben', position: { kind: 'ready', statement: 'starts' } },
    ],
    tables: [{ name: 'product', columns: ['id', 'stock'], rows: [['1', '1']], count: 1 }],
  });
  const before = await steps(shop, 'ab');
  expect(before).toMatchObject({
    schedule: 'AB',
    tables: [{ rows: [['1', '0']] }],
    workers: [
      { position: { kind: 'ready', statement: 'update product set stock = stock - 1' } },
      { position: { kind: 'done', ending: 'returned null' } },
    ],
  });
  const over = await shop.step('A');
  expect(over.judgement).toMatchObject({
    verdict: 'broken',
    finding: { title: 'invariant "stock is never below zero"' },
  });
  const said = JSON.stringify(over.judgement?.finding.parts);
  expect(said).toContain('Compared with A before B, B (ben) returned null instead of');
  expect(JSON.parse(JSON.stringify(over))).toEqual(over);
  expect(await shop.back()).toEqual(before);
  expect(kinds(await shop.finish())).toEqual(['done', 'done']);
  const { report, left } = await shop.end();
  expect({ verdict: report?.verdict, left }).toEqual({ verdict: 'broken', left: null });
});

test('ends in the middle, and leaves nothing', async () => {
  const databases = await databasesLister();
  const shop = await steppingCase(racyFile(), { flags: { schedule: 'A' } });
  expect(await databases()).not.toEqual([]);
  expect(await shop.end()).toEqual({ report: null, left: null });
  expect(await databases()).toEqual([]);
});

test('an aborted one ends with the reason, and leaves nothing', async () => {
  const databases = await databasesLister();
  const aborting = new AbortController();
  const { signal } = aborting;
  const shop = await steppingCase(racyFile(), { signal, flags: { schedule: 'A' } });
  aborting.abort(new Error('enough'));
  await expect(shop.ended).rejects.toThrow('enough');
  expect(await databases()).toEqual([]);
});

test('a defect of the code ends it', async () => {
  const module = `import { defineCase } from 'race-lab'; import postgres from 'postgres';
    export default defineCase({ name: 'stray', schema: 'create table note (n int)', times: 2,
      open: ({ url }) => postgres(url), close: (sql) => sql.end(),
      worker: async (sql) => { await sql\`select 1\`; await sql\`select 2\`; if (globalThis.strayNow) void Promise.reject(new Error('lost')); },
    });`;
  const file = join(caseProject({ 'stray.race.js': module }), 'stray.race.js');
  const stray = await steppingCase(file);
  try {
    Reflect.set(globalThis, 'strayNow', true);
    await expect(stray.finish()).rejects.toMatchObject({
      code: 'CASE_DEFECT',
      message: expect.stringContaining('an error that no code handled: lost'),
    });
  } finally {
    Reflect.deleteProperty(globalThis, 'strayNow');
  }
  expect(stray.hasEnded).toBe(true);
});

test('no time limit of the server or the role ends what stands still', async () => {
  const url = await appUrl();
  const session = await openSession();
  const names = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
  for (const name of names) await session.script(`alter role app set ${name} = '1h'`);
  const shown = names.map((name) => `current_setting('${name}')`).join(` || ' ' || `);
  const module = `import { defineCase } from 'race-lab'; import postgres from 'postgres';
    export default defineCase({ name: 'limits', schema: 'create table note (n int)', start: 'insert into note values (1)', times: 1,
      open: ({ url }) => postgres(url), close: (sql) => sql.end(),
      worker: async (sql) => (await sql.unsafe("select ${shown} as limits from note"))[0].limits });`;
  const file = join(caseProject({ 'limits.race.js': module }), 'limits.race.js');
  try {
    const limits = await steppingCase(file, { flags: { url } });
    const [worker] = (await limits.finish()).workers;
    expect(worker?.position).toEqual({ kind: 'done', ending: 'returned "0 0 0"' });
  } finally {
    for (const name of names) await session.script(`alter role app reset ${name}`);
  }
});
