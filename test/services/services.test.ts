/** Services, explored as they are. */
import { rmSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { FreeRaceResult } from '../../src/model.js';
import { callIn } from '../cli/harness.js';
import { expectNothingLeft, SHORT } from '../faults/bad-cases/explored.js';
import { serverUrl } from '../support/server.js';
import { closeSessions } from '../support/sessions.js';
import { bankProject, keptBankProject } from './bank.js';
import { WITHDRAW } from './withdraw.js';
import {
  expectNoProcess,
  explored,
  LONG_WATCH,
  SHORT_WATCH,
  type ExploredServices,
} from './explored.js';

const MARK = `MARK-${process.pid}`;
let cwd = '';

afterAll(async () => {
  rmSync(cwd, { recursive: true, force: true });
  await closeSessions();
});

describe('a service', () => {
  let report: ExploredServices;
  beforeAll(async () => {
    cwd = keptBankProject(
      `
      const service = { env: { MODE: '', MARK: '${MARK}' } };
      export const naive = bank('naive', { service });
      export const forUpdate = bank('for-update', { service });
      export const lockedTwice = bank('locked-twice', { path: '/locked', service: { ...service, replicas: 2 } });
      export const later = bank('commits-later', { service: { ...service, ready: /listening/ } });
      export const jobs = bank('jobs', { path: '/atomic', mode: 'writes in the background' });
      const program = (...args) => ({ command: ['node', 'withdraw.mjs', ...args] });
      export const programs = bank('programs', {
        service: undefined, workers: { anna: program('later'), ben: program('at once') },
      });`,
      { 'withdraw.mjs': WITHDRAW },
    );
    report = await explored(cwd);
    // Six cases start their programs for each lane. With other tests beside them, a minute is too little.
  }, 240_000);

  test.each([
    ['naive', 6, 4, 'ABBA'],
    // A lock of one process is too little for two.
    ['locked-twice', 6, 4, 'ABBA'],
    // The second program writes at once.
    ['programs', 3, 1, 'ABA'],
  ])('that reads and then writes is broken: %s', (name, schedules, broken, letters) => {
    const expected = { verdict: 'broken', schedules, broken, schedule: letters, unsteady: 0 };
    expect(report.results[name]).toMatchObject(expected);
  });

  test('both callers of the witness were told that they have the money', () => {
    const told = { kind: 'returned', value: { status: 200, body: { balance: 40 } } };
    expect(report.results['naive']?.witness).toMatchObject({
      endings: [{ ending: told }, { ending: told }],
    });
  });

  test.each([
    ['for-update', 24],
    // Its transaction ends after the answer.
    ['commits-later', 24],
  ])('that locks is held: %s', (name, schedules) => {
    expect(report.results[name]).toMatchObject({ verdict: 'held', schedules, unsteady: 0 });
  });

  test('that holds was watched for a time, which is told', () => {
    expect(report.results['for-update']?.reason).toContain(
      'The service was watched for 300 ms after each worker had run alone, and for 100 ms after the last schedule: what it begins later is not covered.',
    );
  });

  test('that writes by itself is not called held', () => {
    expect(report.results['jobs']).toMatchObject({ verdict: 'inconclusive' });
    expect(report.results['jobs']?.reason).toMatch(
      /^The service sent a statement while no worker was running.*update job set runs/,
    );
  });

  test('is gone afterwards, with its databases', async () => {
    await expectNoProcess(MARK);
    await expectNothingLeft();
  });

  test('is started for a replay, too', async () => {
    const args = ['replay', './bank.race.ts#naive', '--schedule', 'ABBA', '--url', serverUrl()];
    const patience = { ...SHORT, ...SHORT_WATCH };
    const { code, stdout } = await callIn(cwd, args, {}, { patience });
    expect(code).toBe(0);
    expect(stdout).toContain('In this order, A (anna) and B (ben) both returned');
    await expectNoProcess(MARK);
  });
});

test('a service that does not answer when it starts is reported with what it printed', async () => {
  const directory = bankProject(
    `export const one = bank('mute', { mode: 'answers nothing', service: { env: { MODE: 'answers nothing', MARK: '${MARK}' } } });`,
  );
  const { code, results } = await explored(directory, {});
  expect(code).toBe(4);
  expect(results['mute']).toMatchObject({ verdict: 'inconclusive', schedules: 0 });
  expect(results['mute']?.failure).toMatchObject({
    message: expect.stringMatching(
      /^case mute \(\.\/bank\.race\.ts\): service .*\/health is not answered/,
    ),
    hint: expect.stringContaining('listening'),
  });
  await expectNoProcess(MARK);
});

describe('what cannot be explored is reported with its remedy:', () => {
  let report: ExploredServices;
  let directory = '';
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  beforeAll(async () => {
    directory = keptBankProject(
      `
      const marked = (MODE) => ({ service: { env: { MODE, MARK: '${MARK}' } } });
      export const dead = bank('dead', marked('dies at start'));
      export const dies = bank('dies', marked(''));
      export const hangs = bank('hangs', marked(''));
      export const ill = bank('fails');
      const worker = (worker) => ({ worker, workers: undefined });
      export const response = bank('response', worker(({ origin }) => fetch(origin + '/naive')));
      export const option = bank('option', worker(({ fetch }) => fetch('/naive', { json: 1 })));
      const program = (...command) => ({ ...worker({ command }), service: undefined });
      export const absent = bank('absent', program('no-such-program'));
      export const failing = bank('failing', { ...program('node', 'withdraw.mjs', 'at once', '3'), times: 1 });
      const env = Object.fromEntries(Array.from({ length: 40 }, (_, i) => ['BIG_' + i, 'x'.repeat(100_000)]));
      export const large = bank('large', { service: { env } });`,
      { 'withdraw.mjs': WITHDRAW },
    );
    // Long enough for a program to start on a busy machine. The service that hangs takes all of it.
    report = await explored(directory, { codeMs: 3_000, serviceMs: 30_000 });
  }, 120_000);

  test.each([
    ['dead', 'service has ended with exit code 3', 'no licence found'],
    ['dies', 'service has ended with exit code 9', 'out of memory'],
    ['hangs', 'the service has not answered POST /hangs', 'A worker waits'],
    ['response', 'returned a Response', ''],
    ['option', 'fetch has no option json', ''],
    ['absent', 'cannot be started: there is no program no-such-program', ''],
    [
      'large',
      'service cannot be started: its command and its environment are too large (E2BIG)',
      'Its command and its env have 4,000,2',
    ],
  ])('%s', (name, says, remedy) => {
    expect(report.code).toBe(4);
    const { verdict, failure } = report.results[name] ?? {};
    expect(verdict).toBe('inconclusive');
    expect(failure?.message).toContain(`case ${name} (./bank.race.ts#${name}): `);
    expect(`${failure?.message} ${failure?.hint}`).toContain(says);
    expect(failure?.hint).toContain(remedy);
  });

  test('a program that fails', () => {
    expect(report.results['failing']?.reason).toContain('Wrong without any race');
    expect(JSON.stringify(report.results['failing']?.witness)).toContain(
      'exit code 3: no more paper',
    );
  });

  test('a service that answers 500, with what it printed', () => {
    expect(report.results['fails']).toMatchObject({ verdict: 'broken' });
    expect(report.results['fails']?.remarks.join('\n')).toContain(
      'POST /fails was answered with status 500. The service printed: Traceback: the printer is on fire',
    );
  });

  test('and no process is left', () => expectNoProcess(MARK));
});

test('a service that writes long after its answers is not called held', async () => {
  const directory = bankProject(`export const later = bank('writes-later');`);
  const { results } = await explored(directory, LONG_WATCH);
  expect(results['writes-later']).toMatchObject({ verdict: 'inconclusive' });
  expect(results['writes-later']?.reason).toContain(
    'The service sent a statement while no worker was running, so it is part of no schedule: "update account set balance',
  );
});

test('a free race does not say that workers took turns, because no one knows who sent what', async () => {
  const directory = bankProject(`export const one = bank('naive');`);
  const args = ['run', './bank.race.ts', '--rounds', '2', '--json', '--url', serverUrl()];
  const patience = { ...SHORT, ...SHORT_WATCH };
  const { code, stdout } = await callIn(directory, args, {}, { patience });
  const { results }: { results: readonly FreeRaceResult[] } = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(results).toMatchObject([{ rounds: 2, overlapping: null, remarks: [] }]);
});

test('a file of a service is named in errors of its definition', async () => {
  const directory = bankProject(`export const one = bank('one', { service: { ready: 3 } });`);
  const { code, stderr } = await callIn(directory, ['explore', './bank.race.ts']);
  expect(code).toBe(2);
  expect(stderr).toContain('case one: service.ready is 3');
});

describe('at SERIALIZABLE', () => {
  let report: ExploredServices;
  let directory = '';
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  beforeAll(async () => {
    directory = keptBankProject(`
      export const transfers = bank('transfers');
      export const ill = bank('fails');`);
    report = await explored(directory, SHORT_WATCH, ['--isolation', 'serializable']);
  }, 120_000);

  test('an answer of 500 after a serialization failure counts as one that callers retry', () => {
    expect(report.results['transfers']).toMatchObject({ verdict: 'held', broken: 0, unsteady: 0 });
    expect(report.results['transfers']?.causes['40001']).toBeGreaterThan(0);
    expect(report.results['transfers']?.remarks.join(' ')).toContain('SERIALIZABLE needs a retry');
  });

  test('an answer of 500 without a serialization failure is broken', () => {
    expect(report.results['fails']).toMatchObject({ verdict: 'broken' });
  });
});
