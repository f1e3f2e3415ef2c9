/** stdout contains the complete report, and nothing else. */
import { describe, expect, test } from 'vitest';

import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { parsed } from './harness.js';
import { PRINTED, talkativeProject } from './own-stdout.js';
import { inShell } from './shell.js';

// In a process of a race: test/race/processes.test.ts
test('what own code prints goes to stderr', async () => {
  const flags = ['-s', './talkative.ts', '--scenario', 'deposit', '-w', '2', '--json'];
  const args = ['explore', ...flags, '--url', serverUrl()];
  const { code, stdout, stderr } = await raceLab(args, { cwd: talkativeProject() });
  expect(code).toBe(0);
  expect(parsed(stdout).results).toMatchObject([{ strategy: 'talkative' }]);
  for (const words of PRINTED) expect(stderr).toContain(words);
});

describe.runIf(process.platform === 'linux')('a report that is not delivered', () => {
  // A race: output.long.test.ts
  test.each(['list', '--help'])(
    'because the shell closed stdout is an error: exit 4 (%s)',
    async (word) => {
      const { code, stderr } = await inShell('"$@" >&-; exit $?', [word]);
      expect(code).toBe(4);
      expect(stderr).toMatch(/^race-lab: the output cannot be written: stdout is closed\n {2}\S/);
    },
  );

  test('because the shell discards it is no error', async () => {
    expect(await inShell('"$@" >/dev/null; exit $?', ['list'])).toMatchObject({
      code: 0,
      stderr: '',
    });
    // stdout is also closed when the shell closed its own.
    expect(await inShell('exec >&-; "$@"; exit $?', ['list'])).toMatchObject({ code: 4 });
  });
});
