/** stdout contains the complete report, and nothing else. */
import { describe, expect, test } from 'vitest';

import { directoryWith } from '../files/directory.js';
import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { parsed } from './harness.js';
import { inShell } from './shell.js';

const TALKATIVE = `
import { Console } from 'node:console';
import { addToBalances, defineStrategy } from 'race-lab';
console.log('at the top');
const { log } = console;
const own = new Console(process.stdout);
let hasPrinted = false;
export default defineStrategy({ name: 'talkative', attempt: (db, operation) => {
  if (!hasPrinted) {
    hasPrinted = true;
    console.log('by console');
    console.table([{ column: 'by table' }]);
    log('by log');
    own.log('by another console');
    process.stdout.write('by stream\\n');
  }
  return addToBalances(db, operation.changes);
} });`;

const PRINTED = [
  'at the top',
  'by console',
  'by table',
  'by log',
  'by another console',
  'by stream',
];

describe('what own code prints goes to stderr', () => {
  const flags = ['-s', './talkative.ts', '--scenario', 'deposit', '-w', '2', '--json', '--url'];
  test.each([
    ['run', ['--processes', '2']],
    ['explore', []],
  ])('%s %j', async (command, more) => {
    const cwd = directoryWith({ 'talkative.ts': TALKATIVE });
    const args = [command, ...flags, serverUrl(), ...more];
    const { code, stdout, stderr } = await raceLab(args, { cwd });
    expect(code).toBe(0);
    expect(parsed(stdout).results).toMatchObject([{ strategy: 'talkative' }]);
    for (const words of PRINTED) expect(stderr).toContain(words);
  });
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
