/** After any network fault, a run ends soon, reports what is known, and names what is left behind. */
import { beforeAll, describe, expect, test } from 'vitest';

import { labSchemas } from '../support/sessions.js';
import {
  AT_WORK,
  COMPARE,
  CONNECTING,
  EXPLORE,
  RACING,
  RUN,
  expectEnd,
  expectNamed,
  suffer,
  type Result,
  type Row,
} from './network-faults.js';

const TABLE: readonly Row[] = [
  ['stall', RUN, CONNECTING],
  ['cut', RUN, RACING],
  ['garbage', EXPLORE, AT_WORK],
];

let before: readonly string[];

beforeAll(async () => {
  before = await labSchemas();
});

// The tests mostly wait, so they run concurrently.
describe.concurrent('a network that fails for all', () => {
  test.each(TABLE)('%s: %s, when %s', { timeout: 60_000 }, (...row) => expectEnd(...row));
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
      const { results }: { results: readonly Result[] } = JSON.parse(stdout);
      expect(results[0]?.strategy).toBe('naive');
      expect(results[0]?.operations['attempted']).toBe(150);
    },
  );
});

test('every schema that was left behind was named in a message, with the command that drops it', () =>
  expectNamed(before));
