/** Handwritten schedules that match real ones of the built-in strategies. */
import type { DrawnSchedule, Witness } from '../../../src/model.js';
import {
  account,
  acknowledges,
  drawn,
  ends,
  fails,
  holds,
  line,
  lock,
  reads,
  returns,
  waits,
  writes,
} from './notation.js';

const READ = 'select "id", "balance", "version" from "account" where "id" in ($1) order by "id"';
const WRITE = 'update "account" set "balance" = $1 where "id" = $2 returning "id", "version"';

const lost: Witness = {
  kind: 'lost update',
  round: 1,
  account: 1,
  sentences: [
    'B read version 0 (balance 10) and wrote version 2: version 1 by A is lost.',
    "B's operation 1 withdrew 10 and stored 0 instead of -10: the balance was already 0.",
  ],
  operations: [
    { worker: 2, sequence: 1 },
    { worker: 1, sequence: 1 },
  ],
};

const broken = {
  verdict: 'broken',
  reason: '1 committed update is missing from the final balance.',
  witness: lost,
} as const;

/** Naive, ABAB: B overwrites what A wrote. */
export const lostUpdate: DrawnSchedule = drawn(
  [account(0, 10)],
  [
    line('A', [READ, 1], [reads('A', account(0, 10))]),
    line('B', [READ, 1], [reads('B', account(0, 10))]),
    line('A', [WRITE, 0, 1], [writes('A', 1), ends('A', 'committed')], account(1, 0)),
    line('B', [WRITE, 0, 1], [writes('B', 2), ends('B', 'committed')], account(2, 0)),
  ],
  { ...broken, fault: { step: 4, worker: 2, phrase: 'overwrites version 1' } },
);

/** Read-committed: B waits for A, goes on, and overwrites. */
export const overwritten: DrawnSchedule = drawn(
  [account(0, 10)],
  [
    line('A', 'begin', [acknowledges('A', 'BEGIN')]),
    line('A', [READ, 1], [reads('A', account(0, 10))]),
    line('B', 'begin', [acknowledges('B', 'BEGIN')]),
    line('B', [READ, 1], [reads('B', account(0, 10))]),
    line('A', [WRITE, 0, 1], [writes('A', 1)]),
    line('B', [WRITE, 0, 1], [waits('B', 'A')]),
    line(
      'A',
      'commit',
      [acknowledges('A', 'COMMIT'), ends('A', 'committed'), writes('B', 2, true)],
      account(1, 0),
    ),
    line('B', 'commit', [acknowledges('B', 'COMMIT'), ends('B', 'committed')], account(2, 0)),
  ],
  { ...broken, fault: { step: 7, worker: 2, phrase: 'overwrites version 1' } },
);

/** For-share: each waits for the other, and the server aborts B. */
export const deadlock: DrawnSchedule = drawn(
  [account(0, 10)],
  [
    line('A', 'begin', [acknowledges('A', 'BEGIN')]),
    line('B', 'begin', [acknowledges('B', 'BEGIN')]),
    line('A', [`${READ} for share`, 1], [reads('A', account(0, 10))]),
    line('B', [`${READ} for share`, 1], [reads('B', account(0, 10))]),
    line('A', [WRITE, 0, 1], [waits('A', 'B')]),
    line(
      'B',
      [WRITE, 0, 1],
      [waits('B', 'A'), fails('B', '40P01', 'deadlock detected', { cycle: 'BA', waited: true })],
    ),
    line('B', 'rollback', [
      acknowledges('B', 'ROLLBACK'),
      ends('B', 'retry', '40P01'),
      writes('A', 1, true),
    ]),
    line('A', 'commit', [acknowledges('A', 'COMMIT'), ends('A', 'committed')], account(1, 0)),
    line('B', 'begin', [acknowledges('B', 'BEGIN')]),
    line('B', [`${READ} for share`, 1], [reads('B', account(1, 0))]),
    line('B', 'commit', [acknowledges('B', 'COMMIT'), ends('B', 'refused')]),
  ],
);

/** Mutex: B waits in the application. */
export const queued: DrawnSchedule = drawn(
  [account(0, 10)],
  [
    line('A', lock('account 1'), [holds('A', 'account 1')]),
    line('B', lock('account 1'), [waits('B', 'A', 'account 1')]),
    line('A', [READ, 1], [reads('A', account(0, 10))]),
    line(
      'A',
      [WRITE, 0, 1],
      [writes('A', 1), ends('A', 'committed'), holds('B', 'account 1', true)],
      account(1, 0),
    ),
    line('B', [READ, 1], [reads('B', account(1, 0)), ends('B', 'refused')]),
  ],
);

/** Serializable, three workers: one commits, one fails, one finds nothing left. */
export const three: DrawnSchedule = drawn(
  [account(0, 20)],
  [
    line('A', 'begin isolation level serializable', [acknowledges('A', 'BEGIN')]),
    line('A', [READ, 1], [reads('A', account(0, 20))]),
    line('B', 'begin isolation level serializable', [acknowledges('B', 'BEGIN')]),
    line('B', [READ, 1], [reads('B', account(0, 20))]),
    line('C', 'begin isolation level serializable', [acknowledges('C', 'BEGIN')]),
    line('C', [READ, 1], [reads('C', account(0, 20))]),
    line('A', [WRITE, 10, 1], [writes('A', 1)]),
    line('B', [WRITE, 10, 1], [waits('B', 'A')]),
    line('C', [WRITE, 10, 1], [waits('C', 'AB')]),
    line(
      'A',
      'commit',
      [
        acknowledges('A', 'COMMIT'),
        ends('A', 'committed'),
        fails('B', '40001', 'could not serialize access due to concurrent update', {
          waited: true,
        }),
        fails('C', '40001', 'could not serialize access due to concurrent update', {
          waited: true,
        }),
      ],
      account(1, 10),
    ),
    line('B', 'rollback', [acknowledges('B', 'ROLLBACK'), ends('B', 'failed', '40001')]),
    line('C', 'rollback', [acknowledges('C', 'ROLLBACK'), ends('C', 'failed', '40001')]),
  ],
);

/** Optimistic by time, over two accounts and with two operations: values of every kind. */
export const twoAccounts: DrawnSchedule = drawn(
  [account(0, 1000), account(3, 50, 2)],
  [
    line(
      'A',
      ['select * from "account" where "id" in ($1, $2) for update', 1, 2],
      [
        returns('A', [
          { id: 1, balance: 1000, version: 0, updated_at: new Date('2026-01-31T12:00:00.123Z') },
          { id: 2, balance: 50, version: 3, updated_at: null },
        ]),
      ],
    ),
    line(
      'B',
      ["select pg_advisory_xact_lock('account'::regclass::oid::integer, $1)", 1],
      [returns('B', [{ pg_advisory_xact_lock: '' }])],
    ),
    line(
      'A',
      [
        'update "account" set "balance" = $1, "note" = $2, "open" = $3 where "updated_at" = $4',
        990,
        "it's $1",
        true,
        '2026-01-31 12:00:00.123456+00',
      ],
      [returns('A', [], { command: 'UPDATE', count: 2 }), ends('A', 'committed')],
      account(1, 990),
      account(4, 60, 2),
    ),
    line(
      'B',
      ['update "account" set "balance" = $1 where "id" = $2', null, 2],
      [returns('B', [], { command: 'UPDATE', count: 0 }), ends('B', 'retry', 'conflict')],
    ),
  ],
);
