/** Finds the strategies or scenarios among the exports of a module. */
import {
  defineScenario,
  isDefinedScenario,
  requireScenarioDefinition,
} from '../authoring/scenario.js';
import {
  defineStrategy,
  isDefinedStrategy,
  requireStrategyDefinition,
} from '../authoring/strategy.js';
import { isObject, shown, type UnknownRecord } from '../authoring/requirements.js';
import { LabError, UsageError, type ErrorSubject } from '../errors.js';
import type { Scenario, Strategy } from '../model.js';
import { scenarios } from '../scenarios/index.js';
import { strategies } from '../strategies/index.js';

/** The kind of definition to find. */
export interface DefinitionKind<T> {
  readonly word: 'strategy' | 'scenario';
  readonly builtIn: readonly T[];
  /** The property that identifies a definition. */
  readonly mark: string;
  readonly isMade: (value: object) => boolean;
  readonly make: (value: object) => T;
  /** An example, for the message when a file exports none. */
  readonly example: string;
}

export const STRATEGY: DefinitionKind<Strategy> = {
  word: 'strategy',
  builtIn: strategies,
  mark: 'attempt',
  ...makeable(isDefinedStrategy, requireStrategyDefinition, defineStrategy),
  example:
    "import { defineStrategy } from 'race-lab';\n" +
    "  export default defineStrategy({ name: 'mine', async attempt(db, operation) { … } });",
};

export const SCENARIO: DefinitionKind<Scenario> = {
  word: 'scenario',
  builtIn: scenarios,
  mark: 'nextOperation',
  ...makeable(isDefinedScenario, requireScenarioDefinition, defineScenario),
  example:
    "import { defineScenario, onOneAccount } from 'race-lab';\n" +
    "  export default defineScenario({ name: 'mine', nextOperation: (draw) => onOneAccount('withdraw', draw.account(), draw.amount()) });",
};

/** @param define makes a definition after `check` has accepted it */
function makeable<Definition, T>(
  isMade: (value: object) => value is object & T,
  check: (value: unknown) => asserts value is Definition,
  define: (definition: Definition) => T,
): Pick<DefinitionKind<T>, 'isMade' | 'make'> {
  const make = (value: unknown): T => {
    check(value);
    return define(value);
  };
  return { isMade, make: (value) => (isMade(value) ? value : make(value)) };
}

/**
 * The strategies (or scenarios) that a module exports under any names, each once.
 * @param named the file, for the errors
 * @throws {NotExported} when there is none
 * @throws {UsageError} when one is incomplete, or its name is taken
 */
export function definitionsIn<T extends { readonly name: string }>(
  module: UnknownRecord,
  kind: DefinitionKind<T>,
  named: ErrorSubject,
): readonly T[] {
  const found = candidatesIn(module, kind);
  if (found.length === 0) throw noneExported(module, kind, named);
  const made = found.map((value) => complete(value, kind, named));
  for (const [index, { name }] of made.entries()) {
    if (kind.builtIn.some((builtIn) => builtIn.name === name)) {
      throw new UsageError(
        `${named.text} has a ${kind.word} ${name}, which is the name of a built-in ${kind.word}`,
        {
          code: 'DUPLICATE_NAME',
          option: named.option,
          hint: 'Give it another name.',
        },
      );
    }
    if (made.slice(0, index).some((other) => other.name === name)) {
      throw new UsageError(
        `${named.text} has two ${kind.word === 'strategy' ? 'strategies' : 'scenarios'} called ${name}`,
        { code: 'DUPLICATE_NAME', option: named.option, hint: 'Give one of them another name.' },
      );
    }
  }
  return made;
}

function complete<T>(value: object, kind: DefinitionKind<T>, named: ErrorSubject): T {
  try {
    return kind.make(value);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { message, code, hint } = error.template;
    const { option } = named;
    throw new UsageError(`${named.text}: ${message}`, { code, option, hint, cause: error });
  }
}

/**
 * The default export, or the `module.exports` of a CommonJS file, can be a definition or an object of
 * definitions. A module whose exports themselves form a definition counts only if it exports no other.
 */
function candidatesIn<T>(module: UnknownRecord, kind: DefinitionKind<T>): readonly object[] {
  const inner = module['default'];
  const nested = isObject(inner) && !isDefinition(inner) ? Object.values(inner) : [];
  const exported = new Set([...Object.values(module), ...nested]);
  const found = [...exported].filter((value) => isCandidate(value, kind));
  return found.length === 0 && isCandidate(module, kind) ? [module] : found;
}

const isDefinition = (value: object): boolean => 'attempt' in value || 'nextOperation' in value;

const isCandidate = <T>(value: unknown, kind: DefinitionKind<T>): value is object =>
  isObject(value) && (kind.isMade(value) || Object.hasOwn(value, kind.mark));

/** A file was loaded, but does not export the requested definition. */
export class NotExported extends UsageError {}

function noneExported<T>(
  module: UnknownRecord,
  kind: DefinitionKind<T>,
  named: ErrorSubject,
): NotExported {
  const what = Object.entries(module)
    .filter(([name, value]) => name !== '__esModule' && !(name === 'default' && isEmpty(value)))
    .map(([name, value]) => `${name} (${kindOf(value)})`);
  const found = what.length === 0 ? 'it exports nothing' : `it exports ${what.join(', ')}`;
  return new NotExported(`${named.text} exports no ${kind.word}: ${found}`, {
    code: 'NOT_EXPORTED',
    option: named.option,
    hint: `Write, for example:\n  ${kind.example}`,
  });
}

/** The default export of a module without exports is an empty object. */
const isEmpty = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;

function kindOf(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (!isObject(value)) return shown(value);
  if (isDefinition(value)) return 'attempt' in value ? 'a strategy' : 'a scenario';
  return isEmpty(value)
    ? 'an empty object'
    : `an object with ${Object.keys(value).slice(0, 5).join(', ')}`;
}
