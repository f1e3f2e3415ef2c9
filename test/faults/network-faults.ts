/** Commands over a network that fails. */
import { expect } from 'vitest';

import { main } from '../../src/cli/main.js';
import { PATIENCE, type Patience } from '../../src/database/patience.js';
import { recorder } from '../cli/harness.js';
import { faultyNetwork, type Fault } from '../support/faulty-network.js';
import { labSchemas, openSession, testServer } from '../support/sessions.js';

/** More commits than the workers send to warm up. */
export const WARM_UPS = 100;

/** Shorter limits than the defaults, to keep the tests fast. */
const SHORT: Patience = {
  ...PATIENCE,
  connectMs: 3_000,
  answerMs: 2_000,
  lockMs: 1_000,
  cleanUpMs: 2_000,
  hurriedCleanUpMs: 1_000,
};

/** The limit from the fault to the end, as documented. */
export const LONGEST_MS = 15_000;

export const RUN = 'run --workers 3 --operations 2000 --strategy for-update --scenario deposit';
export const SHORT_RUN = 'run --workers 3 --operations 5 --strategy for-update --scenario deposit';
export const EXPLORE = 'explore --operations 2 --strategy for-update';
export const COMPARE =
  'compare --strategy naive,for-update --workers 3 --operations 50 --scenario deposit --rounds 1';

/** The statement that marks each phase; null: nothing was sent yet. */
export const CONNECTING = null;
export const LOOKING = /server_version_num/;
export const CREATING = /create schema/;
export const PREPARING = /truncate account/;
export const WARMING_UP = /update "account"/;
export const RACING = /commit/;
export const AT_WORK = WARMING_UP;
export const OPENING_LANES = /set synchronous_commit/;
export const WATCHING = /pg_blocking_pids/;
export const BETWEEN = /delete from account returning/;
export const ENDING = /pg_terminate_backend/;
export const DROPPING = /drop schema/;
export const EXAMINING = /has_database_privilege/;

/** A fault, the command that it meets, and the statement at which it occurs. */
export type Row = readonly [fault: Fault, command: string, when: RegExp | null];

/** Schemas that a message reported as left behind. */
const told = new Set<string>();

/** Runs a command over a network, and checks the conditions that hold for every fault. */
export async function suffer(
  command: string,
  options: Parameters<typeof faultyNetwork>[1],
  patience = SHORT,
) {
  const network = await faultyNetwork(testServer(), options);
  const [stdout, stderr] = [recorder(), recorder()];
  const args = [...command.split(' '), '--url', network.url];
  const began = performance.now();
  const { signal } = new AbortController();
  const running = main(args, { stdout, stderr, env: {}, signal, patience });
  // With concurrent tests, `onTestFinished` could belong to the wrong test.
  const code = await running.finally(() => network.close());
  const tookMs = performance.now() - (network.faultAt() ?? began);
  const text = `${stdout.text}\n${stderr.text}`;
  for (const [, name = ''] of text.matchAll(/drop schema [^\n]*?(race_lab_[0-9a-f]{12}(?:_\d+)?)/g))
    told.add(name);
  if (network.faults() === 0) throw new Error(`the command met no fault:\n${text}`);
  expect(text).not.toMatch(/^ +at |a defect of race-lab/m);
  return { code, tookMs, stdout: stdout.text, stderr: stderr.text };
}

/** A result of `--json`. */
export interface Result {
  readonly strategy: string;
  readonly operations: Readonly<Record<string, number>>;
  readonly lostUpdates: number | null;
}

/** All sessions meet the fault: the command ends soon, and says so. */
export async function expectEnd(...[fault, command, when]: Row): Promise<void> {
  const { code, tookMs, stdout, stderr } = await suffer(command, {
    fault,
    when,
    spared: when === RACING ? WARM_UPS : 0,
  });
  expect(code).toBe(4);
  expect(tookMs).toBeLessThan(LONGEST_MS);
  expect(`${stdout}${stderr}`).toMatch(/problem|race-lab: /);
}

/** Every schema that was left behind was named in a message, with the command that drops it. */
export async function expectNamed(before: readonly string[]): Promise<void> {
  const left = (await labSchemas()).filter((name) => !before.includes(name));
  const session = await openSession();
  for (const name of left) await session.script(`drop schema if exists ${name} cascade`);
  expect(left.filter((name) => !told.has(name))).toEqual([]);
}
