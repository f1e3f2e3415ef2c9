/** A file whose loading never ends does not block the program. */
import { once } from 'node:events';

import { expect, test } from 'vitest';

import { InterruptedError } from '../../src/cli/terminal.js';
import { race } from '../../src/index.js';
import { callIn } from '../cli/harness.js';
import { directoryWith } from '../files/directory.js';
import { start } from '../support/command.js';

const endless = (begins: string) => `
  ${begins};
  await new Promise(() => {});
  export default {};`;

const filesThat = (begins: string) => ({
  'mine.ts': endless(begins),
  'race-lab.config.mjs': endless(begins),
});

const LINES = [
  ['run -s ./mine.ts'],
  ['run --scenario ./mine.ts'],
  ['explore -s ./mine.ts'],
  ['replay --schedule ABAB -s ./mine.ts'],
  ['explain ./mine.ts'],
  ['check'],
] as const;

test('the program ends at the first Ctrl-C', async () => {
  // A timer keeps the process alive, so that it does not end by itself.
  const files = filesThat(`process.stderr.write('waiting'); setInterval(() => {}, 1_000)`);
  const run = start(['check'], { cwd: directoryWith(files) });
  await once(run.process.stderr, 'data');
  run.process.kill('SIGINT');
  const { code, stdout, stderr } = await run.ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toMatch(/^waitingrace-lab: interrupted;/);
});

test.each(LINES)('%s ends when it is interrupted', async (line) => {
  const ending = new AbortController();
  const { signal } = ending;
  const begun = once(process, 'loading');
  const directory = directoryWith(filesThat(`process.emit('loading')`));
  const running = callIn(directory, line.split(' '), {}, { signal });
  await begun;
  ending.abort(new InterruptedError('SIGINT'));
  const { code, stdout, stderr } = await running;
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toMatch(/^race-lab: interrupted;/);
});

test.each([
  ['run -s ./mine.ts', '--strategy: ./mine.ts'],
  ['run --scenario ./mine.ts', '--scenario: ./mine.ts'],
  ['explain ./mine.ts', 'explain: ./mine.ts'],
  ['check', 'check: ./race-lab.config.mjs'],
])('%s fails after the time limit, and names the file', async (line, named) => {
  const directory = directoryWith(filesThat(''));
  const limit = { loadingLimitMs: 100 };
  const { code, stdout, stderr } = await callIn(directory, line.split(' '), {}, limit);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(
    `race-lab: ${named} was not loaded within 100 ms: a top-level await in it, or in a file that it imports, has not ended\n`,
  );
});

test('race() ends when it is aborted', async () => {
  const path = `${directoryWith({ 'mine.mjs': endless('') })}/mine.mjs`;
  const ending = new AbortController();
  const racing = race({ strategy: path }, { signal: ending.signal });
  ending.abort(new Error('enough'));
  await expect(racing).rejects.toThrow('enough');
});
