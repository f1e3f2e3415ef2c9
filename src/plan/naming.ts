import type { Scenario, Strategy } from '../model.js';
import { scenarios } from '../scenarios/index.js';
import { strategies } from '../strategies/index.js';
import { shellWord } from './shell-word.js';

/**
 * Whether another process can find the strategy by its name, for example from a command line: it is
 * built in, or it comes from a file. No other strategy may have the name of a built-in one.
 */
export const isNameableStrategy = (strategy: Pick<Strategy, 'name' | 'file'>): boolean =>
  isNameable(strategy, strategies);

/** The strategy as a word for the command line; undefined if the command line cannot name it. */
export const wordFor = (strategy: Strategy): string | undefined =>
  isNameableStrategy(strategy) ? shellWord(strategy.reference ?? strategy.name) : undefined;

/** Whether another process can find the scenario by its name. */
export const isNameableScenario = (scenario: Pick<Scenario, 'name' | 'file'>): boolean =>
  isNameable(scenario, scenarios);

const isNameable = (
  { name, file }: Pick<Strategy, 'name' | 'file'>,
  builtIn: readonly { readonly name: string }[],
): boolean => file !== undefined || builtIn.some((each) => each.name === name);
