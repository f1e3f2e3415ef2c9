/** Schedules that a client steps through over HTTP. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { defineStrategy } from '../../src/authoring/strategy.js';
import { caseFinder, loadCases } from '../../src/files/load-cases.js';
import { steppingOrder } from '../../src/serve/steppings/order.js';
import { Steppings } from '../../src/serve/steppings/steppings.js';
import { refused } from '../../src/strategies/steps.js';
import { keptCaseProject, racy } from '../cli/case-project.js';
import { replayed } from '../support/explore.js';
import { serverUrl } from '../support/server.js';
import { startService, type Service } from '../support/service.js';
import { labSchemas, openSession } from '../support/sessions.js';
import { beginStepping, fitting } from './stepping-client.js';

const loading = { api: () => import('../../src/index.js') };
const directory = keptCaseProject({ 'racy.race.ts': racy('racy') });

/** Reads a bigint, which JSON does not have. */
const withBigint = defineStrategy({
  name: 'with-bigint',
  attempt: async (db) => {
    await sql`select 7 as seven where ${7n}::bigint = 7`.execute(db);
    return refused;
  },
});

let service: Service;
/** Of the bank. */
let schemas: readonly string[];

beforeAll(async () => {
  const cases = await loadCases([join(directory, 'racy.race.ts')], loading);
  const parts = { strategies: [withBigint], scenarios: [], lab: {} };
  service = await startService({
    work: { ...parts, cases, freshInstance: caseFinder(loading) },
  });
  schemas = await labSchemas();
});
afterAll(async () => {
  await service.end();
  rmSync(directory, { recursive: true, force: true });
});

const begin = (options: object = {}) => beginStepping(service, options);

test('naive is stepped to its lost update, and the last state stays', async () => {
  const naive = await begin({ strategy: 'naive' });
  expect(naive.begun).toMatchObject({
    hasEnded: false,
    problem: null,
    state: {
      subject: 'naive',
      schedule: '',
      judgement: null,
      tables: [{ name: 'account', rows: [[1, 10, 0]], count: 1 }],
    },
  });
  const over = await naive.steps('ABab');
  expect(over).toMatchObject({
    hasEnded: false,
    state: {
      schedule: 'ABAB',
      judgement: { verdict: 'broken', finding: { title: 'lost update' } },
      // Without the address of the server.
      command: 'race-lab replay --strategy naive --schedule ABAB',
    },
  });
  expect(over.state.drawing).toEqual(JSON.parse(JSON.stringify(await replayed('naive', 'ABAB'))));
  const last = await naive.end();
  expect(last).toEqual({ ...over, hasEnded: true, endsInMs: null });
  expect(await naive.read()).toEqual(last);
  expect(await naive.end()).toEqual(last);
  expect(await labSchemas()).toEqual(schemas);
});

test('B waits for A, cannot go, and goes on when A has committed', async () => {
  const locking = await begin({ strategy: 'for-update', schedule: 'aab' });
  expect(locking.begun.state.schedule).toBe('AAB');
  const waiting = await locking.steps('B');
  expect(waiting.state.workers[1].position).toEqual({
    kind: 'waits',
    for: ['A'],
    lock: 'a row of account',
    statement: expect.stringContaining('for update'),
  });
  expect(await locking.step('B')).toMatchObject({
    status: 409,
    body: {
      code: 'SCHEDULE_NOT_FOLLOWED',
      detail: expect.stringContaining('B cannot go: it waits for A: a row of account'),
    },
  });
  const { endsInMs, ...unchanged } = await locking.read();
  expect(endsInMs).toBeGreaterThan(0);
  expect({ ...unchanged, endsInMs }).toEqual({ ...waiting, endsInMs });

  const committed = await locking.steps('AA');
  expect(committed.state.workers).toMatchObject([
    { position: { kind: 'done' } },
    { position: { kind: 'ready' } },
  ]);
  expect(fitting(await locking.back()).state.schedule).toBe('AABBA');
  const { state } = fitting(await locking.finish());
  expect(state).toMatchObject({
    schedule: expect.stringMatching(/^AABBAAB/),
    judgement: { verdict: 'held' },
  });
  const [drawing] = state.judgement.finding.parts;
  expect(drawing).toEqual({ kind: 'drawing', schedule: state.drawing });
  expect(await locking.finish()).toMatchObject({ status: 409 });
  await locking.end();
  expect(await labSchemas()).toEqual(schemas);
});

test('a parameter that JSON does not have is shown as text', async () => {
  const own = await begin({ strategy: 'with-bigint', workers: 1 });
  const { state } = await own.steps('A');
  expect(state.drawing.steps).toMatchObject([{ action: { parameters: ['7'] } }]);
});

test('what is not possible is refused with a stable code', async () => {
  const naive = await begin();
  const [first, second] = await Promise.all([naive.step('A'), naive.step('B')]);
  expect([first.status, second.status, second.body.code]).toEqual([
    200,
    409,
    'SCHEDULE_NOT_FOLLOWED',
  ]);
  const refusals = [await naive.step('C'), await naive.step('AB'), await naive.step('?')];
  expect(refusals.map(({ status }) => status)).toEqual([409, 400, 400]);
  expect((await naive.back()).status).toBe(200);
  expect((await naive.back()).status).toBe(409);
  const last = await naive.end();
  expect(last).toMatchObject({ hasEnded: true, endsInMs: null, problem: null });
  for (const { status, body } of [await naive.step('A'), await naive.back(), await naive.finish()])
    expect({ status, code: body.code }).toEqual({ status: 410, code: 'STEPPING_ENDED' });
  expect(await naive.read()).toEqual(last);
  const unknown = await service.send('POST', '/steppings/999/step', { worker: 'A' });
  expect(unknown).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
});

