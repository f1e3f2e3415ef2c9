/** Scenarios that users define. */
import { UsageError } from '../errors.js';
import type { AccountRange, Anomaly, Demand, Limit, Scenario } from '../model.js';
import { unknownName } from '../plan/nearest-name.js';
import { ANY_NUMBER, eachAlone } from '../scenarios/limits.js';
import { withdraw } from '../scenarios/withdraw.js';
import {
  isObject,
  requireFunction,
  requireKnownKeys,
  requireName,
  requireTexts,
  shown,
  type UnknownRecord,
  unknownPart,
} from './requirements.js';
import { limitsOnAccounts, wholeBalance } from './scenario-functions.js';

/**
 * The definition of a scenario. Only `name` and `nextOperation` are required. Defaults are in
 * brackets.
 */
export interface ScenarioDefinition {
  /** Lower-case words joined by hyphens, and not the name of a built-in scenario. */
  readonly name: string;
  /** Draws a worker's next operation; see {@link Scenario.nextOperation}. */
  readonly nextOperation: Scenario['nextOperation'];
  /** One line. */
  readonly summary?: string;
  /** The rule that must hold, in words [balance >= 0]. */
  readonly invariant?: string;
  /** The anomalies that it can show [lost update, overdraft]. */
  readonly exposes?: readonly Anomaly[];
  /** How many accounts there can be [any number; 1 without `--accounts`]. */
  readonly accounts?: AccountRange;
  /** Groups of accounts whose sum must never go below zero [each account alone]. */
  readonly limits?: (accounts: number) => readonly Limit[];
  /** Starting balance of each account [half of what the operations may ask for]. */
  readonly defaultBalance?: (demand: Demand) => number;
}

const KNOWN = [
  'name',
  'nextOperation',
  'summary',
  'invariant',
  'exposes',
  'accounts',
  'limits',
  'defaultBalance',
] as const;

const ANOMALIES: readonly Anomaly[] = ['lost update', 'overdraft', 'write skew'];

const made = new WeakSet<object>();

/** Whether a value was made by {@link defineScenario}. */
export const isDefinedScenario = (value: object): value is Scenario => made.has(value);

/**
 * Defines a scenario. The command line takes it by its file (`--scenario ./fees.ts`); `race()` and
 * `explore()` also take the object.
 *
 * ```ts
 * import { defineScenario, onOneAccount } from 'race-lab';
 *
 * export default defineScenario({
 *   name: 'take-five',
 *   nextOperation: (draw) => onOneAccount('withdraw', draw.account(), 5),
 * });
 * ```
 *
 * @returns the scenario, complete and frozen
 * @throws {UsageError} when a property is missing, unknown or of the wrong type
 */
export function defineScenario(definition: ScenarioDefinition): Scenario {
  requireScenarioDefinition(definition);
  const { name, summary, invariant, exposes, accounts, limits, defaultBalance } = definition;
  const scenario: Scenario = Object.freeze({
    name,
    summary: summary ?? 'a scenario of your own',
    isOwn: true,
    invariant: invariant ?? 'balance >= 0',
    exposes: Object.freeze([...(exposes ?? withdraw.exposes)]),
    accounts: Object.freeze({ ...(accounts ?? ANY_NUMBER) }),
    limits: limitsOnAccounts(name, limits ?? eachAlone),
    defaultBalance: wholeBalance(name, defaultBalance ?? halfOfDemand),
    nextOperation: definition.nextOperation,
  });
  made.add(scenario);
  return scenario;
}

/** @throws {UsageError} when a property is missing, unknown or of the wrong type */
export function requireScenarioDefinition(given: unknown): asserts given is ScenarioDefinition {
  if (!isObject(given)) {
    throw new UsageError(`a scenario is defined by an object, not by ${shown(given)}`, {
      code: 'INVALID_DEFINITION',
      hint: "Write defineScenario({ name: 'mine', nextOperation: (draw) => … }).",
    });
  }
  const what = `scenario ${requireName('scenario', given['name'])}`;
  requireFunctions(what, given);
  requireKnownKeys(what, given, KNOWN);
  requireTexts(what, given, ['summary', 'invariant']);
  requireAnomalies(what, given['exposes']);
  requireAccounts(what, given['accounts']);
}

function requireFunctions(what: string, given: UnknownRecord): void {
  const hint =
    "Add nextOperation: (draw) => onOneAccount('withdraw', draw.account(), draw.amount()).";
  requireFunction(what, given, 'nextOperation', hint);
  for (const key of ['limits', 'defaultBalance']) {
    if (given[key] !== undefined) requireFunction(what, given, key, 'It must be a function.');
  }
}

function requireAnomalies(what: string, exposes: unknown): void {
  if (exposes === undefined) return;
  if (!Array.isArray(exposes)) {
    throw new UsageError(`${what}: exposes is ${shown(exposes)}`, {
      code: 'INVALID_DEFINITION',
      hint: `It must be an array of ${ANOMALIES.join(', ')}.`,
    });
  }
  for (const anomaly of exposes) {
    if (ANOMALIES.some((each) => each === anomaly)) continue;
    throw unknownName(unknownPart(`${what}, exposes`, 'anomaly'), String(anomaly), ANOMALIES);
  }
}

function requireAccounts(what: string, accounts: unknown): void {
  if (accounts === undefined) return;
  const hint = 'Such as { least: 2, default: 2, multipleOf: 1 }, all whole numbers from 1.';
  if (!isObject(accounts)) {
    throw new UsageError(`${what}: accounts is ${shown(accounts)}`, {
      code: 'INVALID_DEFINITION',
      hint,
    });
  }
  requireKnownKeys(`${what}, accounts,`, accounts, Object.keys(ANY_NUMBER));
  for (const key of Object.keys(ANY_NUMBER)) {
    const value = accounts[key];
    if (Number.isSafeInteger(value) && Number(value) >= 1) continue;
    throw new UsageError(`${what}: accounts.${key} is ${shown(value)}`, {
      code: 'INVALID_DEFINITION',
      hint,
    });
  }
  const { least, default: usual, multipleOf } = accounts;
  if (Number(usual) >= Number(least) && Number(usual) % Number(multipleOf) === 0) return;
  throw new UsageError(
    `${what}: accounts.default is ${shown(usual)}, which does not fit least and multipleOf`,
    {
      code: 'INVALID_DEFINITION',
      hint: `It must be at least ${shown(least)}, and a multiple of ${shown(multipleOf)}.`,
    },
  );
}

/** As in the withdraw scenario. */
const halfOfDemand = (demand: Demand): number => withdraw.defaultBalance(demand);
