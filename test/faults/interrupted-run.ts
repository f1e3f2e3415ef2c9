/** A signal ends race-lab, and its embedded server with it. */
import { existsSync } from 'node:fs';

import { expect } from 'vitest';

import { expectGone, type RunInRace } from '../support/embedded-run.js';

/** race-lab is interrupted. */
export async function expectInterrupted(
  run: RunInRace,
  signal: 'SIGINT' | 'SIGTERM',
  code: number,
): Promise<void> {
  run.process.kill(signal);
  const ended = await run.ended;
  expect(ended).toMatchObject({ code, stdout: '' });
  expect(ended.stderr).toMatch(/^race-lab: interrupted/);
  expect(existsSync(run.directory)).toBe(false);
  await expectGone(run.serverProcesses, 0);
}

/** race-lab is killed, and its keeper ends the server. */
export async function expectNothingAfterKill(run: RunInRace): Promise<void> {
  run.process.kill('SIGKILL');
  await run.ended;
  await expectGone(run.serverProcesses, 5_000);
  await expect.poll(() => existsSync(run.directory), { timeout: 5_000 }).toBe(false);
}
