/** The announcement before a run that can take long. */
import { describe, expect, test } from 'vitest';

import { announcement } from '../../src/cli/announcement.js';
import { createPlan } from '../../src/plan/plan.js';
import { strategies } from '../../src/strategies/index.js';
import { plan } from '../support/lab.js';
import { planContext } from '../../src/plan/context.js';
import { serverUrl } from '../support/server.js';
import { call, parsed } from './harness.js';

const compare = createPlan(
  'compare',
  {},
  planContext({ environmentUrl: undefined, randomSeed: () => 1 }),
);

describe('the announcement of a run', () => {
  test('of all strategies states the maximum duration', () => {
    expect(announcement(compare)).toBe(
      `compare: ${3 * strategies.length} races of at most 3 s (--time-limit), 3 min in all; most are over sooner`,
    );
    expect(announcement(plan({ strategy: ['all'] }))).toBe(
      `run: ${strategies.length} races of at most 10 s (--time-limit), 3 min in all; most are over sooner`,
    );
    expect(announcement(plan({ rounds: '7' }))).toMatch(/^run: 7 races .*, 70 s in all/);
  });

  test.each([
    {},
    { rounds: '6' },
    { strategy: ['naive,mutex,atomic'] },
    { strategy: ['all'], timeLimit: '1s' },
  ])('of at most a minute is null (%o)', (flags) => {
    expect(announcement(plan(flags))).toBeNull();
  });
});

describe('the announcement is printed on stderr', () => {
  const args = ['run', '--url', serverUrl(), '-w', '2', '-n', '1', '--rounds', '7'];

  test('without a terminal too, and stdout contains only the report', async () => {
    const { code, stdout, stderr } = await call([...args, '--json'], {}, false);
    expect(code).toBe(0);
    expect(parsed(stdout).schemaVersion).toBe(1);
    expect(stderr).toMatch(/^race-lab: run: 7 races of at most 10 s .*\n$/);
  });

  test('but not with --no-progress, and not when an argument is wrong', async () => {
    expect((await call([...args, '--no-progress'], {}, false)).stderr).toBe('');
    const wrong = await call([...args, '-o', '/nowhere/report.json'], {}, false);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).not.toContain('races');
  });
});
