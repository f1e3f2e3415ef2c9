/** More about services: what they do besides and after their answers, and what is wrong with them. */
import { rmSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { callIn } from '../cli/harness.js';
import { bankProject, keptBankProject } from './bank.js';
import { explored, LONG_WATCH, SHORT_WATCH, type ExploredServices } from './explored.js';
import { WITHDRAW } from './withdraw.js';

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

test('a COMMIT that comes well after the answer belongs to the worker that began', async () => {
  const directory = bankProject(`export const one = bank('commits-much-later');`);
  const { results } = await explored(directory, LONG_WATCH);
  expect(results['commits-much-later']).toMatchObject({
    verdict: 'held',
    schedules: 24,
    unsteady: 0,
  });
});

test('a lock of one process is enough for one', async () => {
  const { results } = await explored(bankProject(`export const locked = bank('locked');`));
  expect(results['locked']).toMatchObject({ verdict: 'held', schedules: 4, unsteady: 0 });
  expect(results['locked']?.remarks).toEqual([
    expect.stringContaining(
      'so they took turns: by a lock inside the service, or by a pool of one',
    ),
  ]);
});

test('a service that tried again at SERIALIZABLE, and then failed for another reason, is broken', async () => {
  const directory = bankProject(`export const one = bank('tries-again-and-fails');`);
  const { results } = await explored(directory, SHORT_WATCH, ['--isolation', 'serializable']);
  const { causes = {}, ...result } = results['tries-again-and-fails'] ?? {};
  expect(result).toMatchObject({ verdict: 'broken' });
  expect(causes).not.toHaveProperty('40001');
});

describe('what a service does after its answers is no step of a worker', () => {
  const DELAYS_MS = [400, 900, 1_500, 2_500];
  let report: ExploredServices;
  beforeAll(async () => {
    const cases = DELAYS_MS.map(
      (ms) =>
        `export const after${ms} = bank('after-${ms}', { path: '/logs-much-later', mode: '${ms}' });`,
    );
    const directory = keptBankProject(cases.join('\n'));
    directories.push(directory);
    report = await explored(directory, { ...LONG_WATCH, watchMs: 3_000 });
  }, 240_000);

  test.each(DELAYS_MS)('%i ms after', (ms) => {
    const result = report.results[`after-${ms}`];
    expect(result).toMatchObject({ verdict: 'inconclusive', schedules: 24, unsteady: 0 });
    expect(result?.reason).toContain('"insert into job values (1)"');
  });
});

test('late work that looks like that of a worker ends the exploration soon', async () => {
  const directory = bankProject(
    `export const one = bank('one', { path: '/logs-in-transaction-later', mode: '400' });`,
  );
  const { results } = await explored(directory, LONG_WATCH);
  expect(results['one']).toMatchObject({ verdict: 'inconclusive', schedules: 4, unsteady: 0 });
  expect(results['one']?.reason).toContain('Let it await the statement before it answers');
}, 240_000);

test('what a service does after its answers is named where a time limit left nothing to hold', async () => {
  const directory = bankProject(`export const later = bank('logs-later');`);
  const { results } = await explored(directory, LONG_WATCH, ['--time-limit', '200ms']);
  expect(results['logs-later']).toMatchObject({ verdict: 'inconclusive' });
  expect(results['logs-later']?.reason).toContain('"insert into job values (1)"');
});

test('a service that keeps in its memory what it writes is not called held', async () => {
  const directory = bankProject(`
    export const counts = bank('counts', {
      service: { replicas: 2 }, invariants: { 'seen is positive': 'select id from account where seen < 0' },
    });
    export const ignored = bank('ignored', {
      path: '/counts', service: { replicas: 2 }, ignore: 'account.seen',
    });`);
  const { results } = await explored(directory, LONG_WATCH);
  expect(results['counts']).toMatchObject({ verdict: 'inconclusive', broken: 0 });
  expect(results['counts']?.reason).toMatch(
    /^account\.seen differs between two runs of the same serial order/,
  );
  expect(results['ignored']).toMatchObject({
    verdict: 'held',
    remarks: [expect.stringMatching(/has "select seen from account" .+ the service remembers/)],
  });
});

test('a service that answers from its memory once it was asked is not called held', async () => {
  const { results } = await explored(bankProject(`export const one = bank('once');`));
  expect(results['once']).toMatchObject({
    verdict: 'inconclusive',
    failure: {
      message: expect.stringContaining('only when each first ran alone, so nothing was tested'),
    },
  });
});

test('what a service does only once is in no schedule, so nothing is known to hold', async () => {
  const { results } = await explored(bankProject(`export const one = bank('makes-once');`));
  expect(results['makes-once']).toMatchObject({ verdict: 'inconclusive', broken: 0 });
  expect(results['makes-once']?.reason).toMatch(
    /^Not every run of the same serial order has "insert into account .*" of anna: the service remembers/,
  );
});

test('a lock of the server on a connection of its own holds, and so does a pool that reconnects', async () => {
  const directory = bankProject(`
    export const advisory = bank('advisory');
    export const reconnects = bank('reconnects', { path: '/for-update', mode: 'reconnects' });`);
  const { results } = await explored(directory, LONG_WATCH);
  expect(results['advisory']).toMatchObject({ verdict: 'held', schedules: 8, remarks: [] });
  expect(results['reconnects']).toMatchObject({ verdict: 'held', schedules: 24, remarks: [] });
});

test('a service that checks its own health is held, and so are programs that write at once', async () => {
  const directory = bankProject(
    `
    export const checked = bank('checked', { path: '/for-update', mode: 'health checks' });
    const program = { command: ['node', 'withdraw.mjs', 'at once'] };
    export const careful = bank('careful', {
      service: undefined, workers: { anna: program, ben: program },
    });`,
    { 'withdraw.mjs': WITHDRAW },
  );
  const { results } = await explored(directory, LONG_WATCH);
  expect(results['checked']).toMatchObject({ verdict: 'held', schedules: 24, unsteady: 0 });
  expect(results['careful']).toMatchObject({ verdict: 'held', schedules: 2, unsteady: 0 });
});

test('programs that both read and then write break', async () => {
  const directory = bankProject(
    `
    export const programs = bank('programs', {
      service: undefined, worker: { command: ['node', 'withdraw.mjs', 'later'] }, workers: undefined,
    });`,
    { 'withdraw.mjs': WITHDRAW },
  );
  const { results } = await explored(directory);
  const expected = { verdict: 'broken', schedules: 6, broken: 4, schedule: 'ABBA', unsteady: 0 };
  expect(results['programs']).toMatchObject(expected);
}, 240_000);

test('a service that sends several statements at once leaves no doubt who sent them', async () => {
  const directory = bankProject(`export const pairs = bank('pairs');`);
  const { results } = await explored(directory);
  expect(results['pairs']).toMatchObject({ verdict: 'held', schedules: 70, unsteady: 0 });
  expect(results['pairs']?.remarks).toEqual([]);
});

test('a service that writes long after its answers does not affect the next case', async () => {
  const directory = bankProject(`
    export const later = bank('writes-later');
    export const well = bank('for-update');`);
  const { results } = await explored(directory, LONG_WATCH);
  expect(results['for-update']).toMatchObject({ verdict: 'held' });
  expect(results['writes-later']).toMatchObject({ verdict: 'inconclusive' });
});

test('a program that does not exist, and a directory that does not', async () => {
  const directory = bankProject(
    `
    export const nowhere = bank('nowhere', { service: { cwd: '.', command: ['./no-such-service'] } });
    export const lost = bank('lost', { service: { cwd: './no-such-place' } });
    export const misplaced = bank('misplaced', {
      service: undefined, workers: undefined, worker: { command: ['node'], cwd: './withdraw.mjs' },
    });`,
    { 'withdraw.mjs': WITHDRAW },
  );
  const { results } = await explored(directory);
  expect(results['nowhere']?.failure?.message).toContain(
    'service cannot be started: there is no program ./no-such-service',
  );
  expect(results['lost']?.failure?.message).toMatch(
    /: service\.cwd is not a directory: .*no-such-place$/,
  );
  expect(results['misplaced']?.failure?.message).toMatch(
    /: worker\.cwd is not a directory: .*withdraw\.mjs$/,
  );
});

test.each([
  [
    'a port that it does not listen on',
    "service: { command: ['node', 'server.mjs'], env: { MODE: 'does not listen' } }",
    'service is not ready after 1.5 s',
  ],
  [
    'a path that does not exist',
    "worker: ({ fetch }) => fetch('/nave')",
    'The last answer was GET /nave: 404',
  ],
  [
    'a directory that does not exist',
    "service: { command: ['node'], cwd: './nowhere' }",
    'service.cwd is not a directory',
  ],
  [
    'a service that is never well',
    "service: { command: ['node', 'server.mjs'], ready: '/ill' }",
    '/ill is answered with 503',
  ],
])('%s is told with its remedy', async (_name, more, says) => {
  const workers = more.startsWith('worker') ? 'workers: undefined,' : '';
  const directory = bankProject(`export const one = bank('one', { ${workers} ${more} });`);
  const { code, results, stderr } = await explored(directory, { codeMs: 10_000 });
  expect(code).toBe(4);
  const { message = '', hint = '' } = results['one']?.failure ?? {};
  expect(`${message} ${hint} ${stderr}`).toContain(says);
});

test('a name in braces that stands for nothing is refused, and other braces are not', async () => {
  const wrong = bankProject(
    `export const one = bank('one', { service: { env: { URL: '{DATABASE_URI}' } } });`,
  );
  const refused = await callIn(wrong, ['explore', './bank.race.ts']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('service.env.URL has {DATABASE_URI}, which stands for nothing');
  expect(refused.stderr).toContain('Did you mean {DATABASE_URL}?');
  const right = bankProject(
    `export const one = bank('one', { service: { env: { A: '{"port":1} {name}' }, ready: '/ill' } });`,
  );
  const { results } = await explored(right, {});
  expect(results['one']?.failure?.message).toContain('/ill is answered with 503');
});
