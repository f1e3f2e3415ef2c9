/** Errors that a user can cause or that a strategy throws on purpose. All others are defects. */
import type { ErrorCode } from './error-codes.js';
import { option, spelled, type OptionName, type OptionSpelling } from './text/option.js';

export type { ErrorCode } from './error-codes.js';
export type { OptionName } from './text/option.js';

/** What an error carries beside its message. */
export interface LabErrorDetails {
  readonly code: ErrorCode;
  /** The option that the error is about; left out: none. */
  readonly option?: OptionName | null | undefined;
  /** What to do about it; a complete sentence. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** The beginning of a message: what it is about. */
export interface ErrorSubject {
  /** An option's mark, or other words, such as `explain`. */
  readonly text: string;
  readonly option: OptionName | null;
}

/** An option, as the subject of a message. */
export const about = (name: OptionName): ErrorSubject => ({ text: option(name), option: name });

/** What an error says, for its readers. */
export interface ErrorText {
  readonly message: string;
  readonly hint: string | undefined;
}

/** An error's text with marks for options, its code and its option. */
export interface ErrorTemplate {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly code: ErrorCode;
  readonly option: OptionName | null;
}

/**
 * An expected failure: printed as a message and a remedy, without a stack. Its `code` is stable. Its
 * text may change.
 *
 * ```ts
 * import { LabError, race } from 'race-lab';
 *
 * try {
 *   await race({ strategy: './mine.ts', workers: 500 });
 * } catch (error) {
 *   if (!(error instanceof LabError)) throw error;
 *   if (error.code === 'TOO_FEW_CONNECTIONS') console.log('a larger server is needed');
 *   else console.log(error.code, error.option, error.hint);
 * }
 * ```
 */
export abstract class LabError extends Error {
  /** What went wrong, for programs; docs/errors.md lists all codes. */
  readonly code: ErrorCode;
  /** The option that the error is about, such as `timeLimit`; null: none. */
  readonly option: OptionName | null;
  /** What to do about it; a complete sentence. */
  readonly hint: string | undefined;
  readonly #template: { readonly message: string; readonly hint: string | undefined };

  /** @param message with marks for options; so is the hint */
  constructor(message: string, details: LabErrorDetails) {
    const { code, hint } = details;
    super(spelled(message, 'options'), 'cause' in details ? { cause: details.cause } : undefined);
    this.name = new.target.name;
    this.code = code;
    this.option = details.option ?? null;
    this.hint = hint === undefined ? undefined : spelled(hint, 'options');
    this.#template = { message, hint };
  }

  /**
   * The text with its marks for options, for another error that repeats it.
   * @internal
   */
  get template(): ErrorTemplate {
    return { ...this.#template, code: this.code, option: this.option };
  }

  /**
   * The message and the hint, with options in this spelling.
   * @internal
   */
  spelledIn(spelling: OptionSpelling): ErrorText {
    const { message, hint } = this.#template;
    return {
      message: spelled(message, spelling),
      hint: hint === undefined ? undefined : spelled(hint, spelling),
    };
  }
}

/**
 * `It was lost. Look at its log.`, with marks for options.
 * @internal
 */
export function sentenceOf({ template: { message, hint } }: LabError): string {
  const first = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  return hint === undefined ? first : `${first} ${hint}`;
}

/**
 * The command line or a call is wrong: exit code 2.
 *
 * ```ts
 * import { race, UsageError } from 'race-lab';
 *
 * const error: unknown = await race({ workers: 0 }).catch((reason: unknown) => reason);
 * if (error instanceof UsageError) console.log(error.code, error.option); // INVALID_VALUE workers
 * ```
 */
export class UsageError extends LabError {}

/**
 * The server, the machine, the file system or the code of a strategy cannot be used: exit code 4.
 *
 * ```ts
 * import { EnvironmentError, race } from 'race-lab';
 *
 * const error: unknown = await race({ strategy: 'naive' }).catch((reason: unknown) => reason);
 * if (error instanceof EnvironmentError) console.log(error.code, error.hint);
 * ```
 */
export class EnvironmentError extends LabError {}

/**
 * The code of a strategy is wrong, so this strategy cannot be judged; the other strategies can.
 * Exit code 4.
 */
export class StrategyDefect extends EnvironmentError {
  /** Its name. */
  readonly strategy: string;

  constructor(strategy: string, message: string, details: Omit<LabErrorDetails, 'code'> = {}) {
    super(message, { ...details, code: 'STRATEGY_DEFECT' });
    this.strategy = strategy;
  }
}

/**
 * A case, or the code that it runs, is wrong, so that it cannot be judged; the other cases can. Exit
 * code 4.
 */
export class CaseDefect extends EnvironmentError {
  /** Its name. */
  readonly case: string;

  constructor(name: string, message: string, details: Omit<LabErrorDetails, 'code'> = {}) {
    super(message, { ...details, code: 'CASE_DEFECT' });
    this.case = name;
  }
}

// A strategy may import another copy of this package, which has classes of its own. All copies share
// these symbols.
const CONFLICT = Symbol.for('race-lab.Conflict');
const REFUSAL = Symbol.for('race-lab.Refusal');

/**
 * A strategy throws it when its optimistic write matched no row. The transaction is rolled back, and
 * the engine tries again.
 *
 * ```ts
 * import { Conflict, defineStrategy } from 'race-lab';
 *
 * export default defineStrategy({
 *   name: 'never',
 *   claims: { progress: 'none' },
 *   attempt: () => Promise.reject(new Conflict()),
 * });
 * ```
 */
export class Conflict extends Error {
  override readonly name = 'Conflict';

  get [CONFLICT](): boolean {
    return true;
  }
}

/**
 * A strategy throws it to refuse after it has written. The transaction is rolled back.
 *
 * ```ts
 * import { addToBalances, defineStrategy, Refusal, selectAccounts } from 'race-lab';
 *
 * export default defineStrategy({
 *   name: 'write-then-check',
 *   attempt: (db, operation) =>
 *     db.transaction().execute(async (trx) => {
 *       const result = await addToBalances(trx, operation.changes);
 *       const rows = await selectAccounts(trx, operation.accounts).execute();
 *       if (rows.some(({ balance }) => balance < 0)) throw new Refusal();
 *       return result;
 *     }),
 * });
 * ```
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  get [REFUSAL](): boolean {
    return true;
  }
}

/** Whether it is a {@link Conflict}, of any copy of this package. */
export const isConflict = (error: unknown): boolean => error instanceof Error && CONFLICT in error;

/** Whether it is a {@link Refusal}, of any copy of this package. */
export const isRefusal = (error: unknown): boolean => error instanceof Error && REFUSAL in error;
