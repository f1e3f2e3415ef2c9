/** After any network fault, a run ends soon, reports what is known, and names what is left behind. */
import { beforeAll, describe, expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { PATIENCE, type Patience } from '../../src/database/patience.js';
import { recorder } from '../cli/harness.js';
import { faultyNetwork, type Fault } from '../support/faulty-network.js';
import { labSchemas, openSession, testServer } from '../support/sessions.js';

/** More commits than the workers send to warm up. */
const WARM_UPS = 100;

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
const LONGEST_MS = 15_000;

const RUN = 'run --workers 3 --operations 2000 --strategy for-update --scenario deposit';
const SHORT_RUN = 'run --workers 3 --operations 5 --strategy for-update --scenario deposit';
const EXPLORE = 'explore --operations 2 --strategy for-update';
const COMPARE =
  'compare --strategy naive,for-update --workers 3 --operations 50 --scenario deposit --rounds 1';

/** The statement that marks each phase; null: nothing was sent yet. */
const CONNECTING = null;
const LOOKING = /server_version_num/;
const CREATING = /create schema/;
const PREPARING = /truncate account/;
const WARMING_UP = /update "account"/;
const RACING = /commit/;
const AT_WORK = WARMING_UP;
const OPENING_LANES = /set synchronous_commit/;
const WATCHING = /pg_blocking_pids/;
const BETWEEN = /delete from account returning/;
const ENDING = /pg_terminate_backend/;
const DROPPING = /drop schema/;
const EXAMINING = /has_database_privilege/;

const TABLE: readonly (readonly [fault: Fault, command: string, when: RegExp | null])[] = [
  ['stall', RUN, CONNECTING],
  ['cut', RUN, CONNECTING],
  ['garbage', RUN, CONNECTING],
  ['stall', RUN, LOOKING],
  ['cut', RUN, LOOKING],
  ['garbage', RUN, LOOKING],
  ['stall', RUN, CREATING],
  ['cut', RUN, CREATING],
  ['stall', RUN, PREPARING],
  ['cut', RUN, PREPARING],
  ['garbage', RUN, PREPARING],
  ['stall', RUN, WARMING_UP],
  ['cut', RUN, WARMING_UP],
  ['stall', RUN, RACING],
  ['cut', RUN, RACING],
  ['garbage', RUN, RACING],
  ['stall', SHORT_RUN, ENDING],
  ['stall', SHORT_RUN, DROPPING],
  ['cut', SHORT_RUN, DROPPING],
  ['garbage', SHORT_RUN, DROPPING],
  ['stall', EXPLORE, OPENING_LANES],
  ['stall', EXPLORE, AT_WORK],
  ['cut', EXPLORE, AT_WORK],
  ['garbage', EXPLORE, AT_WORK],
  ['stall', EXPLORE, WATCHING],
  ['stall', EXPLORE, BETWEEN],
  ['cut', EXPLORE, BETWEEN],
  ['stall', COMPARE, AT_WORK],
  ['cut', COMPARE, PREPARING],
  ['stall', 'explain naive', CREATING],
  ['cut', 'explain naive', AT_WORK],
  ['stall', 'replay --schedule ABBA', AT_WORK],
  ['stall', 'doctor', CONNECTING],
  ['garbage', 'doctor', EXAMINING],
];

let before: readonly string[];
/** Schemas that a message reported as left behind. */
const told = new Set<string>();

beforeAll(async () => {
  before = await labSchemas();
});

/** Runs a command over a network, and checks the conditions that hold for every fault. */
async function suffer(
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

// The tests mostly wait, so they run concurrently, the longest first.
describe.concurrent('a server that no longer answers', () => {
  // On a busy machine everything except the wait may take longer, but hardly twice as long.
  const options = { timeout: 60_000, retry: 1 };
  test('ends a run within 15 s with the default limits', options, async () => {
    const stalled = { fault: 'stall', when: RACING, spared: WARM_UPS } as const;
    const { code, tookMs, stderr } = await suffer(RUN, stalled, PATIENCE);
    expect(code).toBe(4);
    expect(stderr).toContain('The server was lost in the middle of the race');
    expect(tookMs).toBeLessThan(LONGEST_MS);
  });
});

interface Row {
  readonly strategy: string;
  readonly operations: Readonly<Record<string, number>>;
  readonly lostUpdates: number | null;
}

describe.concurrent('a network that fails for one session', () => {
  test.each([
    ['stall', RACING],
    ['cut', RACING],
    ['garbage', RACING],
  ] as const)('%s, when %s: the round is reported', { timeout: 60_000 }, async (fault, when) => {
    const { code, tookMs, stdout, stderr } = await suffer(`${RUN} --json`, {
      fault,
      when,
      to: 'one',
      spared: WARM_UPS,
    });
    expect(code).toBe(4);
    expect(tookMs).toBeLessThan(LONGEST_MS);
    expect(stderr).toContain('connections were lost in the middle of the race');
    const { results }: { results: readonly Row[] } = JSON.parse(stdout);
    for (const { operations, lostUpdates } of results) {
      const { attempted, committed = 0, refused = 0, failed = 0, indeterminate = 0 } = operations;
      expect(attempted).toBe(committed + refused + failed + indeterminate);
      expect(lostUpdates ?? 0).toBe(0);
    }
  });
});

describe.concurrent('a network that fails for all', () => {
  test.each(TABLE)('%s: %s, when %s', { timeout: 60_000 }, async (fault, command, when) => {
    const { code, tookMs, stdout, stderr } = await suffer(command, {
      fault,
      when,
      spared: when === RACING ? WARM_UPS : 0,
    });
    expect(code).toBe(4);
    expect(tookMs).toBeLessThan(LONGEST_MS);
    expect(`${stdout}${stderr}`).toMatch(/problem|race-lab: /);
  });
});

describe.concurrent('finished results are reported', () => {
  test(
    'the first strategy, when the network fails at the second',
    { timeout: 60_000 },
    async () => {
      const { code, stdout } = await suffer(`${COMPARE} --time-limit 60s --json`, {
        fault: 'cut',
        when: /for update/,
      });
      expect(code).toBe(4);
      const { results }: { results: readonly Row[] } = JSON.parse(stdout);
      expect(results[0]?.strategy).toBe('naive');
      expect(results[0]?.operations['attempted']).toBe(150);
    },
  );
});

test('every schema that was left behind was named in a message, with the command that drops it', async () => {
  const left = (await labSchemas()).filter((name) => !before.includes(name));
  const session = await openSession();
  for (const name of left) await session.script(`drop schema if exists ${name} cascade`);
  expect(left.filter((name) => !told.has(name))).toEqual([]);
});
