import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import pg from 'pg';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { defineCase, EnvironmentError, explore, replay } from '../../src/index.js';
import { caseProject, PAIR } from '../cli/case-project.js';
import { directoryWith } from '../files/directory.js';
import { serverUrl } from '../support/server.js';
import { guardedCopy, lastCopy } from './own-cases.js';

const url = serverUrl();

describe('explore with cases', () => {
  it('runs every order of the statements of one', async () => {
    const report = await explore(lastCopy, { url });

    expect(report.results).toMatchObject([
      { case: 'last-copy', verdict: 'broken', schedules: 6, broken: 4, held: 2 },
    ]);
    expect(report.server.kind).toBe('external');
  });

  it('explores several with the given options, and reports its progress', async () => {
    const options = {
      url,
      maxSchedules: 50,
      maxSwitches: 2,
      lanes: 3,
      seed: 7,
      expect: ['last-copy:broken', 'guarded-copy:held', 'schedules<=4', 'failures=0'],
    };
    const events: (string | boolean)[] = [];
    const progress = {
      started: (name: string) => void events.push(name),
      scheduleEnded: (broken: boolean) => void events.push(broken),
    };
    const report = await explore([guardedCopy, lastCopy], options, { progress });

    expect(report.plan).toMatchObject({ maxSchedules: 50, maxSwitches: 2, lanes: 3, seed: 7 });
    expect(report.results.map((result) => [result.case, result.verdict])).toEqual([
      ['guarded-copy', 'held'],
      ['last-copy', 'broken'],
    ]);
    expect(events.slice(0, 4)).toEqual(['guarded-copy', false, false, 'last-copy']);
    expect(events.slice(4).filter((broken) => broken === true)).toHaveLength(2);
    expect(report.expectations.map(({ met }) => met)).toEqual([true, true, true, true, true, true]);
  });

  it('takes files, as the command line does', async () => {
    const directory = directoryWith({
      'one.race.mjs': caseFile('one'),
      'two.race.mjs': caseFile('two'),
    });
    const { plan } = await explore([join(directory, '*.race.mjs'), guardedCopy], { url });

    expect(plan.cases.map(({ name }) => name)).toEqual(['one', 'two', 'guarded-copy']);
  });

  it('takes a definition, with paths relative to the file of the call', async () => {
    const path = fileURLToPath(new URL('schema-of-a-test.sql', import.meta.url));
    onTestFinished(() => rmSync(path));
    writeFileSync(path, 'create table note (text text)');
    const { results } = await explore(
      {
        name: 'note',
        schema: './schema-of-a-test.sql',
        open: ({ url: address }) => new pg.Pool({ connectionString: address }),
        close: (pool) => pool.end(),
        worker: async (pool) => (await pool.query('insert into note values (1)')).rowCount,
      },
      { url },
    );

    expect(results).toMatchObject([{ case: 'note', verdict: 'held' }]);
  });
});

/** A case without a table. */
const caseFile = (name: string) => `import { defineCase } from 'race-lab';
  export default defineCase({ name: '${name}', schema: 'select', worker: () => 1, times: 1 });`;

describe('replay with a case', () => {
  it('runs one schedule, and accepts the options of explore', async () => {
    const options = { url, maxSchedules: 50, lanes: 2, seed: 3 };
    const broken = await replay(lastCopy, { ...options, schedule: 'ABBA', expect: 'broken' });
    const held = await replay(lastCopy, { ...options, schedule: 'AAB' });

    expect([broken.verdict, held.verdict]).toEqual(['broken', 'held']);
    expect(broken.expectations).toMatchObject([{ subject: 'last-copy', met: true }]);
  });

  it('follows a schedule as far as it goes', async () => {
    const strict = replay(guardedCopy, { url, schedule: 'AABB' });
    await expect(strict).rejects.toMatchObject({ code: 'SCHEDULE_NOT_FOLLOWED' });
    const { replayed, verdict } = await replay(guardedCopy, {
      url,
      schedule: 'BBAA',
      follow: true,
    });

    expect([verdict, replayed.drawn.schedule]).toEqual(['held', [2, 1]]);
  });

  it('takes a file with one case, or the name of one in it', async () => {
    const file = join(caseProject({ 'pair.race.ts': PAIR }), 'pair.race.ts');
    await expect(replay(file, { url, schedule: 'A' })).rejects.toThrow('has 2 cases: left, right');
    const { plan } = await replay(`${file}#right`, { url, schedule: 'BA' });

    expect(plan.case.name).toBe('right');
  });
});

