/** Further network faults, and the default limits. */
import { beforeAll, describe, expect, test } from 'vitest';

import { PATIENCE } from '../../src/database/patience.js';
import { labSchemas } from '../support/sessions.js';
import {
  AT_WORK,
  BETWEEN,
  COMPARE,
  CONNECTING,
  CREATING,
  DROPPING,
  ENDING,
  EXAMINING,
  EXPLORE,
  LONGEST_MS,
  LOOKING,
  OPENING_LANES,
  PREPARING,
  RACING,
  RUN,
  SHORT_RUN,
  WARMING_UP,
  WARM_UPS,
  WATCHING,
  expectEnd,
  expectNamed,
  suffer,
  type Result,
  type Row,
} from './network-faults.js';

const TABLE: readonly Row[] = [
  ['garbage', RUN, LOOKING],
  ['cut', RUN, CREATING],
  ['stall', RUN, RACING],
  ['stall', SHORT_RUN, DROPPING],
  ['cut', EXPLORE, AT_WORK],
  ['stall', EXPLORE, WATCHING],
  ['cut', COMPARE, PREPARING],
  ['garbage', 'doctor', EXAMINING],
  ['cut', RUN, CONNECTING],
  ['garbage', RUN, CONNECTING],
  ['stall', RUN, LOOKING],
  ['cut', RUN, LOOKING],
  ['stall', RUN, CREATING],
  ['stall', RUN, PREPARING],
  ['cut', RUN, PREPARING],
  ['garbage', RUN, PREPARING],
  ['stall', RUN, WARMING_UP],
  ['cut', RUN, WARMING_UP],
  ['garbage', RUN, RACING],
  ['stall', SHORT_RUN, ENDING],
  ['cut', SHORT_RUN, DROPPING],
  ['garbage', SHORT_RUN, DROPPING],
  ['stall', EXPLORE, OPENING_LANES],
  ['stall', EXPLORE, AT_WORK],
  ['stall', EXPLORE, BETWEEN],
  ['cut', EXPLORE, BETWEEN],
  ['stall', COMPARE, AT_WORK],
  ['cut', 'explain naive', AT_WORK],
  ['stall', 'explain naive', CREATING],
  ['stall', 'replay --schedule ABBA', AT_WORK],
  ['stall', 'doctor', CONNECTING],
];

let before: readonly string[];

beforeAll(async () => {
  before = await labSchemas();
});

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
    const { results }: { results: readonly Result[] } = JSON.parse(stdout);
    for (const { operations, lostUpdates } of results) {
      const { attempted, committed = 0, refused = 0, failed = 0, indeterminate = 0 } = operations;
      expect(attempted).toBe(committed + refused + failed + indeterminate);
      expect(lostUpdates ?? 0).toBe(0);
    }
  });
});

describe.concurrent('a network that fails for all', () => {
  test.each(TABLE)('%s: %s, when %s', { timeout: 60_000 }, (...row) => expectEnd(...row));
});

test('every schema that was left behind was named in a message, with the command that drops it', () =>
  expectNamed(before));
