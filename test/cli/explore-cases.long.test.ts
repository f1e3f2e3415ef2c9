/** The report of `race-lab explore` on people's own code, in files and after a progress line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { shellWords } from '../plan/shell-words.js';
import { raceLab } from '../support/command.js';
import { readJunit } from '../support/junit/read.js';
import { serverUrl } from '../support/server.js';
import { caseProject, PAIR, racy, safe } from './case-project.js';
import { cellsOf } from './formats.js';
import { call, callIn } from './harness.js';

describe('the report', () => {
  test('is written to files of every format, and its command works when it is pasted', async () => {
    const cwd = caseProject({ 'my shop.race.ts': racy('racy'), 'safe.race.ts': safe('safe') });
    const outputs = ['r.json', 'r.csv', 'r.md', 'r.xml'].flatMap((name) => ['-o', name]);
    const args = ['explore', ...outputs, '--expect', 'held'];
    const { code, stdout, stderr } = await raceLab(args, { cwd });
    expect({ code, stderr }).toStrictEqual({ code: 1, stderr: '' });
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).toContain('racy broken: invariant "stock is never below zero"');
    expect(stdout).toMatch(/^► \d /m);

    const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
    expect(JSON.parse(read('r.json'))).toMatchObject({
      results: [{ case: 'racy', verdict: 'broken' }, { case: 'safe' }],
      expectations: [{ met: false }, { met: true }],
    });
    expect(cellsOf(read('r.csv'))).toMatchObject([{ case: 'racy' }, { case: 'safe' }]);
    expect(read('r.md')).toContain('| racy | broken |');
    const [suite] = readJunit(read('r.xml'));
    expect(suite).toMatchObject({
      name: 'race-lab explore racy and safe',
      counts: [2, 1, 0, 0],
      cases: [
        { name: 'racy: held', outcome: 'failure: expected held, found broken' },
        { name: 'safe: held', outcome: null },
      ],
    });

    const [, ...again] = shellWords(/race-lab replay .*/.exec(stdout)?.[0] ?? '');
    expect(again.slice(0, 2)).toEqual(['replay', './my shop.race.ts']);
    expect(await callIn(cwd, [...again, '--expect', 'broken'])).toMatchObject({ code: 0 });
  });

  test('follows a progress line on a terminal', async () => {
    const cwd = caseProject({
      'slow.race.ts': PAIR.replace("visit ()'", "visit (); select pg_sleep(0.9)'"),
    });
    const args = ['explore', join(cwd, 'slow.race.ts'), '--url', serverUrl(), '--json'];
    const { code, stdout, stderr } = await call(args, {}, true);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\{/);
    expect(stderr).toMatch(/1\/2 · left · 0 of at most 20,000 schedules · 0 broken · \d\.\d s/);
    expect(stderr.endsWith('\r\u001b[2K')).toBe(true);
    expect((await call([...args, '--no-progress'], {}, true)).stderr).toBe('');
  });
});
