/** More handwritten broken schedules of cases: three workers, serial orders, retries, waits inside. */
import type { CaseWitness, RowChange } from '../../../src/model.js';
import { acknowledges, fails, returns, waits } from '../drawing/notation.js';
import {
  deleted,
  drawnCase,
  ended,
  failed,
  inserted,
  quiet,
  refused,
  returned,
  serial,
  step,
  updated,
  witness,
} from './notation.js';

const changed = (letter: string, command = 'UPDATE', count = 1) =>
  returns(letter, [], { command, count });

const job = (before: string, after: string) => updated('job j1', { state: [before, after] });

/** The code is wrong without any race: whoever comes second takes the job again. */
export const serialOrder: CaseWitness = witness(
  drawnCase(
    ['worker-1', 'worker-2'],
    [
      step(
        'A',
        ["update job set state = 'running' where id = $1", 'j1'],
        [changed('A'), ended('A', returned('j1'))],
        job('ready', 'running'),
      ),
      step('B', ["update job set state = 'running' where id = $1", 'j1'], [changed('B')]),
      step(
        'B',
        ['delete from job where id = $1 returning *', 'j1'],
        [
          returns('B', [{ id: 'j1', state: 'running', payload: null }], { command: 'DELETE' }),
          ended('B', returned('j1')),
        ],
        deleted('job j1', { id: 'j1', state: 'running', payload: null }),
      ),
    ],
    { changes: [deleted('job j1', { id: 'j1', state: 'ready', payload: null })] },
  ),
  {
    anomalies: [
      { kind: 'invariant', name: 'a running job exists', rows: [{ worker: 'worker-1' }] },
    ],
    isSerial: true,
    serial: [
      serial(
        'AB BA',
        [returned('j1'), returned('j1')],
        deleted('job j1', { id: 'j1', state: 'ready', payload: null }),
      ),
    ],
  },
);

const audit = (id: string, text: string) => inserted(`audit ${id}`, { id, text });
const hits = (before: string, after: string) => updated('counter 1', { hits: [before, after] });
const SERIALIZABLE = 'begin isolation level serializable';

/** A failure that callers retry left a row behind. */
export const leftRow: CaseWitness = witness(
  drawnCase(
    ['anna', 'ben'],
    [
      step(
        'A',
        ['insert into audit (text) values ($1)', 'anna counts'],
        [changed('A', 'INSERT')],
        audit('1', 'anna counts'),
      ),
      step('A', SERIALIZABLE, [acknowledges('A', 'BEGIN')]),
      step('A', 'select hits from counter where id = 1', [returns('A', [{ hits: 0 }])]),
      step(
        'B',
        ['insert into audit (text) values ($1)', 'ben counts'],
        [changed('B', 'INSERT')],
        audit('2', 'ben counts'),
      ),
      step('B', SERIALIZABLE, [acknowledges('B', 'BEGIN')]),
      step('B', 'select hits from counter where id = 1', [returns('B', [{ hits: 0 }])]),
      step('B', ['update counter set hits = $1 where id = 1', 1], [changed('B')]),
      step('A', ['update counter set hits = $1 where id = 1', 1], [waits('A', 'B')]),
      step(
        'B',
        'commit',
        [
          acknowledges('B', 'COMMIT'),
          ended('B', returned(1)),
          fails('A', '40001', 'could not serialize access due to concurrent update', {
            waited: true,
          }),
        ],
        hits('0', '1'),
      ),
      step('A', 'rollback', [
        acknowledges('A', 'ROLLBACK'),
        ended('A', failed('40001', 'could not serialize access due to concurrent update', true)),
      ]),
    ],
    {
      markedStep: 6,
      changes: [hits('0', '1'), audit('1', 'anna counts'), audit('2', 'ben counts')],
    },
  ),
  {
    serial: [
      serial(
        'AB BA',
        [returned(1), returned(1)],
        hits('0', '2'),
        audit('1', 'anna counts'),
        audit('2', 'ben counts'),
      ),
      serial('B', [null, returned(1)], hits('0', '1'), audit('1', 'ben counts')),
    ],
    difference: { order: [2], endings: [], rows: [audit('1', 'anna counts')] },
  },
);

