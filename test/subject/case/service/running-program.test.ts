import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { RunningProgram } from '../../../../src/subject/case/service/running-program.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'running-program-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Prints so many characters; once there is a file `go`, it prints a reason. */
const printing = (characters: number): RunningProgram =>
  new RunningProgram(
    {
      command: [
        'sh',
        '-c',
        `head -c ${characters} /dev/zero | tr '\\0' x; until [ -e go ]; do sleep 0.02; done; echo why >&2`,
      ],
      env: {},
      cwd: directory,
    },
    {},
  );

test.each([0, 10, 100_000])('what is printed after %i characters is known', async (before) => {
  const program = printing(before);
  await expect.poll(() => program.printedCount).toBe(before);
  expect(program.printedAfter(before)).toBe('');

  writeFileSync(join(directory, 'go'), '');
  expect(await program.ended).toBe(0);
  expect(program.printedAfter(before)).toBe('why\n');
  expect(program.printed.endsWith('why\n')).toBe(true);
  expect(program.stdout).toHaveLength(before);
});

test('of more than is kept, the last is known', async () => {
  const program = printing(100_000);
  writeFileSync(join(directory, 'go'), '');
  expect(await program.ended).toBe(0);
  expect(program.printedAfter(0)).toMatch(/^x+why\n$/);
  expect(program.printedAfter(0).length).toBeLessThan(100_000);
});

test('what it prints does not fill the memory', async () => {
  const program = printing(3_000_000);
  writeFileSync(join(directory, 'go'), '');
  expect(await program.ended).toBe(0);
  expect(program.printedCount).toBe(3_000_004);
  expect(program.stdout.length).toBeLessThan(1_001_000);
  expect(program.stdout).toContain('2,000,000 characters left out');
});
