/** Races that hold strategies against what they claim never to happen. */
import { expect } from 'vitest';

import type { Strategy, StrategyResult } from '../../src/model.js';
import type { RunFlags } from '../../src/plan/plan.js';
import { strategies } from '../../src/strategies/index.js';
import { raced } from '../support/lab.js';
import { serverUrl } from '../support/server.js';

/** Strategies that `npm test` races for each of these claims. claims.long.test.ts races the others. */
const USUAL = new Set(['for-update', 'serializable', 'optimistic', 'atomic']);
export const usual = strategies.filter(({ name }) => USUAL.has(name));
export const others = strategies.filter(({ name }) => !USUAL.has(name));

export const names = (some: readonly Strategy[]): readonly string[] => some.map(({ name }) => name);

export const isKeeping = ({ claims }: Strategy) => claims.lostUpdates === 'prevented';
export const isCovering = ({ claims }: Strategy) => claims.overdrafts === 'prevented';
export const isSafe = ({ claims }: Strategy) => claims.writeSkew === 'prevented';
export const isFree = ({ claims }: Strategy) => claims.deadlocks === 'none';
export const isRetrying = ({ sqlstates }: Strategy) => Object.values(sqlstates).includes('retry');

/** Detects deadlocks after 10 ms: at the default of 1 s, strategies that deadlock hardly progress. */
const withShortDeadlockTimeout = new URL(serverUrl());
withShortDeadlockTimeout.searchParams.set('deadlock_timeout', '10');

/** Enough workers, and a wide enough window, for operations to collide. */
export const RACE = {
  url: withShortDeadlockTimeout.href,
  workers: '6',
  operations: '5',
  think: '2',
  timeLimit: '3s',
  seed: '1',
};

/** Few operations, with a wide window for deadlocks. */
export const FEW = { ...RACE, workers: '4', operations: '2', think: '20' };

/** Results that several tests share, so that each race runs once. */
const races = new Map<string, Promise<StrategyResult>>();

/** Gives a strategy with little or no progress a short time limit, because it uses all of it. */
function flagsFor(name: string): RunFlags {
  const claims = strategies.find((strategy) => strategy.name === name)?.claims;
  if (claims?.progress !== 'yes') return { ...RACE, timeLimit: '300ms' };
  return claims.deadlocks === 'possible' ? { ...RACE, workers: '4', operations: '3' } : RACE;
}

export function racedOver(scenario: string, name: string): Promise<StrategyResult> {
  const key = `${name} over ${scenario}`;
  const race = races.get(key) ?? raced(name, { ...flagsFor(name), scenario });
  races.set(key, race);
  return race;
}

export async function expectNoLostUpdate(name: string): Promise<void> {
  const result = await racedOver('deposit', name);
  expect(result.lostUpdates).toBe(0);
  expect(result.drift).toBe(0);
  expect(result.verdict).not.toBe('broken');
  expectTested(name, result);
}

export async function expectNoOverdraft(name: string): Promise<void> {
  const result = await racedOver('withdraw', name);
  expect(result.violations).toBe(0);
  expect(result.lowestTrueBalance).toBeGreaterThanOrEqual(0);
  expect(result.lowestStoredBalance).toBeGreaterThanOrEqual(0);
  expectTested(name, result);
}

export async function expectTotalKept(name: string): Promise<void> {
  const result = await racedOver('transfer', name);
  expect(result).toMatchObject({ lostUpdates: 0, drift: 0, finalBalance: 20 });
  expectTested(name, result);
}

export async function expectNeitherOverdrawn(name: string): Promise<void> {
  const result = await racedOver('transfer', name);
  expect(result.violations).toBe(0);
  expect(result.lowestStoredBalance).toBeGreaterThanOrEqual(0);
  expect(result.lowestTrueBalance).toBeGreaterThanOrEqual(0);
}

export async function expectNoDeadlock(name: string): Promise<void> {
  const { timeLimit = '' } = flagsFor(name);
  const result = await raced(name, { ...FEW, scenario: 'transfer', think: '2', timeLimit });
  expect(deadlocksOf(result)).toBe(0);
  expect(result.operations.overlapping).toBeGreaterThan(0);
}

export async function expectDeclaredSqlstates(name: string): Promise<void> {
  const result = await racedOver('transfer', name);
  const expected = strategies.find((strategy) => strategy.name === name)?.sqlstates ?? {};
  expect(Object.keys(result.conflicts)).toEqual(Object.keys(expected));
  expect(result.retries).toBeGreaterThan(0);
}

export function deadlocksOf({ conflicts, failures }: StrategyResult): number {
  return (conflicts['40P01'] ?? 0) + (failures['40P01']?.count ?? 0);
}

export async function expectLimitKept(name: string): Promise<void> {
  const result = await racedOver('joint', name);
  expect(result).toMatchObject({ violations: 0, lostUpdates: 0, drift: 0 });
  expect(result.lowestTrueBalance).toBeGreaterThanOrEqual(0);
  expectTested(name, result);
}

/** Checks that operations overlapped: a claim that held without contention proves nothing. */
export function expectTested(name: string, { operations }: StrategyResult): void {
  const claims = strategies.find((strategy) => strategy.name === name)?.claims;
  expect(operations.overlapping).toBeGreaterThan(0);
  // One timestamp in a thousand has no microseconds to truncate, so optimistic-date may commit once.
  const progressed = operations.committed > 1;
  expect(progressed).toBe(claims?.progress === 'yes');
}
