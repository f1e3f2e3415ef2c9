/** Checks what a scenario's code returns, because it may be JavaScript. */
import { isObject, shown } from '../text/values.js';
import { calledBy, thrownBy } from '../text/definition.js';
import { EnvironmentError, LabError } from '../errors.js';
import type { Draw, Operation, Scenario } from '../model.js';

/** The range of the account numbers. */
export interface AccountNumbers {
  readonly least: number;
  readonly most: number;
}

const KINDS: readonly unknown[] = ['withdraw', 'deposit', 'transfer'] satisfies Operation['kind'][];

/**
 * A worker's next operation. Operations of built-in scenarios are not checked.
 * @throws {EnvironmentError} when the scenario throws, or does not return an operation on these accounts
 */
export function drawOperation(scenario: Scenario, draw: Draw, accounts: AccountNumbers): Operation {
  if (scenario.isOwn !== true) return scenario.nextOperation(draw);
  const operation = drawn(scenario, draw);
  const problem = problemOf(operation, accounts);
  if (problem === null) return operation;
  throw new EnvironmentError(
    `nextOperation of ${calledBy('scenario', scenario)} returned ${problem}`,
    {
      code: 'SCENARIO_DEFECT',
      hint: 'Create it with makeOperation or onOneAccount, from the accounts and the amount that draw returns.',
    },
  );
}

function drawn(scenario: Scenario, draw: Draw): Operation {
  try {
    return scenario.nextOperation(draw);
  } catch (error) {
    if (error instanceof LabError) throw error;
    const thrown = thrownBy(error, scenario);
    throw new EnvironmentError(
      `nextOperation of ${calledBy('scenario', scenario)} threw ${thrown}`,
      {
        code: 'SCENARIO_DEFECT',
        hint: "Fix the scenario's nextOperation(). It must return one operation, and has no access to the database or the balances.",
        cause: error,
      },
    );
  }
}

/** What is wrong with an operation; null: nothing. */
function problemOf(operation: unknown, numbers: AccountNumbers): string | null {
  if (!isObject(operation)) return shown(operation);
  const { kind, accounts, changes, requires, decide } = operation;
  if (!KINDS.includes(kind)) return `an operation whose kind is ${shown(kind)}`;
  if (typeof decide !== 'function') return 'an operation without decide()';
  if (!isList(accounts) || accounts.length === 0) {
    return `an operation whose accounts are ${shown(accounts)}`;
  }
  const odd = accounts.find((account) => !isAccount(account, numbers));
  if (odd !== undefined) {
    return `an operation on account ${shown(odd)}; the accounts are 1 to ${numbers.most}`;
  }
  if (new Set(accounts).size < accounts.length) return 'an operation that names an account twice';
  return changesProblem(changes, accounts) ?? requirementProblem(requires, accounts);
}

function changesProblem(changes: unknown, accounts: readonly unknown[]): string | null {
  if (!isList(changes) || changes.length === 0) {
    return `an operation whose changes are ${shown(changes)}`;
  }
  const changed = new Set<unknown>();
  for (const change of changes) {
    if (!isObject(change) || !accounts.includes(change['account'])) {
      return `a change of an account that the operation does not read: ${shown(change)}`;
    }
    const { account, by } = change;
    if (!Number.isSafeInteger(by) || by === 0) return `a change by ${shown(by)}`;
    if (changed.has(account)) return `two changes of account ${shown(account)}`;
    changed.add(account);
  }
  return null;
}

function requirementProblem(requires: unknown, accounts: readonly unknown[]): string | null {
  if (requires === null) return null;
  if (!isObject(requires)) return `an operation that requires ${shown(requires)}`;
  const { accounts: required, atLeast } = requires;
  if (!isList(required) || !required.every((account) => accounts.includes(account))) {
    return `a requirement on accounts that the operation does not read: ${shown(required)}`;
  }
  return Number.isSafeInteger(atLeast) ? null : `a requirement of at least ${shown(atLeast)}`;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const isAccount = (value: unknown, { least, most }: AccountNumbers): boolean =>
  Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
