import type { Strategy } from '../model.js';
import { addToBalances, allOrNothing } from './steps.js';

export const checkConstraint: Strategy = {
  name: 'check-constraint',
  summary: 'SET balance = balance - x, refused by CHECK (balance >= 0)',
  description:
    'The table itself has the rule, as a CHECK constraint. The application only subtracts. An ' +
    'update that would take the balance below zero fails with 23514, and the strategy treats ' +
    'that error as a refusal. No code path can break the rule, even one that takes no lock.',
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
