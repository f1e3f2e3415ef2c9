/** More commands whose output is not delivered. */
import { describe, expect, test } from 'vitest';

import { expectNoTrouble, long, small, url } from './output.js';
import { inShell } from './shell.js';

describe.concurrent('a reader that closes the pipe', () => {
  test.each([
    [long[0], long, 'true'],
    ['list', ['list'], 'true'],
    ...[small, [...small, '--json'], ['doctor', ...url]].flatMap((command) =>
      ['head -1', 'true'].map((reader) => [command[0], command, reader] as const),
    ),
  ] as const)('race-lab %s … | %s', (_name, command, reader) => expectNoTrouble(command, reader));
});

test.runIf(process.platform === 'linux')(
  'a race whose stdout the shell closed ends with an error: exit 4',
  async () => {
    const { code, stderr } = await inShell('"$@" >&-; exit $?', small);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^race-lab: the output cannot be written: stdout is closed\n {2}\S/);
  },
);
