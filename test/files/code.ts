/** Strategies as JavaScript may write them. */
import type { Kysely } from 'kysely';

import { defineStrategy } from '../../src/define/strategy.js';
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