test.each([
  [{ strategy: 'naiv' }, 'UNKNOWN_STRATEGY', 'naive'],
  [{ strategy: 'naive,atomic' }, 'INVALID_VALUE', 'one'],
  [{ scenario: 'withdrawl' }, 'UNKNOWN_SCENARIO', 'withdraw'],
  [{ cases: 'race' }, 'NOT_EXPORTED', 'racy'],
  [{ cases: 'racy', workers: 3 }, 'OPTION_CONFLICT', 'workers'],
  [{ strategy: 'naive', overlap: true }, 'UNKNOWN_OPTION', 'overlap'],
  [{ workers: 0 }, 'INVALID_VALUE', 'workers'],
  [{ schedule: 'AC' }, 'INVALID_SCHEDULE', '"C"'],
  [{ schedule: 'AAAAA' }, 'SCHEDULE_NOT_FOLLOWED', 'A'],
  [{ url: 'postgres://a:b@c/d' }, 'INVALID_REQUEST', 'url'],
])('%j is refused: %s', async (options, code, named) => {
  const { status, body } = await service.send('POST', '/steppings', options);
  expect({ status, code: body.code }).toEqual({ status: 400, code });
  expect(body.detail).toContain(named);
  expect(body.detail).not.toContain('--');
});

test('a case is stepped, and other work on cases is refused meanwhile', async () => {
  const shop = await begin({ cases: 'racy' });
  expect(shop.begun.state.workers).toMatchObject([{ name: 'anna' }, { name: 'ben' }]);
  const busy = {
    status: 503,
    body: { code: 'TOO_BUSY', hint: expect.stringContaining(`DELETE ${shop.path}`) },
  };
  for (const path of ['/steppings', '/explorations', '/races'])
    expect(await service.send('POST', path, { cases: 'racy' })).toMatchObject(busy);
  // Work on strategies goes on, also with connections of its own.
  const naive = await begin();
  await naive.end();
  expect((await shop.steps('ABA')).state).toMatchObject({
    tables: [{ name: 'product', rows: [['1', '-1']] }],
    judgement: { verdict: 'broken' },
    command: expect.not.stringContaining('--url'),
  });
  await shop.end();

  const { headers, body } = await service.send('POST', '/explorations', { cases: 'racy' });
  const path = headers.get('location') ?? '';
  expect(await service.send('POST', '/steppings', { cases: 'racy' })).toMatchObject({
    status: 503,
    body: { code: 'TOO_BUSY', hint: expect.stringContaining(`DELETE /explorations/${body.id}`) },
  });
  await service.send('DELETE', path);
  await fetch(`${service.address}${path}/events`).then((events) => events.text());
  await (await begin({ cases: 'racy', schedule: 'A' })).end();
  const session = await openSession();
  const left = `select datname from pg_database where datname like 'race\\_lab\\_%'`;
  expect(await session.query(left)).toEqual([]);
});

test('only a few are open at once', async () => {
  const open = await Promise.all(Array.from({ length: 4 }, () => begin()));
  const { status, headers, body } = await service.send('POST', '/steppings', {});
  expect({ status, code: body.code }).toEqual({ status: 503, code: 'TOO_BUSY' });
  expect(headers.get('retry-after')).toBe('5');
  expect(body.hint).toMatch(/DELETE \/steppings\/\d+/);
  await open[0]?.end();
  const another = await begin();
  for (const each of [...open.slice(1), another]) await each.end();
  expect(await labSchemas()).toEqual(schemas);
});

describe('without a client', () => {
  const order = (schedule: string) =>
    steppingOrder(
      { strategy: 'naive', schedule },
      {
        url: serverUrl(),
        strategies: [],
        scenarios: [],
        cases: [],
        lab: {},
        freshInstance: async (one) => one,
      },
    );

  test('an idle one ends, its last state stays for a while, and its database is gone', async () => {
    const steppings = new Steppings({ idleMs: { strategy: 1, case: 1 }, mostKept: 1 });
    const first = steppings.find((await steppings.begin(order('ABA'))).id);
    await first.ended;
    expect(first.view).toMatchObject({
      hasEnded: true,
      endsInMs: null,
      error: { code: 'TIMED_OUT' },
      state: { schedule: 'ABA', judgement: null },
    });
    expect(await labSchemas()).toEqual(schemas);
    await expect(first.go((stepping) => stepping.back())).rejects.toMatchObject({ status: 410 });

    const second = steppings.find((await steppings.begin(order('ABAB'))).id);
    await second.ended;
    expect(second.view).toMatchObject({
      hasEnded: true,
      error: null,
      state: { judgement: { verdict: 'broken' } },
    });
    expect(steppings.find(second.id)).toBe(second);
    expect(() => steppings.find(first.id)).toThrow(`there is no stepping ${first.id}`);
  });

  test('all end with the service, also one that begins and one with a step under way', async () => {
    const steppings = new Steppings();
    const open = steppings.find((await steppings.begin(order('A'))).id);
    const ends = { status: 503, code: 'STEPPING_ENDED' };
    const underWay = Promise.allSettled([
      open.go((stepping) => stepping.step('B')),
      steppings.begin(order('ABA')),
    ]);
    await steppings.close();
    const stopped = { status: 'rejected', reason: ends };
    expect(await underWay).toMatchObject([stopped, stopped]);
    expect(open.hasEnded).toBe(true);
    await expect(steppings.begin(order('A'))).rejects.toMatchObject(ends);
    expect(await labSchemas()).toEqual(schemas);
  });
});