const receipt = (id: string, day: string) => inserted(`receipt ${id}`, { id, day, amount: '10' });
const control = (before: string, after: string) => updated('control 1', { day: [before, after] });
const report = (total: string): RowChange => inserted('report 1', { day: '1', total });

/** Three workers: a receipt is added to a day whose report says 0. */
export const threeWorkers: CaseWitness = witness(
  drawnCase(
    ['cashier', 'closing', 'report'],
    [
      step('A', SERIALIZABLE, [acknowledges('A', 'BEGIN')]),
      step('A', ['select day from control where id = $1', '1'], [returns('A', [{ day: '1' }])]),
      step(
        'B',
        'update control set day = day + 1',
        [changed('B'), ended('B', returned('closed'))],
        control('1', '2'),
      ),
      step('C', SERIALIZABLE, [acknowledges('C', 'BEGIN')]),
      step(
        'C',
        'select coalesce(sum(amount), 0) as total from receipt where day = (select day - 1 from control)',
        [returns('C', [{ total: '0' }])],
      ),
      step(
        'C',
        ['insert into report (day, total) values ($1, $2)', '1', '0'],
        [changed('C', 'INSERT')],
      ),
      step(
        'C',
        'commit',
        [acknowledges('C', 'COMMIT'), ended('C', returned({ day: 1, total: 0 }))],
        report('0'),
      ),
      step(
        'A',
        ['insert into receipt (day, amount) values ($1, $2)', '1', '10'],
        [changed('A', 'INSERT')],
      ),
      step(
        'A',
        'commit',
        [acknowledges('A', 'COMMIT'), ended('A', returned({ day: 1 }))],
        receipt('1', '1'),
      ),
    ],
    { markedStep: 7, changes: [control('1', '2'), receipt('1', '1'), report('0')] },
  ),
  {
    serial: [
      serial(
        'ABC ACB',
        [returned({ day: 1 }), returned('closed'), returned({ day: 1, total: 10 })],
        control('1', '2'),
        receipt('1', '1'),
        report('10'),
      ),
      serial(
        'BAC BCA CBA',
        [returned({ day: 2 }), returned('closed'), returned({ day: 1, total: 0 })],
        control('1', '2'),
        receipt('1', '2'),
        report('0'),
      ),
      serial('CAB', [returned({ day: 1 }), returned('closed'), refused('nothing closed yet')]),
    ],
    difference: {
      order: [1, 2, 3],
      endings: [
        {
          worker: 3,
          here: returned({ day: 1, total: 0 }),
          serial: returned({ day: 1, total: 10 }),
        },
      ],
      rows: [updated('report 1', { total: ['10', '0'] })],
    },
    exchange: { first: 7, second: 8 },
  },
);

/** A waits for a lock of the application, and another connection may have sent what it sent. */
export const insideWaits: CaseWitness = witness(
  drawnCase(
    ['anna', 'ben'],
    [
      step('A', 'select free from seat where id = 12', [returns('A', [{ free: true }])]),
      step('B', null, [quiet('B')]),
      step(
        'A?',
        ['update seat set free = false, holder = $1 where id = 12', 'anna'],
        [changed('A'), ended('A', returned({ seat: 12 }))],
        updated('seat 12', { free: ['t', 'f'], holder: [null, 'anna'] }),
      ),
      step('B', 'select free from seat where id = 12', [returns('B', [{ free: false }])]),
      step('B', 'commit', [acknowledges('B', 'ROLLBACK'), ended('B', refused('taken'))]),
    ],
    {
      changes: [updated('seat 12', { free: ['t', 'f'], holder: [null, 'anna'] })],
    },
  ),
  { anomalies: [] },
);
