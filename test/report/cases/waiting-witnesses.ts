/** Handwritten broken schedules of cases in which workers wait for each other. */
import type { CaseWitness } from '../../../src/model.js';
import { acknowledges, fails, returns, waits } from '../drawing/notation.js';
import {
  deleted,
  drawnCase,
  ended,
  failed,
  inserted,
  refused,
  returned,
  serial,
  step,
  updated,
  witness,
} from './notation.js';

const changed = (letter: string, command = 'UPDATE', count = 1) =>
  returns(letter, [], { command, count });
const COUNT = "select count(*)::int as n from claim where owner = 'kim'";
const LOCK = 'select pg_advisory_xact_lock($1)';
const BEGIN = 'begin isolation level repeatable read';
const begins = (letter: string) => step(letter, BEGIN, [acknowledges(letter, 'BEGIN')]);
const claim = (letter: string, sum: string) =>
  step(
    letter,
    ['insert into claim (owner, amount) values ($1, $2) returning id', 'kim', sum],
    [returns(letter, [{ id: letter === 'A' ? '1' : '2' }], { command: 'INSERT' })],
  );
const claimed = (id: string, amount: string) =>
  inserted(`claim ${id}`, { id, owner: 'kim', amount });

/** pg: the lock comes after the snapshot, so B reads what was there before A. */
export const writeSkew: CaseWitness = witness(
  drawnCase(
    ['first', 'second'],
    [
      begins('A'),
      step('A', [LOCK, '1'], [returns('A', [{ pg_advisory_xact_lock: '' }])]),
      begins('B'),
      step('B', [LOCK, '1'], [waits('B', 'A')]),
      step('A', COUNT, [returns('A', [{ n: '0' }])]),
      claim('A', '40'),
      step(
        'A',
        'commit',
        [
          acknowledges('A', 'COMMIT'),
          ended('A', returned({ claimed: 40 })),
          returns('B', [{ pg_advisory_xact_lock: '' }], { waited: true }),
        ],
        claimed('1', '40'),
      ),
      step('B', COUNT, [returns('B', [{ n: '0' }])]),
      claim('B', '50'),
      step(
        'B',
        'commit',
        [acknowledges('B', 'COMMIT'), ended('B', returned({ claimed: 50 }))],
        claimed('2', '50'),
      ),
    ],
    { markedStep: 4, changes: [claimed('1', '40'), claimed('2', '50')] },
  ),
  {
    anomalies: [
      {
        kind: 'invariant',
        name: 'one claim each',
        rows: [{ owner: 'kim', claims: 2, total: '90' }],
      },
      { kind: 'not serializable' },
    ],
    serial: [
      serial('AB', [returned({ claimed: 40 }), refused('already claimed')], claimed('1', '40')),
      serial('BA', [refused('already claimed'), returned({ claimed: 50 })], claimed('1', '50')),
    ],
    difference: {
      order: [1, 2],
      endings: [{ worker: 2, here: returned({ claimed: 50 }), serial: refused('already claimed') }],
      rows: [claimed('2', '50')],
    },
    exchange: { first: 4, second: 7 },
  },
);

const MOVE = 'update account set balance = balance + $1 where id = $2';

/** Knex: two transfers in opposite directions. */
export const deadlock: CaseWitness = witness(
  drawnCase(
    ['there', 'back'],
    [
      step('A', 'BEGIN;', [acknowledges('A', 'BEGIN')]),
      step('A', [MOVE, '-10', '1'], [changed('A')]),
      step('B', 'BEGIN;', [acknowledges('B', 'BEGIN')]),
      step('B', [MOVE, '-5', '2'], [changed('B')]),
      step('B', [MOVE, '5', '1'], [waits('B', 'A')]),
      step(
        'A',
        [MOVE, '10', '2'],
        [
          waits('A', 'B'),
          fails('A', '40P01', 'deadlock detected', { cycle: 'AB', waited: true }),
          returns('B', [], { command: 'UPDATE', count: 1, waited: true }),
        ],
      ),
      step('A', 'ROLLBACK', [
        acknowledges('A', 'ROLLBACK'),
        ended('A', failed('40P01', 'deadlock detected')),
      ]),
      step(
        'B',
        'COMMIT;',
        [acknowledges('B', 'COMMIT'), ended('B', returned({ moved: 5 }))],
        updated('account 1', { balance: ['100', '105'] }),
        updated('account 2', { balance: ['100', '95'] }),
      ),
    ],
    {
      markedStep: 4,
      changes: [
        updated('account 1', { balance: ['100', '105'] }),
        updated('account 2', { balance: ['100', '95'] }),
      ],
    },
  ),
  {
    anomalies: [
      { kind: 'failure', worker: 1, sqlstate: '40P01', message: 'deadlock detected' },
      { kind: 'not serializable' },
    ],
    serial: [
      serial(
        'AB BA',
        [returned({ moved: 10 }), returned({ moved: 5 })],
        updated('account 1', { balance: ['100', '95'] }),
        updated('account 2', { balance: ['100', '105'] }),
      ),
    ],
    difference: {
      order: [1, 2],
      endings: [
        {
          worker: 1,
          here: failed('40P01', 'deadlock detected'),
          serial: returned({ moved: 10 }),
        },
      ],
      rows: [
        updated('account 1', { balance: ['95', '105'] }),
        updated('account 2', { balance: ['105', '95'] }),
      ],
    },
  },
);

const job = deleted('job 1', { id: '1', state: 'ready' });

/** A TRUNCATE outside a transaction waits for a reader, so the COMMIT of the reader lets it go on. */
export const truncation: CaseWitness = witness(
  drawnCase(
    ['purge', 'reader'],
    [
      step('B', 'BEGIN', [acknowledges('B', 'BEGIN')]),
      step('B', 'select state from job where id = 1', [returns('B', [{ state: 'ready' }])]),
      step('A', 'truncate job', [waits('A', 'B')]),
      step(
        'B',
        'COMMIT',
        [
          acknowledges('B', 'COMMIT'),
          ended('B', returned('ready')),
          returns('A', [], { command: 'TRUNCATE TABLE', count: 0, waited: true }),
          ended('A', returned(null)),
        ],
        job,
      ),
    ],
    { changes: [job] },
  ),
  { anomalies: [] },
);
