import { expect, test } from 'vitest';

import { assertionMessage } from '../../../../src/report/assertion-message.js';
import { exploreReportOf, fullReport, held, replayReportOf } from '../../cases/reports.js';
import { bothStored } from '../../cases/witnesses.js';

test('the evidence for the cases that are named, and only for those', () => {
  const message = assertionMessage(fullReport(), 'expected it to hold, but it broke', [
    'wallet',
    'missing',
  ]);
  const lines = message.split('\n');
  expect(lines.slice(0, 4)).toStrictEqual([
    'expected it to hold, but it broke',
    '',
    '6 cases: up to 20,000 schedules each, seed 1',
    'Embedded PostgreSQL 18.4.',
  ]);
  expect(message).toContain('wallet broken: invariant "balance never below zero"');
  expect(message).toContain('race-lab replay ./wallet.race.ts --schedule ABBBAA');
  expect(lines.at(-1)).toBe('missing was not finished.');
  expect(message).not.toContain('many-statements');
});

test('a case that held has its reason', () => {
  const message = assertionMessage(exploreReportOf([held('booking')]), 'expected a race', [
    'booking',
  ]);
  expect(message).toContain('booking held: All 24 schedules held');
});

test('a replay has its drawing and its story', () => {
  const message = assertionMessage(replayReportOf('put', bothStored), 'expected it', ['put']);
  expect(message).toContain('► 2                            select value from doc');
  expect(message).toContain('put broken: not serializable');
});
