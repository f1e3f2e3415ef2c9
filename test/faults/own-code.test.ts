/** Own code that misbehaves, in this process or in one of several. */
import { describe, expect, test } from 'vitest';

import { callIn } from '../cli/harness.js';
import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import {
  expectErrorsWithPlaces,
  expectUnhandledError,
  here,
  ownDirectory,
} from './own-strategies.js';

test('in one process correct code is raced, and an error is reported with its place, also in the warm-up', () =>
  expectErrorsWithPlaces(here));

test('in one process, an unhandled error is reported', () => expectUnhandledError('1'));

describe('an attempt is reported with its last statement when', () => {
  test.each(['run', 'explore'])('the server refuses its SQL (%s)', async (command) => {
    const args = [command, '--strategy', './own.ts#typo', '--workers', '2', '--url', serverUrl()];
    const { code, stdout, stderr } = await callIn(ownDirectory(), args);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toBe(
      'race-lab: strategy typo (./own.ts) fails with a single worker: 42P01: relation "acount" ' +
        'does not exist, in: update acount set balance = 0\n  Fix its SQL.\n',
    );
  });

  test.each(['run', 'explore'])('it sends for ever (%s)', async (command) => {
    const own = ['--strategy', './own.ts#sends-for-ever', '--workers', '2', '--url', serverUrl()];
    const { code, stderr } = await callIn(ownDirectory(), [command, ...own]);
    expect(code).toBe(4);
    expect(stderr).toContain(
      'an attempt of strategy sends-for-ever (./own.ts) sends statements without end; the last: select 1',
    );
  });
});

test('process.exit() in one process is reported as a failure', async () => {
  // On an embedded server, because on an existing one the schema would be left behind.
  const args = ['run', '--strategy', './own.ts#exits', '--workers', '4'];
  const { code, stdout, stderr } = await raceLab(args, { cwd: ownDirectory() });
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toContain('called process.exit()');
});
