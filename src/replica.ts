import { Mutex } from 'async-mutex';

import type { Replica } from './model.js';

/** This process, for the workers of one race: its locks live as long as they do. */
export function makeReplica(): Replica {
  const locks = new Map<string, Mutex>();
  return {
    mutex(name) {
      let lock = locks.get(name);
      if (!lock) locks.set(name, (lock = new Mutex()));
      return lock;
    },
  };
}
