/** A file whose loading never ends does not hold the program. */
import { once } from 'node:events';

import { describe, expect, test } from 'vitest';

import { race } from '../../src/index.js';
import { directoryWith } from '../files/directory.js';
import { raceLab, start } from '../support/command.js';

/** Something goes on, so that the process does not end by itself. */
const ENDLESS = `
  process.stderr.write('waiting');
  setInterval(() => {}, 1_000);
  await new Promise(() => {});
  export default {};`;

const files = { 'mine.ts': ENDLESS, 'race-lab.config.mjs': ENDLESS };

describe.each([
  ['run -s ./mine.ts'],
  ['run --scenario ./mine.ts'],
  ['explore -s ./mine.ts'],
  ['replay --schedule ABAB -s ./mine.ts'],
  ['explain ./mine.ts'],
  ['check'],
])('%s', (line) => {
  test('ends at the first Ctrl-C', async () => {
    const run = start(line.split(' '), { cwd: directoryWith(files) });
    await once(run.process.stderr, 'data');
    run.process.kill('SIGINT');
    const { code, stdout, stderr } = await run.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/^waitingrace-lab: interrupted;/);
  });
});

test.each([
  ['run -s ./mine.ts', '--strategy: ./mine.ts'],
  ['check', 'check: ./race-lab.config.mjs'],
])('%s is given up by itself, and the file is named', async (line, named) => {
  const { code, stdout, stderr } = await raceLab(line.split(' '), { cwd: directoryWith(files) });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(
    `race-lab: ${named} was not loaded within 10 s: a top-level await in it, or in a file that it imports, has not ended\n`,
  );
});

test('race() ends when it is aborted', async () => {
  const path = `${directoryWith({ 'mine.mjs': ENDLESS.replace("process.stderr.write('waiting');", '') })}/mine.mjs`;
  const ending = new AbortController();
  const racing = race({ strategy: path }, { signal: ending.signal });
  ending.abort(new Error('enough'));
  await expect(racing).rejects.toThrow('enough');
});
