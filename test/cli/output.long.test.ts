/** More commands whose reader closes the pipe. */
import { describe, test } from 'vitest';

import { expectNoTrouble, long, small, url } from './output.js';

describe.concurrent('a reader that closes the pipe', () => {
  test.each([
    [long[0], long, 'true'],
    ['list', ['list'], 'true'],
    ...[small, [...small, '--json'], ['doctor', ...url]].flatMap((command) =>
      ['head -1', 'true'].map((reader) => [command[0], command, reader] as const),
    ),
  ] as const)('race-lab %s … | %s', (_name, command, reader) => expectNoTrouble(command, reader));
});
