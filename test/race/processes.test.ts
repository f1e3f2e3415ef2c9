/** Workers in several processes, started by the real command line. */
import { describe, expect, test } from 'vitest';

import { call } from '../cli/harness.js';
import { raceLab } from '../support/command.js';
import { raced } from '../support/lab.js';
import { serverUrl } from '../support/server.js';
import { results } from './spawned.js';

describe('mutex', () => {
  test('is broken by a second process, as it claims, and the witness names both', async () => {
    const flags = ['--workers', '20', '--processes', '2', '--expect', 'claims', '--json'];
    const args = ['run', '--url', serverUrl(), '--strategy', 'mutex', ...flags];
    const { code, stdout } = await raceLab(args);
    const report = JSON.parse(stdout);
    const [result] = report.results;
    expect(result).toMatchObject({ processes: 2, workers: 20, verdict: 'broken' });
    expect(result.lostUpdates).toBeGreaterThan(0);
    const [sentence] = result.witness.sentences;
    expect(sentence).toContain('(process 1)');
    expect(sentence).toContain('(process 2)');
    // It claims to hold only within one process.
    expect(report.expectations).toMatchObject([{ rule: 'claims', met: true }]);
    expect(code).toBe(0);
  });

  test('holds in one process', async () => {
    const result = await raced('mutex', { workers: '20', processes: '1' });
    expect(result).toMatchObject({ processes: 1, verdict: 'held', lostUpdates: 0 });
  });
});

test('the number of processes does not change the operations', async () => {
  const flags = ['--scenario', 'deposit', '--strategy', 'atomic', '--seed', '7'];
  const size = ['--workers', '7', '--operations', '3', '--amount', '1..1000'];
  const { finalBalance } = await raced('atomic', {
    scenario: 'deposit',
    seed: '7',
    workers: '7',
    operations: '3',
    amount: '1..1000',
  });
  const [three] = await results(...flags, ...size, '--processes', '3');
  expect(three.finalBalance).toBe(finalBalance);
});

test('too few connections are reported, as with one process', async () => {
  const flags = ['--strategy', 'for-update', '--processes', '2', '--workers', '500'];
  const { code, stderr } = await call(['run', '--url', serverUrl(), ...flags]);
  expect(code).toBe(4);
  expect(stderr).toMatch(/^race-lab: the server allows .*; the run needs 500 more/);
  expect(stderr).toContain('Share connections with --connections');
});
