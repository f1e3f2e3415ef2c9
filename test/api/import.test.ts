/** The built package, imported by its name. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';

import * as source from '../../src/index.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const SCRIPT = `
  const lab = await import('race-lab');
  const { matchers } = await import('race-lab/matchers');
  console.log(JSON.stringify({
    names: Object.keys(lab),
    matchers: Object.keys(matchers),
    active: process.getActiveResourcesInfo(),
  }));
`;

describe('importing race-lab', () => {
  it('provides every public name, and starts nothing', async () => {
    const args = ['--input-type=module', '--eval', SCRIPT];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
    const { names, matchers, active } = JSON.parse(stdout);

    expect(names).toEqual(Object.keys(source).toSorted());
    expect(matchers).toEqual(['toHold', 'toBreak', 'toKeepClaims', 'toMeetExpectations']);
    // Files of the modules may still be closing.
    expect(active).not.toContainEqual(expect.stringMatching(/Timeout|TCP|Process|Worker|Port/));
    expect(stderr).toBe('');
  });
});
