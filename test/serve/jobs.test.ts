/** Races and explorations over HTTP. */
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { Jobs } from '../../src/serve/jobs/jobs.js';
import { startService, type Service } from '../support/service.js';

let service: Service;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const RACE = { strategy: 'naive', workers: 4, operations: 5, seed: 1 };
const LONG = { strategy: 'for-update', duration: '60s', workers: 2 };

/** Reads the events of a job up to its end. */
async function eventsOf(path: string, after?: number): Promise<readonly string[]> {
  const headers = after === undefined ? {} : { 'last-event-id': `${after}` };
  const answer = await fetch(`${service.address}${path}`, { headers });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  return (await answer.text()).split('\n\n').filter((event) => event !== '');
}

test('a race is started, followed to its end, and read as the JSON of the command line', async () => {
  const { status, headers, body } = await service.send('POST', '/races', RACE);
  expect({ status, state: body.state }).toEqual({ status: 202, state: 'queued' });
  const path = headers.get('location') ?? '';

  const events = await eventsOf(`${path}/events`);
  expect(events[0]).toBe('id: 1\nevent: state\ndata: {"state":"queued"}');
  expect(events[1]).toBe('id: 2\nevent: state\ndata: {"state":"running"}');
  expect(events.at(-1)).toMatch(/^id: \d+\nevent: state\ndata: \{"state":"done"\}$/);
  expect(await eventsOf(`${path}/events`, events.length - 1)).toEqual(events.slice(-1));

  expect(await service.send('GET', path)).toMatchObject({
    status: 200,
    body: {
      state: 'done',
      problem: null,
      report: {
        schemaVersion: 1,
        plan: { workers: 4, seed: 1 },
        results: [{ strategy: 'naive', operations: { attempted: 20 } }],
      },
    },
  });
});

test('an exploration finds what breaks', async () => {
  const { headers } = await service.send('POST', '/explorations', {
    strategy: ['naive', 'atomic'],
  });
  const path = headers.get('location') ?? '';
  await eventsOf(`${path}/events`);
  expect((await service.send('GET', path)).body.report.results).toMatchObject([
    { strategy: 'naive', verdict: 'broken' },
    { strategy: 'atomic', verdict: 'held' },
  ]);
});

test('one that runs is cancelled, and so is one that waits', async () => {
  const started = await Promise.all([1, 2].map(() => service.send('POST', '/races', LONG)));
  const paths = started.map(({ headers }) => headers.get('location') ?? '');
  for (const path of paths.toReversed())
    expect(await service.send('DELETE', path)).toMatchObject({ status: 200 });
  for (const path of paths) {
    await eventsOf(`${path}/events`);
    expect((await service.send('GET', path)).body).toMatchObject({
      state: 'cancelled',
      report: null,
    });
  }
});

describe('a wrong option is named as a property', () => {
  test.each([
    ['/races', { workers: 0 }, 'INVALID_VALUE', 'workers'],
    ['/races', { strategy: 'naiv' }, 'UNKNOWN_STRATEGY', 'strategy'],
    ['/races', { strategy: './evil.ts' }, 'UNKNOWN_STRATEGY', 'strategy'],
    ['/races', { scenario: './evil.ts' }, 'UNKNOWN_SCENARIO', 'scenario'],
    ['/races', { url: 'postgres://a:b@c/d' }, 'INVALID_REQUEST', 'url'],
    ['/races', { workers: '5' }, 'INVALID_REQUEST', 'workers'],
    ['/explorations', { maxSchedules: 0 }, 'INVALID_VALUE', 'maxSchedules'],
    ['/explorations', { cases: 'checkout' }, 'NOT_EXPORTED', null],
  ])('%s %j: %s', async (path, options, code, option) => {
    const { status, body } = await service.send('POST', path, options);
    expect({ status, code: body.code, option: body.option }).toEqual({ status: 400, code, option });
    expect(body.detail).not.toContain('--');
  });
});

const NOTHING = { report: {}, document: [] };

test('a job that fails says why', async () => {
  const jobs = new Jobs({ signal: new AbortController().signal });
  const failure = new Error('no luck');
  const job = jobs.start('race', () => Promise.reject(failure));
  await until(() => job.events.isClosed);
  expect(job).toMatchObject({ state: 'failed', error: failure, result: null });
});

test('results and waiting jobs are bounded', async () => {
  const ending = new AbortController();
  const jobs = new Jobs({ signal: ending.signal, mostQueued: 2, mostKept: 1 });
  const [first, second] = [1, 2].map(() => jobs.start('race', async () => NOTHING));
  const done = [first, second].flatMap((job) => (job === undefined ? [] : [job]));
  await until(() => done.every(({ events }) => events.isClosed));
  await until(() => isGone(() => jobs.find('race', first?.id ?? '')));
  expect(jobs.find('race', second?.id ?? '')).toMatchObject({ state: 'done', result: NOTHING });

  const forever = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('ended')));
    });
  const running = jobs.start('race', forever);
  await until(() => running.state === 'running');
  jobs.start('race', forever);
  jobs.start('race', forever);
  expect(() => jobs.start('race', forever)).toThrow('2 races and explorations are waiting already');
  await jobs.close();
  expect(running.state).toBe('cancelled');
});

function isGone(find: () => unknown): boolean {
  try {
    find();
    return false;
  } catch {
    return true;
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(1);
}
