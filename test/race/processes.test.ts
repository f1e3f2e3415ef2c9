/** Workers in several processes, started by the real command line. */
import { describe, expect, test } from 'vitest';

import { call } from '../cli/harness.js';
import { PRINTED, talkativeProject } from '../cli/own-stdout.js';
import { raceLab } from '../support/command.js';
import { raced } from '../support/lab.js';
import { serverUrl } from '../support/server.js';

describe('mutex', () => {
  test('is broken by a second process, as it claims, and the witness names both', async () => {
    const flags = ['--workers', '20', '--processes', '2', '--expect', 'mutex:claims', '--json'];
    const args = ['run', '--url', serverUrl(), '--strategy', 'mutex,./talkative.ts', ...flags];
    const { code, stdout, stderr } = await raceLab(args, { cwd: talkativeProject() });
    // What own code prints in a process is not on stdout.
    for (const words of PRINTED) expect(stderr).toContain(words);
    const report = JSON.parse(stdout);
    const [result] = report.results;
    expect(result).toMatchObject({ processes: 2, workers: 20, verdict: 'broken' });
    expect(result.lostUpdates).toBeGreaterThan(0);
    const [sentence] = result.witness.sentences;
    expect(sentence).toContain('(process 1)');
    expect(sentence).toContain('(process 2)');
    // It claims to hold only within one process.
    expect(report.expectations).toMatchObject([{ rule: 'mutex:claims', met: true }]);
    expect(code).toBe(0);
  });

  test('holds in one process', async () => {
    const result = await raced('mutex', { workers: '20', processes: '1' });
    expect(result).toMatchObject({ processes: 1, verdict: 'held', lostUpdates: 0 });
  });
});

test('too few connections are reported, as with one process', async () => {
  const flags = ['--strategy', 'for-update', '--processes', '2', '--workers', '500'];
  const { code, stderr } = await call(['run', '--url', serverUrl(), ...flags]);
  expect(code).toBe(4);
  expect(stderr).toMatch(/^race-lab: the server allows .*; the run needs 500 more/);
  expect(stderr).toContain('Share connections with --connections');
});
