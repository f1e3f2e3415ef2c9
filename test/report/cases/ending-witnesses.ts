/** Handwritten broken schedules of cases that only the endings show. */
import type { CaseWitness } from '../../../src/model.js';
import { acknowledges, returns } from '../drawing/notation.js';
import {
  drawnCase,
  ended,
  inserted,
  leftOpen,
  returned,
  serial,
  step,
  witness,
} from './notation.js';

const changed = (letter: string, command = 'UPDATE', count = 1) =>
  returns(letter, [], { command, count });
const DOC = 'select "value" from "doc" where "key" = $1';
const PUT = 'insert into "doc" ("key", "value") values ($1, $2) on conflict do nothing';

/** Kysely: both are told "stored", and no rule over the rows can see it. */
export const bothStored: CaseWitness = witness(
  drawnCase(
    ['mobile', 'web'],
    [
      step('A', [DOC, 'k'], [returns('A', [])]),
      step('B', [DOC, 'k'], [returns('B', [])]),
      step(
        'B',
        [PUT, 'k', 'from the web'],
        [changed('B', 'INSERT'), ended('B', returned('stored'))],
        inserted('doc k', { key: 'k', value: 'from the web' }),
      ),
      step(
        'A',
        [PUT, 'k', 'from mobile'],
        [changed('A', 'INSERT', 0), ended('A', returned('stored'))],
      ),
    ],
    { markedStep: 2, changes: [inserted('doc k', { key: 'k', value: 'from the web' })] },
  ),
  {
    serial: [
      serial(
        'AB',
        [returned('stored'), returned('there already')],
        inserted('doc k', { key: 'k', value: 'from mobile' }),
      ),
      serial(
        'BA',
        [returned('there already'), returned('stored')],
        inserted('doc k', { key: 'k', value: 'from the web' }),
      ),
    ],
    difference: {
      order: [2, 1],
      endings: [{ worker: 1, here: returned('stored'), serial: returned('there already') }],
      rows: [],
    },
    exchange: { first: 1, second: 3 },
  },
);

const note = (id: string, text: string) => inserted(`note ${id}`, { id, text });

/** pg: A returns early and leaves its transaction open on the client that B gets from the pool. */
export const leftBehind: CaseWitness = witness(
  drawnCase(
    ['early', 'late'],
    [
      step('A', 'begin', [acknowledges('A', 'BEGIN')]),
      step(
        'A',
        ['select id from note where text = $1', 'hello'],
        [returns('A', []), ended('A', returned(null)), leftOpen('A')],
      ),
      step('B?', ['insert into note (text) values ($1)', 'hello'], [changed('B', 'INSERT')]),
      step(
        'B',
        ['select id, text from note'],
        [returns('B', [{ id: '1', text: 'hello' }]), ended('B', returned(1))],
      ),
    ],
    { markedStep: 1 },
  ),
  {
    anomalies: [{ kind: 'left open', worker: 1, what: 'transaction' }],
    serial: [
      serial('AB', [returned(null), returned(1)]),
      serial('BA', [returned(null), returned(1)], note('1', 'hello')),
    ],
  },
);
