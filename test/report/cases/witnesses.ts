/** Handwritten broken schedules of cases, as libraries send them. */
import type { CaseWitness } from '../../../src/model.js';
import { acknowledges, returns } from '../drawing/notation.js';
import {
  drawnCase,
  ended,
  inserted,
  refused,
  returned,
  serial,
  step,
  updated,
  witness,
} from './notation.js';

const LEVEL =
  'SELECT "StockLevel"."id" AS "StockLevel_id", "StockLevel"."on_hand" AS "StockLevel_on_hand", ' +
  '"StockLevel"."allocated" AS "StockLevel_allocated" FROM "stock_level" "StockLevel" ' +
  'WHERE (("StockLevel"."id" = $1)) LIMIT 1';
const ALLOCATE = 'UPDATE "stock_level" SET "allocated" = $1 WHERE "id" IN ($2)';

const level = (letter: string, allocated: string) =>
  returns(letter, [
    { StockLevel_id: '1', StockLevel_on_hand: '3', StockLevel_allocated: allocated },
  ]);
const changed = (letter: string, command = 'UPDATE', count = 1) =>
  returns(letter, [], { command, count });
const allocated = (before: string, after: string) =>
  updated('stock_level 1', { allocated: [before, after] });

/** TypeORM: the check and the allocation are two reads in two transactions. */
export const lostUpdate: CaseWitness = witness(
  drawnCase(
    ['ines', 'omar'],
    [
      step('A', [LEVEL, '1'], [level('A', '0')]),
      step('B', [LEVEL, '1'], [level('B', '0')]),
      step('B', 'START TRANSACTION', [acknowledges('B', 'START TRANSACTION')]),
      step('B', [LEVEL, '1'], [level('B', '0')]),
      step('B', [ALLOCATE, '2', '1'], [changed('B')]),
      step(
        'B',
        'COMMIT',
        [acknowledges('B', 'COMMIT'), ended('B', returned({ allocated: 2 }))],
        allocated('0', '2'),
      ),
      step('A', 'START TRANSACTION', [acknowledges('A', 'START TRANSACTION')]),
      step('A', [LEVEL, '1'], [level('A', '2')]),
      step('A', [ALLOCATE, '4', '1'], [changed('A')]),
      step(
        'A',
        'COMMIT',
        [acknowledges('A', 'COMMIT'), ended('A', returned({ allocated: 2 }))],
        allocated('2', '4'),
      ),
    ],
    { markedStep: 2, changes: [allocated('0', '4')] },
  ),
  {
    anomalies: [
      { kind: 'invariant', name: 'never more allocated than on hand', rows: [{ id: 1 }] },
      { kind: 'not serializable' },
    ],
    serial: [
      serial('AB', [returned({ allocated: 2 }), refused('not enough stock')], allocated('0', '2')),
      serial('BA', [refused('not enough stock'), returned({ allocated: 2 })], allocated('0', '2')),
    ],
    difference: {
      order: [1, 2],
      endings: [
        { worker: 2, here: returned({ allocated: 2 }), serial: refused('not enough stock') },
      ],
      rows: [allocated('2', '4')],
    },
  },
);

const balance = (before: string, after: string) =>
  updated('wallet kim', { balance: [before, after] });
const order = (code: string, price: string) => inserted(`orders ${code}`, { code, price });
const wallet = (letter: string, value: string) =>
  returns(letter, [{ owner: 'kim', balance: value }]);

/** Sequelize: the balance is checked in one statement, and subtracted in the next. */
export const invariant: CaseWitness = witness(
  drawnCase(
    ['phone', 'laptop'],
    [
      step(
        'A',
        `SELECT "owner", "balance" FROM "wallet" AS "Wallet" WHERE "Wallet"."owner" = 'kim';`,
        [wallet('A', '100')],
      ),
      step(
        'B',
        `SELECT "owner", "balance" FROM "wallet" AS "Wallet" WHERE "Wallet"."owner" = 'kim';`,
        [wallet('B', '100')],
      ),
      step(
        'B',
        `UPDATE "wallet" SET "balance"="balance"- 60 WHERE "owner" = 'kim' RETURNING *`,
        [returns('B', [{ owner: 'kim', balance: '40' }], { command: 'UPDATE' })],
        balance('100', '40'),
      ),
      step(
        'B',
        [
          'INSERT INTO "orders" ("code","price") VALUES ($1,$2) RETURNING "code","price";',
          'o2',
          '60',
        ],
        [
          returns('B', [{ code: 'o2', price: '60' }], { command: 'INSERT' }),
          ended('B', returned({ placed: 'o2' })),
        ],
        order('o2', '60'),
      ),
      step(
        'A',
        `UPDATE "wallet" SET "balance"="balance"- 70 WHERE "owner" = 'kim' RETURNING *`,
        [returns('A', [{ owner: 'kim', balance: '-30' }], { command: 'UPDATE' })],
        balance('40', '-30'),
      ),
      step(
        'A',
        [
          'INSERT INTO "orders" ("code","price") VALUES ($1,$2) RETURNING "code","price";',
          'o1',
          '70',
        ],
        [
          returns('A', [{ code: 'o1', price: '70' }], { command: 'INSERT' }),
          ended('A', returned({ placed: 'o1' })),
        ],
        order('o1', '70'),
      ),
    ],
    { markedStep: 2, changes: [balance('100', '-30'), order('o1', '70'), order('o2', '60')] },
  ),
  {
    anomalies: [
      { kind: 'invariant', name: 'balance never below zero', rows: [{ owner: 'kim' }] },
      { kind: 'not serializable' },
    ],
    serial: [
      serial(
        'AB',
        [returned({ placed: 'o1' }), refused('insufficient balance')],
        balance('100', '30'),
        order('o1', '70'),
      ),
      serial(
        'BA',
        [refused('insufficient balance'), returned({ placed: 'o2' })],
        balance('100', '40'),
        order('o2', '60'),
      ),
    ],
    difference: {
      order: [1, 2],
      endings: [
        { worker: 2, here: returned({ placed: 'o2' }), serial: refused('insufficient balance') },
      ],
      rows: [balance('30', '-30'), order('o2', '60')],
    },
    exchange: { first: 1, second: 4 },
  },
);

export * from './ending-witnesses.js';
export * from './more-witnesses.js';
export * from './waiting-witnesses.js';
