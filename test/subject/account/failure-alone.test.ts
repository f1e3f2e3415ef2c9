/** A statement that fails even when the workers run one after the other is a defect, not a finding. */
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import { EnvironmentError } from '../../../src/errors.js';
import type { ErrorPolicy, Strategy } from '../../../src/model.js';
import { forShare } from '../../../src/strategies/for-share.js';
import { naive } from '../../../src/strategies/naive.js';
import { explored } from '../../support/explore.js';

/** Its SQL uses a table that does not exist, for some operations or for all. */
const typo = (kinds: readonly string[], sqlstates: Record<string, ErrorPolicy> = {}): Strategy => ({
  ...naive,
  name: 'typo',
  sqlstates,
  async attempt(db, operation, replica) {
    if (!kinds.includes(operation.kind)) return naive.attempt(db, operation, replica);
    await sql`update acount set balance = 0`.execute(db);
    return { kind: 'refused' };
  },
});

test.each([{}, { operations: '2' }, { workers: '3' }, { maxSwitches: '2' }])(
  'no operation succeeds (%o)',
  async (flags) => {
    const failure = await explored('typo', flags, [typo(['withdraw'])]).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(EnvironmentError);
    expect(failure).toMatchObject({
      message:
        'typo fails with a single worker: 42P01: relation "acount" does not exist, in: update acount set balance = 0',
      hint: 'Fix its SQL.',
    });
  },
);

describe('there is still a result', () => {
  test('when some operations succeed', async () => {
    const flags = { scenario: 'mixed', operations: '2' };
    const result = await explored('typo', flags, [typo(['withdraw'])]);
    expect(result.committed).toBeGreaterThan(0);
    expect(result.causes['42P01']).toBe(result.schedules);
  });

  test('when the strategy expects the failure and retries', async () => {
    const stubborn = typo(['withdraw'], { '42P01': 'retry' });
    const result = await explored('typo', { retries: '1' }, [stubborn]);
    expect(result).toMatchObject({ verdict: 'inconclusive', committed: 0 });
    // An object has no name on the command line.
    expect(result.reason).toMatch(/\(42P01\), so nothing was tested\. .* is not contention\.$/);
  });

  test('when a failure needs two workers', async () => {
    const unready: Strategy = { ...forShare, name: 'unready', sqlstates: {} };
    const result = await explored('unready', {}, [unready]);
    expect(result.causes['40P01']).toBeGreaterThan(0);
    expect(result.verdict).toBe('held');
  });

  test('when everything is refused', async () => {
    const result = await explored('naive', { balance: '0' });
    expect(result.reason).toContain('refused');
  });

  test('for a built-in strategy, whose failures are documented', async () => {
    const { reason } = await explored('optimistic-date');
    expect(reason).toContain('(see race-lab explain optimistic-date)');
  });
});
