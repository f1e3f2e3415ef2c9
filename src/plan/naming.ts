import type { Scenario, Strategy } from '../model.js';
import { scenarios } from '../scenarios/index.js';
import { strategies } from '../strategies/index.js';
import { shellWord } from './shell-word.js';

/**
 * Whether a strategy can be named to another process, on a command line for example: it is built
 * in, or it comes from a file. Nothing else may have the name of a built-in one.
 */
export const isNameableStrategy = (strategy: Pick<Strategy, 'name' | 'file'>): boolean =>
  isNameable(strategy, strategies);

/** What the command line takes for a strategy; undefined where it cannot name it. */
export const wordFor = (strategy: Strategy): string | undefined =>
  isNameableStrategy(strategy) ? shellWord(strategy.reference ?? strategy.name) : undefined;

/** Whether a scenario can be named so. */
export const isNameableScenario = (scenario: Pick<Scenario, 'name' | 'file'>): boolean =>
  isNameable(scenario, scenarios);

const isNameable = (
  { name, file }: Pick<Strategy, 'name' | 'file'>,
  builtIn: readonly { readonly name: string }[],
): boolean => file !== undefined || builtIn.some((each) => each.name === name);
