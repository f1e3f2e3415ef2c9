/** A closed range of whole numbers. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** What each number on the command line may be. Times are in milliseconds. */
export const LIMITS = {
  // Each worker is a loop with its own state in this one process; beyond this they only queue.
  workers: { min: 1, max: 10_000 },
  // A server process each: more is past what PostgreSQL is run with, and past common file limits.
  connections: { min: 1, max: 2_000 },
  // A Node process each, of about 60 MB; more replicas than a service commonly has.
  processes: { min: 1, max: 64 },
  // A worker alone; the product with the workers is bound by operationsPerRound.
  operations: { min: 1, max: 1_000_000 },
  // Every operation is kept in memory until all is judged, at about 180 bytes: 0.9 GB.
  operationsPerRound: { min: 1, max: 5_000_000 },
  // Each round re-creates the table; past this, a longer round says more than another one.
  rounds: { min: 1, max: 1_000 },
  // Rows that every round inserts anew; spread wider than this, even 10000 workers rarely meet.
  accounts: { min: 1, max: 100_000 },
  // An operation of nothing changes nothing, and this times any allowed count stays exact.
  amount: { min: 1, max: 1_000_000_000 },
  // Zero is a fair question (everything is refused); the top leaves room for exact sums.
  balance: { min: 0, max: 1_000_000_000_000 },
  // A longer pause than a minute is a forgotten unit: this flag takes plain milliseconds.
  think: { min: 0, max: MINUTE_MS },
  // Zero shows the first conflict; the time limit ends a retry storm long before the top.
  retries: { min: 0, max: 1_000_000 },
  // What the random generator takes: 32 bits.
  seed: { min: 0, max: 4_294_967_295 },
  // A pause longer than a minute would leave the race idle.
  backoff: { min: 1, max: MINUTE_MS },
  // Like a count, a time makes a history that must fit in memory: 2000/s for an hour is 1.3 GB.
  duration: { min: 1, max: HOUR_MS },
  // A day: longer is a typing error.
  timeLimit: { min: 1, max: 24 * HOUR_MS },
  timeout: { min: 1, max: 24 * HOUR_MS },
} as const satisfies Readonly<Record<string, Range>>;

/** What else `explore` and `replay` limit, or limit otherwise: they release one statement at a time. */
export const WORKLOAD_LIMITS = {
  // A letter each, so that a schedule can be written.
  workers: { min: 1, max: 26 },
  // A schedule is drawn statement by statement: past this, nobody reads it.
  operations: { min: 1, max: 100 },
  // Rows that every schedule makes anew, and that a drawing shows.
  accounts: { min: 1, max: 100 },
  // Every retry is more statements to draw; a conflict that many times over is without end.
  retries: { min: 0, max: 100 },
  // Hours, at the thousands a second that a server can do; past it, it is bounded by switches.
  maxSchedules: { min: 1, max: 10_000_000 },
  // More than the longest schedule within these limits has statements.
  maxSwitches: { min: 0, max: 10_000_000 },
  // A schema each, and a connection for each worker: past this, a server only queues.
  lanes: { min: 1, max: 32 },
} as const satisfies Readonly<Record<string, Range>>;

/** The longest a Node timer can wait, in milliseconds; a longer one fires at once. */
export const LONGEST_TIMER_MS = 2_147_483_647;
