/** How many orders there are, counted by formulas and by a model of a pool, not by the gate. */

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i += 1) result = (result * (n - k + i)) / i;
  return result;
}

/** Orders of two workers with so many statements each, none of which waits. */
export const freeOrders = (statements: number): number => choose(2 * statements, statements);

/**
 * Orders of two equal transactions that lock the same row.
 *
 * Let A lock first. Then B's lock is released behind `g` of A's steps, from the one that locks up to COMMIT. B's
 * steps before it have any places among those `g` steps, and all further steps of B come after A's COMMIT.
 * @param steps of each, with BEGIN and COMMIT
 * @param lock which of them locks, from 1
 */
export function lockingOrders(steps: number, lock: number): number {
  let orders = 0;
  for (let g = lock; g <= steps; g += 1) orders += 2 * choose(g + lock - 1, lock - 1);
  return orders;
}

/**
 * Those of them in which one worker reads after the other has committed: only its steps before the read have
 * places among the steps of the other.
 * @param read which step reads, from 1
 */
export const readsAfterwards = (steps: number, read: number): number =>
  2 * choose(steps + read - 1, read - 1);

/** The state of a pool and of its users, as the letters of a schedule see it. */
interface PoolState {
  /** How many statements each user has left; null: it was not started. */
  readonly left: readonly (number | null)[];
  /** Users whose statement is held on a connection. */
  readonly held: readonly number[];
  /** Users that wait for a connection, first come, first served. */
  readonly waiting: readonly number[];
  /** The users of the statements that were carried out, in order. */
  readonly done: readonly number[];
}

/**
 * All orders of workers that send statements one after another through a pool: for each, whose statements were
 * carried out. Where there are fewer connections than workers, a start is a step of its own: it takes a connection, or
 * waits; a connection that becomes free goes to the one that has waited longest.
 */
export function poolOrders(
  workers: number,
  statements: number,
  connections: number,
): readonly (readonly number[])[] {
  const step = ({ left, held, waiting, done }: PoolState, user: number): PoolState => {
    const before = left[user] ?? statements;
    if (left[user] === null && connections < workers) {
      const begun = { left: left.with(user, before), done };
      return held.length < connections
        ? { ...begun, held: [...held, user], waiting }
        : { ...begun, held, waiting: [...waiting, user] };
    }
    const queue = before > 1 ? [...waiting, user] : waiting;
    return {
      left: left.with(user, before - 1),
      held: held.filter((each) => each !== user).concat(queue.slice(0, 1)),
      waiting: queue.slice(1),
      done: [...done, user],
    };
  };
  const ordersFrom = (state: PoolState): readonly (readonly number[])[] => {
    const choices = state.left.flatMap((left, user) =>
      left === null || state.held.includes(user) ? [user] : [],
    );
    if (choices.length === 0) return [state.done];
    return choices.flatMap((user) => ordersFrom(step(state, user)));
  };
  const left = Array.from({ length: workers }, () => null);
  return ordersFrom({ left, held: [], waiting: [], done: [] });
}

/** Whether workers that read a number, and then write one more, have lost an update in this order. */
export function losesUpdate(order: readonly number[]): boolean {
  const read = new Map<number, number>();
  let value = 0;
  let writes = 0;
  for (const user of order) {
    const known = read.get(user);
    if (known === undefined) {
      read.set(user, value);
    } else {
      read.delete(user);
      value = known + 1;
      writes += 1;
    }
  }
  return value !== writes;
}
