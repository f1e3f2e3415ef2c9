/** Finds the strategies, scenarios or cases among the exports of a module. */
import { dirname } from 'node:path';

import { caseIn, isDefinedCase } from '../authoring/case.js';
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
import type { Case, Scenario, Strategy } from '../model.js';
import { shellWord } from '../plan/shell-word.js';
import { scenarios } from '../scenarios/index.js';
import { strategies } from '../strategies/index.js';
import { option } from '../text/option.js';
import { shortPath } from '../text/reference.js';

/** The kind of definition to find. */
export interface DefinitionKind<T> {
  readonly word: 'strategy' | 'scenario' | 'case';
  readonly plural: string;
  readonly builtIn: readonly T[];
  /** The properties of which any identifies a definition. */
  readonly marks: readonly string[];
  readonly isMade: (value: object) => boolean;
  /** @param directory that of the file, which paths in the definition are relative to */
  readonly make: (value: object, directory: string) => T;
  /** An example, for the message when a file exports none. */
  readonly example: string;
}

export const STRATEGY: DefinitionKind<Strategy> = {
  word: 'strategy',
  plural: 'strategies',
  builtIn: strategies,
  marks: ['attempt'],
  ...makeable(isDefinedStrategy, requireStrategyDefinition, defineStrategy),
  example:
    "import { defineStrategy } from 'race-lab';\n" +
    "  export default defineStrategy({ name: 'mine', async attempt(db, operation) { … } });",
};

export const SCENARIO: DefinitionKind<Scenario> = {
  word: 'scenario',
  plural: 'scenarios',
  builtIn: scenarios,
  marks: ['nextOperation'],
  ...makeable(isDefinedScenario, requireScenarioDefinition, defineScenario),
  example:
    "import { defineScenario, onOneAccount } from 'race-lab';\n" +
    "  export default defineScenario({ name: 'mine', nextOperation: (draw) => onOneAccount('withdraw', draw.account(), draw.amount()) });",
};

export const CASE: DefinitionKind<Case> = {
  word: 'case',
  plural: 'cases',
  builtIn: [],
  marks: ['workers', 'worker'],
  isMade: isDefinedCase,
  make: (value, directory) => (isDefinedCase(value) ? value : caseIn(directory, value)),
  example:
    "import { defineCase } from 'race-lab';\n" +
    "  export default defineCase({ name: 'mine', schema: './schema.sql', workers: { anna: () => …, ben: () => … } });",
};

const KINDS = [STRATEGY, SCENARIO, CASE] as const;

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
 * The strategies (or scenarios, or cases) that a module exports under any names, each once.
 * @param path that of the module
 * @param named the file, for the errors
 * @throws {NotExported} when there is none
 * @throws {UsageError} when one is incomplete, or its name is taken
 */
export function definitionsIn<T extends { readonly name: string }>(
  module: UnknownRecord,
  kind: DefinitionKind<T>,
  path: string,
  named: ErrorSubject,
): readonly T[] {
  const found = candidatesIn(module, kind);
  if (found.length === 0) throw noneExported(module, kind, path, named);
  requireWholeLists(module, kind, named);
  const directory = dirname(path);
  const made = found.map((value) => complete(() => kind.make(value, directory), named));
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
      throw new UsageError(`${named.text} has two ${kind.plural} called ${name}`, {
        code: 'DUPLICATE_NAME',
        option: named.option,
        hint: 'Give one of them another name.',
      });
    }
  }
  return made;
}

function complete<T>(make: () => T, named: ErrorSubject): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { message, code, hint } = error.template;
    const details = { code, option: named.option, hint, cause: error };
    throw new UsageError(`${named.text}: ${message}`, details);
  }
}

/**
 * The default export, or the `module.exports` of a CommonJS file, can be a definition or an object of definitions. Any
 * export can be a list of them. A module whose exports themselves form a definition counts only if it exports no other.
 */
function candidatesIn<T>(module: UnknownRecord, kind: DefinitionKind<T>): readonly object[] {
  const inner = module['default'];
  const nested = isObject(inner) && !isDefinition(inner) ? Object.values(inner) : [];
  const listed = Object.values(module).filter(Array.isArray).flat();
  const exported = new Set<unknown>([...Object.values(module), ...nested, ...listed]);
  const found = [...exported].filter((value) => isCandidate(value, kind));
  return found.length === 0 && isCandidate(module, kind) ? [module] : found;
}

/** @throws {UsageError} for an entry of a list of definitions that is none */
function requireWholeLists<T>(
  module: UnknownRecord,
  kind: DefinitionKind<T>,
  { text, option: named }: ErrorSubject,
): void {
  for (const [name, list] of Object.entries(module)) {
    if (!Array.isArray(list) || !list.some((entry) => isCandidate(entry, kind))) continue;
    const at = [...list].findIndex((entry) => !isCandidate(entry, kind));
    if (at < 0) continue;
    throw new UsageError(
      `${text}: entry ${at + 1} of its list ${name} is no ${kind.word}: ${kindOf(list[at])}`,
      {
        code: 'NOT_EXPORTED',
        option: named,
        hint: `Leave it out, or make it a ${kind.word}. A list in the list is to be flattened.`,
      },
    );
  }
}

/** The kind that an object has a mark of. */
const kindWithMark = (value: object) =>
  KINDS.find(({ marks }) => marks.some((mark) => mark in value));

const isDefinition = (value: object): boolean => kindWithMark(value) !== undefined;

const isCandidate = <T>(value: unknown, kind: DefinitionKind<T>): value is object =>
  isObject(value) && (kind.isMade(value) || kind.marks.some((mark) => Object.hasOwn(value, mark)));

/** A file was loaded, but does not export the requested definition. */
export class NotExported extends UsageError {}

function noneExported<T>(
  module: UnknownRecord,
  kind: DefinitionKind<T>,
  path: string,
  named: ErrorSubject,
): NotExported {
  const what = Object.entries(module)
    .filter(([name, value]) => name !== '__esModule' && !(name === 'default' && isEmpty(value)))
    .map(([name, value]) => `${name} (${kindOf(value)})`);
  const found = what.length === 0 ? 'it exports nothing' : `it exports ${what.join(', ')}`;
  return new NotExported(`${named.text} exports no ${kind.word}: ${found}`, {
    code: 'NOT_EXPORTED',
    option: named.option,
    hint: otherKindHint(module, kind.word, path) ?? `Write, for example:\n  ${kind.example}`,
  });
}

/** Cases are arguments, strategies and scenarios are values of options. */
function otherKindHint(module: UnknownRecord, wanted: string, path: string): string | null {
  const named = shellWord(shortPath(path));
  const holds = (kind: DefinitionKind<unknown>) => candidatesIn(module, kind).length > 0;
  if (wanted !== 'case' && holds(CASE)) {
    return `Write race-lab explore ${named}: it holds cases, which are named without an option.`;
  }
  if (wanted === 'case' && holds(STRATEGY)) {
    return `Write ${option('strategy')} ${named}: it holds strategies.`;
  }
  return null;
}

/** The default export of a module without exports is an empty object. */
const isEmpty = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;

function kindOf(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (!isObject(value)) return shown(value);
  const kind = kindWithMark(value);
  if (kind !== undefined) return `a ${kind.word}`;
  return isEmpty(value)
    ? 'an empty object'
    : `an object with ${Object.keys(value).slice(0, 5).join(', ')}`;
}
