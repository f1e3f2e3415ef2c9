/** At which isolation levels the transactions of workers run, when a default level was chosen for them. */
import type { StepLevels } from '../../gate/wire/session-level.js';
import { needsRetries, SERIALIZATION_FAILURE } from '../../judge/serial/serialization-failure.js';
import type { Ending, IsolationLevel } from '../../model.js';
import { levelText } from '../../plan/case-rules.js';
import { count } from '../../text/numbers.js';
import { LISTED, listed } from '../../text/words.js';
import { printable } from '../../text/wrap.js';

/** Different statements that are remembered. */
const MOST_NAMING = 100;

/** Reads the steps of one lane. */
export class LevelLog {
  /** What named the level of transactions, over all schedules. */
  readonly naming = new Set<string>();
  /** Whether a statement ran at the default level. */
  usesDefault = false;
  /** Whether a worker has begun a transaction. */
  hasTransactions = false;
  /** Whether a failure counts as retried because of the level. */
  hasRetried = false;
  /** Whether the level that was chosen lets transactions fail in place of a wrong end. */
  readonly needsRetries: boolean;
  /** The workers that met a serialization failure at the default level, in this schedule. */
  readonly #failed = new Set<number>();

  /** @param level the default level that was chosen; null: none */
  constructor(level: IsolationLevel | null) {
    this.needsRetries = needsRetries(level);
  }

  begin(): void {
    this.#failed.clear();
  }

  ran(worker: number, levels: StepLevels, sqlstate: string | null): void {
    const { works, inTransaction, last } = levels;
    if (inTransaction) this.hasTransactions = true;
    for (const named of works) {
      if (named === null) this.usesDefault = true;
      else if (this.naming.size < MOST_NAMING) this.naming.add(printable(named));
    }
    if (sqlstate === SERIALIZATION_FAILURE && last === null) this.#failed.add(worker);
  }

  /** A failure that the chosen level has in place of a wrong end is one that callers retry. */
  judged(worker: number, ending: Ending): Ending {
    const isOfLevel =
      ending.kind === 'failed' &&
      ending.sqlstate === SERIALIZATION_FAILURE &&
      this.needsRetries &&
      this.#failed.has(worker);
    if (!isOfLevel) return ending;
    this.hasRetried = true;
    return { ...ending, retried: true };
  }
}

/** Why the level changes nothing, or not everything, as sentences. */
export const levelRemarks = (logs: readonly LevelLog[]): string[] => [
  ...unaffected(logs),
  ...alone(logs),
];

/** A level says what several statements of a transaction see. */
const alone = (logs: readonly LevelLog[]): string[] =>
  logs.some(({ needsRetries: needs }) => needs) && logs.every((log) => !log.hasTransactions)
    ? ['No worker begins a transaction: each statement is one of its own, at any level.']
    : [];

/** What names its own level is unaffected by the default. */
function unaffected(logs: readonly LevelLog[]): string[] {
  const naming = [...new Set(logs.flatMap((log) => [...log.naming]))].toSorted();
  if (naming.length === 0) return [];
  const rest = naming.length - LISTED;
  const shown = listed([...naming.slice(0, LISTED), ...(rest > 0 ? [`${count(rest)} more`] : [])]);
  return logs.some(({ usesDefault }) => usesDefault)
    ? [`Transactions that name their own isolation level are unaffected: ${shown}.`]
    : [`The case is unaffected: all its transactions name their own isolation level (${shown}).`];
}

/** That callers have to retry, as a sentence: how often is said with the verdict. */
export const retriesNeeded = (
  level: IsolationLevel | null,
  logs: readonly LevelLog[],
): readonly string[] =>
  level === null || !logs.some(({ hasRetried }) => hasRetried)
    ? []
    : [
        `${levelText(level)} needs a retry: it lets a worker fail in place of a wrong end, and the callers have to run it again.`,
      ];
