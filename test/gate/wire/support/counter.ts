/** The case that all drivers are tested with: two workers that add one to the same row. */
import { freeOrders, lockingOrders, readsAfterwards } from './orders.js';

export const COUNTER = {
  name: 'counter',
  schema: 'create table counter (id integer primary key, value integer not null)',
  start: 'insert into counter values (1, 0)',
  times: 2,
} as const;

/** A read and a write, each on its own. It holds only one after another: AABB and BBAA. */
export const READ_THEN_WRITE = { orders: freeOrders(2), broken: freeOrders(2) - 2 };

/** One statement each. */
export const ONE_STATEMENT = { orders: 2, broken: 0 };

/** BEGIN, a read, a write and COMMIT. It holds when one reads after the other has committed. */
export const UNSAFE_TRANSACTION = {
  orders: lockingOrders(4, 3),
  broken: lockingOrders(4, 3) - readsAfterwards(4, 2),
};

/** BEGIN, a read that locks, a write and COMMIT. */
export const LOCKED_TRANSACTION = { orders: lockingOrders(4, 2), broken: 0 };

export const TWO_ROWS = { ...COUNTER, start: 'insert into counter values (1, 0), (2, 0)' };

/**
 * Two reads at once, and then two writes at once, of two rows. It holds when one reads each row after the other has
 * written it. B's read of row 1 may come before A's write of row 2, or after it; all else is one after another. And the
 * same with B first.
 */
export const BOTH_ROWS = { orders: freeOrders(4), broken: freeOrders(4) - 2 * 2 };
