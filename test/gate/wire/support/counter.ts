/** The case that all drivers are tested with: workers that add one to the same row. */
export const COUNTER = {
  name: 'counter',
  schema: 'create table counter (id integer primary key, value integer not null)',
  start: 'insert into counter values (1, 0)',
  times: 2,
} as const;

/**
 * Orders of two workers that read and then write, each statement on its own: 4! ÷ (2! × 2!) = 6. It holds only
 * when one of them reads after the other has written: AABB and BBAA.
 */
export const READ_THEN_WRITE = { orders: 6, broken: 4 };

/** Orders of two workers with one statement each. */
export const ONE_STATEMENT = { orders: 2, broken: 0 };

/**
 * Orders of two workers with BEGIN, a read, a write of the row, and COMMIT: 8! ÷ (4! × 4!) = 70, less those that
 * the lock of the row forbids. When B is released to write after A has written and before A commits, B waits, so it
 * cannot commit before A. What would come before such an end (write A, write B, commit B, commit A) are the other
 * five steps, two of B and three of A with its write last: 5! ÷ (3! × 2!) = 10, and as many with B first. It holds
 * when one reads after the other has committed: only its BEGIN may come at any of five places. 2 × 5 = 10.
 */
export const UNSAFE_TRANSACTION = { orders: 70 - 2 * 10, broken: 70 - 2 * 10 - 2 * 5 };

/**
 * The same with a read FOR UPDATE. When A reads first, then B may begin, and be released to read, at the places
 * after A's read, after its write, and after its commit: behind 2, 3 or 4 of A's steps. Its BEGIN has 3, 4 or 5
 * places up to there. So 12, and as many when B reads first.
 */
export const LOCKED_TRANSACTION = { orders: 2 * (3 + 4 + 5), broken: 0 };
