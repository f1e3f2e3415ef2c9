/** An unhandled error of own code, as a user sees it. */
import { describe, expect, test } from 'vitest';

import { directoryWith } from '../files/directory.js';
import { raceLab } from '../support/command.js';
import { labSchemas } from '../support/sessions.js';
import { astray } from './astray.js';
import { onServer } from './own-files.js';

describe('faulty code of a user', () => {
  test('an unhandled error ends the run, which cleans up', async () => {
    const before = await labSchemas();
    const code = "setTimeout(() => { throw new Error('out of the blue'); }, 1);";
    const cwd = directoryWith({ 'astray.ts': astray(code) });
    const endless = ['--duration', '1m', '--balance', '0', ...onServer()];
    const { code: exit, stderr } = await raceLab(['run', '-s', 'astray.ts', ...endless], { cwd });
    expect(exit).toBe(4);
    expect(stderr).toContain('no code handled: Error: out of the blue at ./astray.ts:3');
    expect(await labSchemas()).toEqual(before);
  });
});
