import { OperationLog } from '../../build/race/operation-log.js';

/** One of this many operations is lost: the next operation builds on the version before it. */
const LOSES_EVERY = 100;
const WORKERS = 50;
const AMOUNT = 10;

/** A race of fifty workers over one account, with overlapping operations and some lost updates. */
export function madeUp(count) {
  const operations = new OperationLog();
  let [balance, before] = [0, 0];
  for (let version = 1; version <= count; version += 1) {
    const loses = version % LOSES_EVERY === 0;
    const read = { id: 1, balance: loses ? before : balance, version: version - (loses ? 2 : 1) };
    before = balance;
    balance = read.balance + AMOUNT;
    const [startedAt, endedAt] = [version - WORKERS + 0.5, version];
    operations.add({
      worker: (version % WORKERS) + 1,
      sequence: Math.floor(version / WORKERS) + 1,
      kind: 'deposit',
      changes: [{ account: 1, by: AMOUNT }],
      startedAt,
      endedAt,
      activeFrom: startedAt,
      activeUntil: endedAt,
      retries: [],
      outcome: {
        kind: 'committed',
        reads: [read],
        writes: [{ account: 1, version, basis: read.version }],
      },
      seen: [],
    });
  }
  return {
    strategy: 'made-up',
    scenario: 'deposit',
    round: 1,
    workers: WORKERS,
    processes: 1,
    initial: [{ id: 1, balance: 0, version: 0 }],
    limits: [[1]],
    final: [{ id: 1, balance, version: count }],
    operations,
    durationMs: count,
    cutShort: false,
  };
}

/** The number of lost updates that the judge must find. */
export const lostIn = (count) => Math.floor(count / LOSES_EVERY);
