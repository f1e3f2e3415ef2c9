/** Explores cases with services, and finds what they leave behind. */
import { readdirSync, readFileSync } from 'node:fs';

import { expect } from 'vitest';

import type { CaseResult } from '../../src/model.js';
import { callIn, type CallResult } from '../cli/harness.js';
import { SHORT } from '../faults/bad-cases/explored.js';
import { serverUrl } from '../support/server.js';

export interface ExploredServices extends CallResult {
  /** By the names of the cases. */
  readonly results: Readonly<Record<string, CaseResult>>;
}

/** Long enough for programs to start on a busy machine. */
const STARTING = { codeMs: 10_000, serviceMs: 30_000 };

/** For services that send nothing after their answers, or send it at once. */
export const SHORT_WATCH = { ...STARTING, watchMs: 300 };

/** For services that send something up to half a second after their answers. */
export const LONG_WATCH = STARTING;

/** Explores all cases of `bank.race.ts`. */
export async function explored(
  directory: string,
  limits: Partial<typeof SHORT> = SHORT_WATCH,
  flags: readonly string[] = [],
): Promise<ExploredServices> {
  const args = ['explore', './bank.race.ts', '--json', '--url', serverUrl(), ...flags];
  const ended = await callIn(directory, args, {}, { patience: { ...SHORT, ...limits } });
  const report: { results: readonly CaseResult[] } = JSON.parse(ended.stdout);
  const results = Object.fromEntries(report.results.map((result) => [result.case, result]));
  return { ...ended, results };
}

/** The pids of all processes with this text in their environment. */
export const processesWith = (text: string): readonly string[] =>
  readdirSync('/proc').filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(text));

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    // It has just ended, or belongs to another user.
    return '';
  }
}

export const expectNoProcess = (text: string): Promise<void> =>
  expect.poll(() => processesWith(text), { timeout: 30_000 }).toEqual([]);
