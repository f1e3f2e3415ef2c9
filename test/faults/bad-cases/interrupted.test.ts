/** However an exploration of cases ends, nothing is left behind. */
import { existsSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { raceLab } from '../../support/command.js';
import { expectGone, startCases } from '../../support/embedded-run.js';
import { serverUrl } from '../../support/server.js';
import { closeSessions } from '../../support/sessions.js';
import { directoryOf, expectNothingLeft, remove } from './explored.js';
import { FILES, LONG } from './interrupted.js';

const LOOP = {
  name: 'loop',
  code: `workers: { anna: buy, ben: async (pool, context) => { await buy(pool, context); for (;;); } }`,
};
const EXIT = { name: 'exit', code: '/* export */ process.exit(0);' };

let cwd = '';
beforeAll(() => {
  cwd = directoryOf([LONG, LOOP, EXIT]);
});
afterAll(async () => {
  remove(cwd);
  await closeSessions();
});

test('code that blocks everything is named with its worker and its place: exit 4', async () => {
  const args = ['explore', './good.race.ts', './loop.race.ts', '--url', serverUrl()];
  const { code, stdout, stderr } = await raceLab(args, { cwd, isImpatient: true });
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toMatch(
    /^race-lab: case loop \(\.\/loop\.race\.ts\): workers\.ben does not return: it has kept the processor busy for 2\.5 s, at \.\/loop\.race\.ts:\d+\n {2}Look for an endless loop\./,
  );
  await expectNothingLeft();
});

test('process.exit() while a file is loaded: exit 4', async () => {
  const args = ['explore', './good.race.ts', './exit.race.ts', '--url', serverUrl()];
  const { code, stdout, stderr } = await raceLab(args, { cwd });
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toContain('called process.exit(); nothing was reported');
  await expectNothingLeft();
});

describe('the embedded server', () => {
  test('is gone after Ctrl-C: exit 130', async () => {
    const run = await startCases(FILES, { cwd });
    run.process.kill('SIGINT');
    expect(await run.ended).toMatchObject({ code: 130, stdout: '' });
    expect(existsSync(run.directory)).toBe(false);
    await expectGone(run.serverProcesses, 0);
  });

  test('is gone soon after a kill -9', async () => {
    const run = await startCases(FILES, { cwd });
    run.process.kill('SIGKILL');
    await run.ended;
    await expectGone(run.serverProcesses, 5_000);
    await expect.poll(() => existsSync(run.directory), { timeout: 5_000 }).toBe(false);
  });
});
