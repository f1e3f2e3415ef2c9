import type { Strategy } from '../model.js';
import { naive } from './naive.js';

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
    writeSkew: 'prevented',
    deadlocks: 'none',
    processes: 'one',
    progress: 'yes',
  },
  sqlstates: {},

  attempt(db, operation, replica) {
    const work = () => naive.attempt(db, operation, replica);
    // Nested, the lowest id outermost: two operations never wait for each other in a circle.
    return operation.accounts
      .toSorted((a, b) => b - a)
      .reduce((inner, id) => () => replica.mutex(`account ${id}`).runExclusive(inner), work)();
  },
};
