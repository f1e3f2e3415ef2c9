/** Attempts that go wrong, of each kind. */
import { sql } from 'kysely';

import type { Operation } from '../../src/model.js';
import { added, committed, refused, selectAccounts } from '../../src/strategies/steps.js';
import type { Code } from './code.js';

/** As JavaScript may call it. */
const decideOn = (operation: Operation, rows: unknown): unknown =>
  Reflect.apply(
    (...args: Parameters<Operation['decide']>) => operation.decide(...args),
    undefined,
    [rows],
  );

export type Wrong = readonly [title: string, code: Code, message: string, hint: string];

export const SENT_NOTHING: readonly Wrong[] = [
  ['reports a commit, and has sent nothing', () => committed()] as const,
  [
    'reports a commit, and has sent only BEGIN and COMMIT',
    (db: Parameters<Code>[0]) => db.transaction().execute(() => Promise.resolve(committed())),
  ] as const,
].map(([title, code]) => [
  title,
  code,
  'an attempt of strategy mine (./mine.ts) reported a commit, but sent no statement through db',
  'race-lab sees only what goes through the db',
]);

/** What each is told, as far as its beginning, and what stands in the hint. */
export const WRONG: readonly Wrong[] = [
  [
    'throws',
    async (db, { accounts }) => {
      await selectAccounts(db, accounts).execute();
      throw new TypeError('no such thing');
    },
    'strategy mine (./mine.ts) threw TypeError: no such thing at ',
    'Conflict (to be tried again)',
  ],
  [
    'throws what is no error',
    () => {
      throw 'a text';
    },
    'strategy mine (./mine.ts) threw "a text"',
    'Fix its attempt',
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
    'returns writes that are no list',
    () => ({ kind: 'committed', writes: 1 }),
    'the attempt of strategy mine (./mine.ts) returned writes that are no list: 1',
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
    'strategy mine (./mine.ts) gave operation.decide() undefined',
    'id, balance and version',
  ],
  [
    'decides on a balance that is a text',
    (_db, operation) => decideOn(operation, [{ id: 1, balance: '5' }]),
    'strategy mine (./mine.ts) gave operation.decide() a row whose balance is "5"',
    'as numbers',
  ],
  [
    'leaves a transaction of raw SQL open',
    async (db, { accounts }) => {
      await sql`begin`.execute(db);
      await selectAccounts(db, accounts).forUpdate().execute();
      return refused;
    },
    'strategy mine (./mine.ts) left its transaction open; it sent last: select "id"',
    'It was rolled back.',
  ],
  [
    'leaves one of several statements open',
    async (db) => {
      await sql`select 1; begin`.execute(db);
      return refused;
    },
    'strategy mine (./mine.ts) left its transaction open; it sent last: select 1; begin',
    'COMMIT or ROLLBACK',
  ],
  [
    'leaves a controlled transaction open',
    async (db) => {
      const trx = await db.startTransaction().execute();
      await sql`select 1`.execute(trx);
      return refused;
    },
    'strategy mine (./mine.ts) left its transaction open; it sent last: select 1',
    'db.transaction()',
  ],
  ...SENT_NOTHING,
];

/** Without an await, what comes first is told: that it was sent, or that it was not waited for. */
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
