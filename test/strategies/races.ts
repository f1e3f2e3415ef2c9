/** Races that hold strategies against what they claim. */
import { expect } from 'vitest';

import type { StrategyResult } from '../../src/model.js';
import type { RunFlags } from '../../src/plan/plan.js';
import { strategies } from '../../src/strategies/index.js';
import { raced } from '../support/lab.js';
import { serverUrl } from '../support/server.js';

/** Detects deadlocks after 10 ms: at the default of 1 s, strategies that deadlock hardly progress. */
const withShortDeadlockTimeout = new URL(serverUrl());
withShortDeadlockTimeout.searchParams.set('deadlock_timeout', '10');

/** Enough workers, and a wide enough window, for operations to collide. */
const RACE = {
  url: withShortDeadlockTimeout.href,
  workers: '6',
  operations: '5',
  think: '2',
  timeLimit: '3s',
  seed: '1',
};

/** Few operations, with a wide window for deadlocks. */
const FEW = { ...RACE, workers: '4', operations: '2', think: '20' };

/** Results that several tests share, so that each race runs once. */
const races = new Map<string, Promise<StrategyResult>>();

/** Gives a strategy with little or no progress a short time limit, because it uses all of it. */
function flagsFor(name: string): RunFlags {
  const claims = strategies.find((strategy) => strategy.name === name)?.claims;
  if (claims?.progress !== 'yes') return { ...RACE, timeLimit: '300ms' };
  return claims.deadlocks === 'possible' ? { ...RACE, workers: '4', operations: '3' } : RACE;
}

function racedOver(scenario: string, name: string): Promise<StrategyResult> {
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

function deadlocksOf({ conflicts, failures }: StrategyResult): number {
  return (conflicts['40P01'] ?? 0) + (failures['40P01']?.count ?? 0);
}

export async function expectLimitKept(name: string): Promise<void> {
  const result = await racedOver('joint', name);
  expect(result).toMatchObject({ violations: 0, lostUpdates: 0, drift: 0 });
  expect(result.lowestTrueBalance).toBeGreaterThanOrEqual(0);
  expectTested(name, result);
}

/** Checks that operations overlapped: a claim that held without contention proves nothing. */
function expectTested(name: string, { operations }: StrategyResult): void {
  const claims = strategies.find((strategy) => strategy.name === name)?.claims;
  expect(operations.overlapping).toBeGreaterThan(0);
  // One timestamp in a thousand has no microseconds to truncate, so optimistic-date may commit once.
  const progressed = operations.committed > 1;
  expect(progressed).toBe(claims?.progress === 'yes');
}

/** The most races to try. The rarest anomaly appears in two of three races. */
const CHANCES = 20;

/** Races with one seed after another until a result shows the anomaly, or CHANCES are used up. */
async function racedUntil(
  shown: (result: StrategyResult) => boolean,
  name: string,
  flags: RunFlags,
): Promise<StrategyResult> {
  for (let seed = 1; ; seed += 1) {
    const result = await raced(name, { ...flags, seed: String(seed) });
    if (shown(result) || seed === CHANCES) return result;
  }
}

const isBroken = ({ verdict }: StrategyResult) => verdict === 'broken';
const isOverdrawn = ({ violations }: StrategyResult) => violations !== null && violations > 0;

export async function expectLostUpdate(name: string): Promise<void> {
  const result = await racedUntil(isBroken, name, { ...RACE, scenario: 'deposit' });
  expect(result.verdict).toBe('broken');
  expect(result.lostUpdates).toBeGreaterThan(0);
  expect(result.lostUpdates).toBe(Math.abs(result.drift ?? 0) / 10);
}

export async function expectOverdraft(name: string): Promise<void> {
  const result = await racedUntil(isOverdrawn, name, { ...RACE, scenario: 'withdraw' });
  expect(result.verdict).toBe('broken');
  expect(result.violations).toBeGreaterThan(0);
  expect(result.lowestTrueBalance).toBeLessThan(0);
}

export async function expectLossInTransfers(name: string): Promise<void> {
  const result = await racedUntil(isBroken, name, { ...RACE, scenario: 'transfer' });
  expect(result.verdict).toBe('broken');
  expect(result.lostUpdates).toBeGreaterThan(0);
}

export async function expectBrokenLimit(name: string): Promise<void> {
  // The limit breaks only near a sum of zero. With one operation each, all workers get there together.
  const once = { ...RACE, scenario: 'joint', workers: '10', operations: '1', think: '5' };
  const result = await racedUntil(isOverdrawn, name, once);
  expect(result.verdict).toBe('broken');
  expect(result.violations).toBeGreaterThan(0);
  expect(result.lowestTrueBalance).toBeLessThan(0);
}

export async function expectDeadlock(name: string): Promise<void> {
  const hasDeadlocks = (result: StrategyResult) => deadlocksOf(result) > 0;
  const result = await racedUntil(hasDeadlocks, name, { ...FEW, scenario: 'transfer' });
  expect(deadlocksOf(result)).toBeGreaterThan(0);
}
