import { expect, test } from 'vitest';

import type { CaseService } from '../../../src/model.js';
import { withWatch } from '../../../src/subject/case/late-work.js';

const held = { verdict: 'held', reason: 'All 6 schedules held.' } as const;
const lanes = [{ watchMs: 3_000 }];
const service: CaseService = {
  command: ['node', 'server.js'],
  env: {},
  cwd: null,
  ready: { kind: 'port' },
  graceMs: null,
};

test('where a service held, the report says for how long it was watched', () => {
  expect(withWatch(held, lanes, { service }, 'round').reason).toBe(
    'All 6 schedules held. The service was watched for 3 s after each worker had run alone, and for 1 s after the last round: what it begins later is not covered.',
  );
});

test('nothing was watched where it did not hold, and in a case of programs alone', () => {
  const broken = { verdict: 'broken', reason: 'Broken in 2.' } as const;
  expect(withWatch(broken, lanes, { service }, 'round')).toBe(broken);
  expect(withWatch(held, lanes, { service: null }, 'schedule')).toBe(held);
});
