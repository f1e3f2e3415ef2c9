/** Errors that a user can cause or that a strategy throws on purpose. All others are defects. */

/** An expected failure: printed as a message and a remedy, without a stack. */
export abstract class LabError extends Error {
  /** What to do about it; a complete sentence. */
  readonly hint: string | undefined;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.hint = options.hint;
  }
}

/** `It was lost. Look at its log.` */
export function sentenceOf({ message, hint }: LabError): string {
  const first = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  return hint === undefined ? first : `${first} ${hint}`;
}

/** The command line, or a plan, asks for something that cannot be: exit code 2. */
export class UsageError extends LabError {}

/** The server, the machine or the file system cannot be used: exit code 4. */
export class EnvironmentError extends LabError {}

/**
 * The code of a strategy is wrong, so nothing can be said of it; the other strategies are not
 * concerned. Exit code 4.
 */
export class StrategyDefect extends EnvironmentError {
  /** Its name. */
  readonly strategy: string;

  constructor(strategy: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options);
    this.strategy = strategy;
  }
}

// A strategy may import another copy of this package, whose classes are others: these marks are
// known to all copies.
const CONFLICT = Symbol.for('race-lab.Conflict');
const REFUSAL = Symbol.for('race-lab.Refusal');

/** Thrown by a strategy whose optimistic write matched no row: rolls back, and the engine tries again. */
export class Conflict extends Error {
  override readonly name = 'Conflict';

  get [CONFLICT](): boolean {
    return true;
  }
}

/** Thrown by a strategy that refuses after it has written: rolls back. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  get [REFUSAL](): boolean {
    return true;
  }
}

/** Whether it is a {@link Conflict}, of whichever copy of this package. */
export const isConflict = (error: unknown): boolean => error instanceof Error && CONFLICT in error;

/** Whether it is a {@link Refusal}, of whichever copy of this package. */
export const isRefusal = (error: unknown): boolean => error instanceof Error && REFUSAL in error;
