import { Mutex } from 'async-mutex';

import type { Strategy } from '../model.js';
import { naive } from './naive.js';

/** One lock per account, in this process's memory. */
const locks = new Map<number, Mutex>();

function lockFor(account: number): Mutex {
  let lock = locks.get(account);
  if (!lock) locks.set(account, (lock = new Mutex()));
  return lock;
}

/** Takes the locks in the order of the account ids, so that two operations never wait in a circle. */
function holdingLocks<T>(accounts: readonly number[], work: () => Promise<T>): Promise<T> {
  return accounts
    .toSorted((a, b) => b - a)
    .reduce((inner, id) => () => lockFor(id).runExclusive(inner), work)();
}

export const mutex: Strategy = {
  name: 'mutex',
  summary: 'naive under an application-level lock per account',
  description:
    'The naive strategy, one operation per account at a time: the second one waits in the ' +
    'application until the first is done. It holds as long as every writer goes through this one ' +
    'process. A second replica of the service has locks of its own, and the race is back.',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    deadlocks: 'none',
    processes: 'one',
    progress: 'yes',
  },
  sqlstates: {},

  attempt: (db, operation) => holdingLocks(operation.accounts, () => naive.attempt(db, operation)),
};
