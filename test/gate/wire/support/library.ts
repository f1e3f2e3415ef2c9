/** Drivers and ORMs that are tested with the same four ways to add one to a counter. */
import { expect, test } from 'vitest';

import {
  COUNTER,
  LOCKED_TRANSACTION,
  ONE_STATEMENT,
  READ_THEN_WRITE,
  UNSAFE_TRANSACTION,
} from './counter.js';
import { expectCounts, statementsBy, type Counts } from './explore.js';

type Work<App> = (app: App) => Promise<void>;

/** How a library is opened, and what each of two workers does with it. */
export interface Library<App> {
  readonly open: (given: { readonly url: string }) => App | Promise<App>;
  readonly close: (app: App) => unknown;
  readonly addOne: Work<App>;
  readonly readThenWrite: Work<App>;
  readonly inTransaction: Work<App>;
  /** In a transaction, with a read that locks. */
  readonly locked: Work<App>;
  /** What `inTransaction` sends: BEGIN, a read, a write, and COMMIT. */
  readonly sent: readonly [begin: string, select: string, update: string, commit: string];
  /** Where `readThenWrite` is more than a read and a write. */
  readonly alone?: { readonly sent: readonly string[]; readonly counts: Counts };
}

/** Tests that `npm test` runs for each library. */
export function testLibrary<App>(library: Library<App>): void {
  const { open, close, inTransaction, addOne, sent } = library;

  test('breaks in a transaction', async () => {
    const worker = inTransaction;
    const result = await expectCounts({ ...COUNTER, open, close, worker }, UNSAFE_TRANSACTION);
    expect(statementsBy('B', result)).toEqual(sent);
  });

  test('holds with one statement', async () => {
    await expectCounts({ ...COUNTER, open, close, worker: addOne }, ONE_STATEMENT);
  });
}

/** Further tests, for `npm run test:long`. */
export function testLibraryFurther<App>(library: Library<App>): void {
  const { open, close, readThenWrite, locked, sent } = library;
  const { alone = { sent: sent.slice(1, 3), counts: READ_THEN_WRITE } } = library;

  test('breaks between a read and a write', async () => {
    const worker = readThenWrite;
    const result = await expectCounts({ ...COUNTER, open, close, worker }, alone.counts);
    expect(statementsBy('A', result)).toEqual(alone.sent);
  });

  test('holds with a lock', async () => {
    await expectCounts({ ...COUNTER, open, close, worker: locked }, LOCKED_TRANSACTION);
  });
}
