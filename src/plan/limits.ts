/** A closed range of whole numbers. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The range of each number on the command line. Times are in milliseconds. */
export const LIMITS = {
  // Each worker is a loop with its own state in this one process; more of them would only queue.
  workers: { min: 1, max: 10_000 },
  // One server process each: more exceeds what PostgreSQL is usually run with, and common file
  // limits.
  connections: { min: 1, max: 2_000 },
  // One Node process each, of about 60 MB: more replicas than most services have.
  processes: { min: 1, max: 64 },
  // For one worker; operationsPerRound limits the product with the workers.
  operations: { min: 1, max: 1_000_000 },
  // Every operation stays in memory until the verdict, at about 180 bytes: 0.9 GB.
  operationsPerRound: { min: 1, max: 5_000_000 },
  // Each round re-creates the table. Beyond this limit, a longer round is more useful than another one.
  rounds: { min: 1, max: 1_000 },
  // Every round inserts these rows again. With more accounts, even 10000 workers rarely overlap.
  accounts: { min: 1, max: 100_000 },
  // An amount of 0 changes nothing. The top times any allowed count stays exact.
  amount: { min: 1, max: 1_000_000_000 },
  // Zero is valid (everything is refused); the top leaves room for exact sums.
  balance: { min: 0, max: 1_000_000_000_000 },
  // A pause of more than a minute is probably a wrong unit: this flag takes plain milliseconds.
  think: { min: 0, max: MINUTE_MS },
  // Zero shows the first conflict; the time limit ends a retry storm long before the top.
  retries: { min: 0, max: 1_000_000 },
  // The random generator takes 32 bits.
  seed: { min: 0, max: 4_294_967_295 },
  // A pause longer than a minute would leave the race idle.
  backoff: { min: 1, max: MINUTE_MS },
  // The history of a timed round must fit in memory, too: 2000/s for an hour is 1.3 GB.
  duration: { min: 1, max: HOUR_MS },
  // A day: a longer time is probably a typing error.
  timeLimit: { min: 1, max: 24 * HOUR_MS },
  timeout: { min: 1, max: 24 * HOUR_MS },
} as const satisfies Readonly<Record<string, Range>>;

/** The ranges of `explore` and `replay`, which release one statement at a time. */
export const WORKLOAD_LIMITS = {
  // One letter each, so that a schedule can be written.
  workers: { min: 1, max: 26 },
  // A schedule is drawn statement by statement: a longer drawing cannot be read.
  operations: { min: 1, max: 100 },
  // Every schedule makes these rows again, and a drawing shows them.
  accounts: { min: 1, max: 100 },
  // Every retry adds statements to draw. A conflict that repeats this often never ends.
  retries: { min: 0, max: 100 },
  // Takes hours, at thousands of schedules a second. For larger trees, --max-switches is the limit
  // to use.
  maxSchedules: { min: 1, max: 10_000_000 },
  // More than the number of statements in the longest schedule within these limits.
  maxSwitches: { min: 0, max: 10_000_000 },
  // One schema each, and one connection for each worker: beyond this, a server only queues.
  lanes: { min: 1, max: 32 },
} as const satisfies Readonly<Record<string, Range>>;

/** The longest a Node timer can wait, in milliseconds; a longer one fires at once. */
export const LONGEST_TIMER_MS = 2_147_483_647;
