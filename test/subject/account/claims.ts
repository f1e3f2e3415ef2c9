/** Complete explorations of a strategy, held against its claims. */
import { expect } from 'vitest';

import type { Claims, ExplorationResult, ExploreReport, Strategy } from '../../../src/model.js';
import { strategies } from '../../../src/strategies/index.js';
import { lettersOf } from '../../../src/text/schedule.js';
import { exploredAll, replayed } from '../../support/explore.js';

export const names = strategies.map(({ name }) => name);

/** Over `withdraw`, their schedules are like those of other strategies. */
const LIKE_OTHERS = new Set([
  'serializable',
  'for-update-nowait',
  'for-update-unordered',
  'optimistic-timestamp',
  'optimistic-date',
  'advisory-lock',
]);

/** Explored in every test run: one of each way to protect an operation. `claims.long.test.ts` explores all others. */
const QUICK: Readonly<Record<string, readonly string[]>> = {
  withdraw: names.filter((name) => !LIKE_OTHERS.has(name)),
  transfer: ['naive', 'for-update'],
  joint: ['naive', 'repeatable-read', 'serializable', 'for-update'],
};

export const isQuick = (scenario: string, name: string): boolean =>
  QUICK[scenario]?.includes(name) ?? false;

/** Explorations that check several claims. Each runs once. */
const explorations = new Map<string, Promise<ExploreReport>>();

function exploredOver(scenario: string, name: string): Promise<ExploreReport> {
  const key = `${name} over ${scenario}`;
  const flags = { strategy: [name], scenario, expect: ['claims'] };
  const exploration = explorations.get(key) ?? exploredAll(flags);
  explorations.set(key, exploration);
  return exploration;
}

/** Two workers with one operation each. */
export async function resultOver(scenario: string, name: string): Promise<ExplorationResult> {
  const { results } = await exploredOver(scenario, name);
  const [result] = results;
  if (!result) throw new Error('the exploration has no result');
  return result;
}

/**
 * Anomalies that two operations of a scenario cannot show. With this seed, `mixed` has a deposit and a
 * withdrawal, and one withdrawal cannot overdraw. Two transfers in opposite directions take from different
 * accounts. In `joint`, the single statement of atomic is never interrupted here (a race breaks it), and
 * check-constraint, stricter than the rule, refuses both withdrawals.
 */
export const NOT_SHOWN: Readonly<Record<string, readonly string[]>> = {
  mixed: ['check-then-decrement'],
  transfer: ['check-then-decrement'],
  joint: ['atomic', 'check-constraint'],
};

/** Checks what a strategy claims of write skew by every schedule over `joint`. */
export async function expectWriteSkewClaim({ name, claims }: Strategy): Promise<void> {
  const { coverage, verdict, broken, anomalies, committed, schedules, witness } = await resultOver(
    'joint',
    name,
  );
  expect(coverage).toEqual({ kind: 'complete' });
  if (claims.writeSkew === 'prevented') {
    expect(broken).toBe(0);
    expect(committed).toBeGreaterThanOrEqual(name === 'optimistic-date' ? 0 : schedules);
    return;
  }
  expect(verdict).toBe('broken');
  expect(anomalies['write skew']).toBeGreaterThan(0);
  expect(anomalies.overdraft).toBe(0);
  expect(witness?.witness?.kind).toBe('write skew');
  expect(witness?.final.map(({ balance }) => balance)).toEqual([-5, -5]);
  expect(witness?.fault?.phrase).toBe('takes the sum to -10');
}

/** The strategies that claim to allow write skew, or to prevent it. */
export const skewing = (claim: Claims['writeSkew']): readonly Strategy[] =>
  strategies.filter(
    ({ name, claims }) => claims.writeSkew === claim && !NOT_SHOWN['joint']?.includes(name),
  );

/** Checks all claims by every schedule of two workers with one operation each. */
export async function expectClaimsOver(scenario: string, name: string): Promise<void> {
  const { results, expectations } = await exploredOver(scenario, name);
  const [result] = results;
  expect(result?.coverage).toEqual({ kind: 'complete' });
  expect(result).toMatchObject({ unclear: 0, unsteady: 0 });
  expect(result?.witness === null).toBe(result?.broken === 0);
  const [claims] = expectations;
  expect(claims?.met).toBe(NOT_SHOWN[scenario]?.includes(name) ? null : true);
}

/**
 * Replays the witness of a strategy that overdraws, four at a time.
 * For a hundred runs and more: npm run hundred-runs.
 * @param times how often each of the four replays it
 */
export async function expectSameWitness(name: string, times: number): Promise<void> {
  const { results } = await exploredAll({ strategy: [name] });
  const witness: ExplorationResult['witness'] = results[0]?.witness ?? null;
  expect(witness?.verdict).toBe('broken');
  const letters = lettersOf(witness?.schedule ?? []);
  // A replay of one schedule does not know the other schedules.
  expect(await replayed(name, letters)).toEqual({
    ...witness,
    markedStep: witness?.fault?.step,
  });
  const fourAtATime = Array.from({ length: 4 }, () => replayTimes(times, name, letters));
  const verdicts = (await Promise.all(fourAtATime)).flat();
  expect(verdicts).toEqual(Array.from({ length: 4 * times }, () => 'broken'));
}

async function replayTimes(times: number, name: string, letters: string): Promise<string[]> {
  const verdicts: string[] = [];
  while (verdicts.length < times) verdicts.push((await replayed(name, letters)).verdict);
  return verdicts;
}
