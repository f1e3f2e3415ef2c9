import { expect } from 'vitest';

const whole = expect.toSatisfy(Number.isInteger);
const number = expect.any(Number);

/** The documented fields of `run --json` for one strategy, each with its value or its type. */
export const contract = {
  schemaVersion: 1,
  plan: {
    scenario: 'withdraw',
    workers: 5,
    operations: 4,
    accounts: 1,
    balance: 100,
    amount: { min: 10, max: 10 },
    seed: whole,
  },
  server: {
    kind: 'external',
    version: expect.stringMatching(/^\d+/),
    schema: expect.stringMatching(/^race_lab_[0-9a-f]{12}$/),
  },
  results: [
    {
      strategy: 'naive',
      scenario: 'withdraw',
      workers: 5,
      processes: 1,
      operations: {
        attempted: 20,
        committed: whole,
        refused: whole,
        failed: whole,
        indeterminate: whole,
        overlapping: whole,
      },
      initialBalance: 100,
      finalBalance: whole,
      expectedBalance: whole,
      drift: whole,
      lostUpdates: whole,
      violations: whole,
      lowestTrueBalance: whole,
      lowestStoredBalance: whole,
      estimated: false,
      retries: whole,
      retriedOperations: whole,
      conflicts: {},
      durationMs: number,
      throughput: number,
      latencyMs: { p50: number, p90: number, p99: number, max: number },
      verdict: expect.stringMatching(/^(broken|held)$/),
      reason: expect.any(String),
      witness: expect.toSatisfy((value) => typeof value === 'object'),
    },
  ],
  expectations: [],
};
