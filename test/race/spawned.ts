/** Races that the built program starts. */
import { expect } from 'vitest';

import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';

/** The results in the JSON report of `race-lab run`, which must succeed. */
export async function results(...args: readonly string[]) {
  const server = ['--url', serverUrl()];
  const { code, stdout, stderr } = await raceLab(['run', '--json', ...server, ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout).results;
}
