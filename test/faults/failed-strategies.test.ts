/** A file of strategies, some of which fail, on the command line. */
import { expect, test } from 'vitest';

import { callIn } from '../cli/harness.js';
import { serverUrl } from '../support/server.js';
import {
  expectAllReported,
  expectOneFailed,
  ownDirectory,
  type Lab,
} from './failing-strategies.js';

const lab: Lab = (...args) => callIn(ownDirectory(), args, { RACE_LAB_URL: serverUrl() });

test.each([
  ['run', ['--workers', '4']],
  ['compare', ['--workers', '4', '--operations', '20']],
  ['explore', []],
])('%s %s reports all strategies, exits with 4, and leaves nothing behind', (command, flags) =>
  expectAllReported(lab, command, flags),
);

test.each([['run'], ['explore']])(
  'with only this strategy, %s prints no empty table',
  async (command) => {
    const { code, stdout, stderr } = await lab(command, '--strategy', './own.ts#typo');
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(
      /^race-lab: strategy typo \(\.\/own\.ts\) fails .*\n {2}Fix its SQL\.\n$/,
    );
  },
);

test('in explore, one that can be loaded only once fails alone', () =>
  expectOneFailed(lab, 'explore', []));

test('a check continues, and reports the others', async () => {
  const { code, stdout, stderr } = await lab('check');
  expect(code).toBe(4);
  expect(stdout).toMatch(/^ERROR +mixed /m);
  expect(stdout).toMatch(/^ok +fine /m);
  expect(stdout).toMatch(/^fine +held /m);
  expect(stdout).toMatch(/^typo +error /m);
  expect(stderr).toContain('1 of 2 experiments could not be carried out to the end: "mixed"');
});

test('explain continues too', async () => {
  const { code, stdout, stderr } = await lab('explain', './own.ts');
  expect(code).toBe(4);
  expect(stdout).toMatch(/^fine: /m);
  expect(stdout).toMatch(/^typo: /m);
  expect(stderr).toContain('race-lab: strategy bounces (./own.ts) left its transaction open');
});
