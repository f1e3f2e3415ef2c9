/** Attempts that go wrong, of each kind. */
import { sql } from 'kysely';

import type { Operation } from '../../src/model.js';
import { added, committed, refused, selectAccounts } from '../../src/strategies/steps.js';
import type { Code } from './code.js';

/** Called without types, as from JavaScript. */
const decideOn = (operation: Operation, rows: unknown): unknown =>
  Reflect.apply(
    (...args: Parameters<Operation['decide']>) => operation.decide(...args),
    undefined,
    [rows],
  );

export type Wrong = readonly [title: string, code: Code, message: string, hint: string];

export const SENT_NOTHING: readonly Wrong[] = [
  ['reports a commit without a statement', () => committed()] as const,
  [
    'reports a commit after only BEGIN and COMMIT',
    (db: Parameters<Code>[0]) => db.transaction().execute(() => Promise.resolve(committed())),
  ] as const,
].map(([title, code]) => [
  title,
  code,
  'an attempt of strategy mine (./mine.ts) reported a commit, but sent no statement through db',
  'race-lab sees only statements that go through the db',
]);

/** Each with the beginning of its message, and a part of its hint. */
export const WRONG: readonly Wrong[] = [
  [
    'throws',
    async (db, { accounts }) => {
      await selectAccounts(db, accounts).execute();
      throw new TypeError('no such thing');
    },
    'strategy mine (./mine.ts) threw TypeError: no such thing at ',
    'Conflict (which asks for a retry)',
  ],
  [
    'throws a string',
    () => {
      throw 'a text';
    },
    'strategy mine (./mine.ts) threw "a text"',
    "Fix the strategy's attempt()",
  ],
  [
    'returns nothing',
    () => Promise.resolve(),
    'the attempt of strategy mine (./mine.ts) returned undefined',
    'Return refused, or committed(',
  ],
  ['returns true', () => true, 'the attempt of strategy mine (./mine.ts) returned true', 'Return'],
  [
    'returns another shape',
    () => ({ kind: 'done' }),
    'the attempt of strategy mine (./mine.ts) returned {"kind":"done"}',
    'Return',
  ],
  [
    'returns writes that are not an array',
    () => ({ kind: 'committed', writes: 1 }),
    'the attempt of strategy mine (./mine.ts) returned writes that are not an array: 1',
    'basis',
  ],
  [
    'returns a write without its basis',
    () => ({ kind: 'committed', writes: [added(1, 2), { account: 1, version: 3 }] }),
    'the attempt of strategy mine (./mine.ts) returned writes[1] whose basis is undefined',
    'overwrote(account, version)',
  ],
  [
    'decides on no rows',
    (_db, operation) => decideOn(operation, undefined),
    'strategy mine (./mine.ts) passed to operation.decide() undefined',
    'id, balance and version',
  ],
  [
    'decides on a balance that is a string',
    (_db, operation) => decideOn(operation, [{ id: 1, balance: '5' }]),
    'strategy mine (./mine.ts) passed to operation.decide() a row whose balance is "5"',
    'as numbers',
  ],
  [
    'leaves a transaction of raw SQL open',
    async (db, { accounts }) => {
      await sql`begin`.execute(db);
      await selectAccounts(db, accounts).forUpdate().execute();
      return refused;
    },
    'strategy mine (./mine.ts) left its transaction open; its last statement: select "id"',
    'race-lab rolled it back.',
  ],
  [
    'leaves one of several statements open',
    async (db) => {
      await sql`select 1; begin`.execute(db);
      return refused;
    },
    'strategy mine (./mine.ts) left its transaction open; its last statement: select 1; begin',
    'COMMIT or ROLLBACK',
  ],
  [
    'leaves a controlled transaction open',
    async (db) => {
      const trx = await db.startTransaction().execute();
      await sql`select 1`.execute(trx);
      return refused;
    },
    'strategy mine (./mine.ts) left its transaction open; its last statement: select 1',
    'db.transaction()',
  ],
  ...SENT_NOTHING,
];

/** Without an await, the message depends on what comes first: the statement, or the end of the attempt. */
export const UNAWAITED: readonly (readonly [title: string, code: Code])[] = [
  [
    'does not wait for a statement',
    (db, { accounts }) => {
      void selectAccounts(db, accounts).execute();
      return refused;
    },
  ],
  [
    'does not wait for its last statement',
    async (db, { accounts }) => {
      await selectAccounts(db, accounts).execute();
      void selectAccounts(db, accounts).execute();
      return refused;
    },
  ],
  [
    'does not wait for its transaction',
    (db, { accounts }) => {
      void db.transaction().execute((trx) => selectAccounts(trx, accounts).execute());
      return refused;
    },
  ],
];
