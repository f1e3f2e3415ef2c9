/** Strategies that users define. */
import { UsageError } from '../errors.js';
import type { Claims, ErrorPolicy, Strategy } from '../model.js';
import { unknownName } from '../plan/nearest-name.js';
import {
  isObject,
  requireFunction,
  requireKnownKeys,
  requireName,
  requireSqlstate,
  requireTexts,
  shown,
  type UnknownRecord,
  unknownPart,
} from './requirements.js';

/** The definition of a strategy. Only `name` and `attempt` are required. */
export interface StrategyDefinition {
  /** Lower-case words joined by hyphens, and not the name of a built-in strategy. */
  readonly name: string;
  /**
   * One attempt at one operation: a protected read-decide-write, see {@link Strategy.attempt}. The
   * engine retries.
   */
  readonly attempt: Strategy['attempt'];
  /** One line, for `race-lab explain`. */
  readonly summary?: string;
  /** A few sentences for `race-lab explain`: why it holds, or where it breaks. */
  readonly description?: string;
  /**
   * What the strategy claims, for `--expect claims`. Defaults: it prevents every anomaly, also
   * across processes, and deadlocks are possible.
   */
  readonly claims?: Partial<Claims>;
  /**
   * What the engine does with the SQLSTATEs that the strategy expects. Any other database error
   * fails the operation. Default: the engine retries a serialization failure (40001) and a deadlock
   * (40P01), as section 13.5 of the PostgreSQL manual advises.
   */
  readonly sqlstates?: Strategy['sqlstates'];
}

const SAFE: Claims = {
  lostUpdates: 'prevented',
  overdrafts: 'prevented',
  writeSkew: 'prevented',
  deadlocks: 'possible',
  processes: 'any',
  progress: 'yes',
};

const CLAIMS: { readonly [Claim in keyof Claims]: readonly Claims[Claim][] } = {
  lostUpdates: ['prevented', 'possible'],
  overdrafts: ['prevented', 'possible'],
  writeSkew: ['prevented', 'possible'],
  deadlocks: ['none', 'possible'],
  processes: ['any', 'one'],
  progress: ['yes', 'none'],
};

const RETRIED: Strategy['sqlstates'] = { '40001': 'retry', '40P01': 'retry' };

const POLICIES: readonly ErrorPolicy[] = ['retry', 'refused'];

const KNOWN = ['name', 'attempt', 'summary', 'description', 'claims', 'sqlstates'] as const;

const made = new WeakSet<object>();

/** Whether a value was made by {@link defineStrategy}. */
export const isDefinedStrategy = (value: object): value is Strategy => made.has(value);

/**
 * Defines a strategy. The command line takes it by its file (`--strategy ./mine.ts`); `race()` and
 * `explore()` also take the object.
 *
 * ```ts
 * import { addToBalances, defineStrategy, refused, selectAccounts } from 'race-lab';
 *
 * export default defineStrategy({
 *   name: 'lock-first',
 *   attempt: (db, operation) =>
 *     db.transaction().execute(async (trx) => {
 *       const rows = await selectAccounts(trx, operation.accounts).forUpdate().execute();
 *       if (operation.decide(rows).refused) return refused;
 *       return addToBalances(trx, operation.changes);
 *     }),
 * });
 * ```
 *
 * @returns the strategy, complete and frozen
 * @throws {UsageError} when a property is missing, unknown or of the wrong type
 */
export function defineStrategy(definition: StrategyDefinition): Strategy {
  requireStrategyDefinition(definition);
  const { name, summary, description, claims, sqlstates } = definition;
  const strategy: Strategy = Object.freeze({
    name,
    summary: summary ?? 'a strategy of your own',
    description: description ?? '',
    claims: Object.freeze({ ...SAFE, ...claims }),
    sqlstates: Object.freeze({ ...(sqlstates ?? RETRIED) }),
    attempt: (...args: Parameters<Strategy['attempt']>) => definition.attempt(...args),
  });
  made.add(strategy);
  return strategy;
}

/** @throws {UsageError} when a property is missing, unknown or of the wrong type */
export function requireStrategyDefinition(given: unknown): asserts given is StrategyDefinition {
  if (!isObject(given)) {
    throw new UsageError(`a strategy is defined by an object, not by ${shown(given)}`, {
      code: 'INVALID_DEFINITION',
      hint: "Write defineStrategy({ name: 'mine', async attempt(db, operation) { … } }).",
    });
  }
  const what = `strategy ${requireName('strategy', given['name'])}`;
  requireFunction(what, given, 'attempt', 'Add async attempt(db, operation) { … }.');
  requireKnownKeys(what, given, KNOWN);
  requireTexts(what, given, ['summary', 'description']);
  requireClaims(what, given['claims']);
  requireSqlstates(what, given['sqlstates']);
}

function requireClaims(what: string, claims: unknown): void {
  if (claims === undefined) return;
  requireMap(`${what}: claims`, claims, "Such as { writeSkew: 'possible' }.");
  requireKnownKeys(`${what}, claims,`, claims, Object.keys(CLAIMS));
  for (const [claim, known] of Object.entries(CLAIMS)) {
    const value = claims[claim];
    if (!(claim in claims) || known.some((each) => each === value)) continue;
    throw unknownName(unknownPart(`${what}, claims.${claim}`, 'claim'), String(value), known);
  }
}

function requireSqlstates(what: string, sqlstates: unknown): void {
  if (sqlstates === undefined) return;
  requireMap(`${what}: sqlstates`, sqlstates, "Such as { '40001': 'retry' }.");
  for (const [code, policy] of Object.entries(sqlstates)) {
    requireSqlstate(`${what}: sqlstates`, code);
    if (POLICIES.some((each) => each === policy)) continue;
    throw unknownName(
      unknownPart(`${what}, sqlstates['${code}']`, 'policy'),
      String(policy),
      POLICIES,
    );
  }
}

function requireMap(what: string, value: unknown, hint: string): asserts value is UnknownRecord {
  if (!isObject(value))
    throw new UsageError(`${what} is ${shown(value)}`, { code: 'INVALID_DEFINITION', hint });
}
