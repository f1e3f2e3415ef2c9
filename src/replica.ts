import { Mutex } from 'async-mutex';

import type { Replica } from './model.js';

/** The replica of this process, for the workers of one race. Its locks live as long as the race. */
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
