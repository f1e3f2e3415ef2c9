import type { Scenario } from '../model.js';
import { ANY_NUMBER, eachAlone } from '../scenarios/limits.js';

/** What its author says of a scenario; the rest has a default. */
export interface ScenarioDefinition
  extends
    Pick<Scenario, 'name' | 'nextOperation'>,
    Partial<Omit<Scenario, 'name' | 'nextOperation' | 'file'>> {}

/** Completes a scenario. Left out: any number of accounts, none of which may go below zero. */
export function defineScenario(definition: ScenarioDefinition): Scenario {
  const complete: Scenario = {
    summary: definition.name,
    invariant: 'balance >= 0',
    exposes: ['lost update', 'overdraft'],
    accounts: ANY_NUMBER,
    limits: eachAlone,
    defaultBalance: ({ operations, accounts, meanAmount }) =>
      Math.floor(Math.max(1, Math.floor(operations / 2 / accounts)) * meanAmount),
    ...definition,
  };
  return Object.freeze(complete);
}
