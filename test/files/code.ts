/** Strategies as written in JavaScript, without types. */
import type { Kysely } from 'kysely';

import { defineStrategy } from '../../src/authoring/strategy.js';
import { EnvironmentError } from '../../src/errors.js';
import type { Database, Operation, Strategy } from '../../src/model.js';

/** An attempt that can return anything. */
export type Code = (db: Kysely<Database>, operation: Operation) => unknown;

/** The strategy `mine`, as if it came from a file. */
export function strategyOf(code: Code): Strategy {
  const defined: Strategy = Reflect.apply(defineStrategy, undefined, [
    { name: 'mine', attempt: code },
  ]);
  return Object.freeze({ ...defined, reference: './mine.ts' });
}

/** The message and hint about a strategy with a defect. */
export async function defectOf(work: Promise<unknown>) {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof EnvironmentError)) throw new Error(`no such error: ${String(error)}`);
  return { message: error.message, hint: error.hint ?? '' };
}