describe('a case that cannot be explored', () => {
  const wrong = defineCase({ name: 'wrong', schema: 'create tabel t ()', worker: () => 1 });

  it('alone: rejects with the error, its remedy and its cause', async () => {
    const error: unknown = await explore(wrong, { url }).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /^case wrong: schema fails: .*"tabel"\n {2}Correct the SQL/,
      ) as unknown,
      code: 'CASE_DEFECT',
      cause: { code: '42601' },
    });
  });

  it('among others: the report contains the failure', async () => {
    const { results } = await explore([wrong, guardedCopy], { url });

    expect(results).toMatchObject([
      { case: 'wrong', verdict: 'inconclusive', failure: { message: /schema fails/ } },
      { case: 'guarded-copy', verdict: 'held', failure: null },
    ]);
  });
});

describe('every call about cases', () => {
  it('has its own databases, and waits for the one before it', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://nowhere/');
    const listeners = process.listeners('unhandledRejection');
    const log: string[] = [];
    const logged = (name: string) => ({ ...openLogged(name, log), name });
    const reports = await Promise.all([
      explore(logged('one'), { url }),
      replay(logged('two'), { url, schedule: 'AB' }),
      explore(logged('three'), { url }),
    ]);

    expect(new Set(reports.map(({ server }) => server.schema)).size).toBe(3);
    expect(log.filter((each, index) => each !== log[index - 1])).toEqual(['one', 'two', 'three']);
    expect(process.env['DATABASE_URL']).toBe('postgres://nowhere/');
    expect(process.listeners('unhandledRejection')).toEqual(listeners);
  });

  it('ends early when its signal is aborted, and at once while it waits', async () => {
    const ending = new AbortController();
    const reason = new Error('the test has had enough');
    const { signal } = ending;
    const log: string[] = [];
    const settled: string[] = [];
    const endless = openLogged('endless', log, () => new Promise<void>(() => {}));
    const calls = Promise.allSettled([
      explore(endless, { url }, { signal }).finally(() => settled.push('first')),
      replay(lastCopy, { url, schedule: 'AB' }, { signal }).finally(() => settled.push('second')),
      explore(guardedCopy, { url }),
    ]);
    // It is open, and its first worker runs.
    await vi.waitFor(() => expect(log).toHaveLength(2), { timeout: 20_000 });
    ending.abort(reason);
    const [first, second, third] = await calls;

    expect([first, second]).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    expect(settled).toEqual(['second', 'first']);
    expect(third).toMatchObject({ value: { results: [{ verdict: 'held' }] } });
    await expect(explore(lastCopy, { url }, { signal })).rejects.toBe(reason);
  });

  it('uses RACE_LAB_URL, and starts an embedded server without it', async () => {
    vi.stubEnv('RACE_LAB_URL', url);
    const external = await explore(guardedCopy);
    vi.stubEnv('RACE_LAB_URL', '');
    const embedded = [await explore(guardedCopy), await replay(guardedCopy, { schedule: 'AB' })];

    expect(external.server.kind).toBe('external');
    expect(embedded.map(({ server }) => server.kind)).toEqual(['embedded', 'embedded']);
  });
});

/** A definition that logs its name whenever its code runs. */
const openLogged = (name: string, log: string[], work?: () => Promise<void>) => ({
  name,
  schema: 'create table counter (hits int)',
  start: 'insert into counter values (0)',
  open: ({ url: address }: { readonly url: string }) => {
    log.push(name);
    return new pg.Pool({ connectionString: address });
  },
  close: (pool: pg.Pool) => {
    log.push(name);
    return pool.end();
  },
  worker: async (pool: pg.Pool) => {
    log.push(name);
    await pool.query('update counter set hits = hits + 1');
    await work?.();
  },
});
