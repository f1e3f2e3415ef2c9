import type { Strategy } from '../model.js';
import { naive } from './naive.js';

export const mutex: Strategy = {
  name: 'mutex',
  summary: 'naive, with one lock per account in the application',
  description:
    'The naive strategy, limited to one operation per account at a time: the second operation ' +
    'waits in the application until the first has ended. This is safe only while every write ' +
    'goes through this one process. A second replica of the service has its own locks, and then ' +
    'the race is possible again.',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    writeSkew: 'prevented',
    deadlocks: 'none',
    processes: 'one',
    progress: 'yes',
  },
  sqlstates: {},

  attempt(db, operation, replica) {
    const work = () => naive.attempt(db, operation, replica);
    // Nested, the lowest id outermost, so that operations never wait for each other in a circle.
    return operation.accounts
      .toSorted((a, b) => b - a)
      .reduce((inner, id) => () => replica.mutex(`account ${id}`).runExclusive(inner), work)();
  },
};
