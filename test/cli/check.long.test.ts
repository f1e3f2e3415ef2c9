/** More ends of checks. */
import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';

import { raceLab } from '../support/command.js';
import { scratch, project, MET, configOf } from './check-config.js';

afterAll(() => rmSync(scratch, { recursive: true }));

test('names a config that loops endlessly while it is loaded', async () => {
  const cwd = project('race-lab.config.ts', `${configOf(MET)}\nwhile (true) {}`);
  const { code, stdout, stderr } = await raceLab(['check'], { cwd, isImpatient: true });
  expect({ code, stdout }).toStrictEqual({ code: 4, stdout: '' });
  expect(stderr).toMatch(/^race-lab: \.\/race-lab\.config\.ts does not return: .* at \.\/race-lab/);
});
