import type { Strategy } from '../model.js';
import { addToBalances, allOrNothing } from './steps.js';

export const checkConstraint: Strategy = {
  name: 'check-constraint',
  summary: 'SET balance = balance - x, refused by CHECK (balance >= 0)',
  description:
    'The rule lives in the table. The application just subtracts; an update that would go below ' +
    'zero fails with 23514, and the application takes that as the refusal it is. No code path, ' +
    'present or future, can break the rule, whatever lock it forgets.',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    writeSkew: 'prevented',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: { '23514': 'refused' },
  sql: 'check-constraint.sql',

  attempt: (db, { changes }) => allOrNothing(db, changes, (trx) => addToBalances(trx, changes)),
};
