/** Runs a serial order again several times, to tell what code counts in its memory from noise. @see RepeatedOrder */
import type { StallLimit } from '../../explore/conductor.js';
import type { RepeatedOrder, TimedRun } from '../../judge/serial/repeated-order.js';
import type { Schedule } from '../../model.js';
import { sleep } from '../../own-timers.js';
import type { CaseLane } from './lane.js';
import { ADVANCE, runInOrder } from './serial-orders.js';

/** What comes before a run, so that clocks and transaction ids move by irregular distances. */
interface Unevenness {
  /** How long to wait, in units of a part of the time that a run takes. @see PART_OF_RUN */
  readonly pause: number;
  /** How many transactions begin. */
  readonly transactions: number;
}

/**
 * By pair, before its first run and before its second one. What comes between two first runs, or between two second runs,
 * never adds up to the same.
 */
const UNEVEN: readonly (readonly [Unevenness, Unevenness])[] = [
  [
    { pause: 0, transactions: 1 },
    { pause: 5, transactions: 4 },
  ],
  [
    { pause: 21, transactions: 9 },
    { pause: 2, transactions: 2 },
  ],
  [
    { pause: 8, transactions: 3 },
    { pause: 34, transactions: 17 },
  ],
  [
    { pause: 3, transactions: 6 },
    { pause: 13, transactions: 1 },
  ],
];
/** A pause of 1 takes as long as this part of a run, or a millisecond. */
const PART_OF_RUN = 0.02;
const LONGEST_PART_MS = 20;

/** Runs an order again in pairs: first with sequences as they were, then with sequences advanced. */
export async function repeatOrder(
  lane: CaseLane,
  order: Schedule,
  patience: StallLimit,
): Promise<RepeatedOrder> {
  let unitMs = 1;
  const timed = async (advance: number, { pause, transactions }: Unevenness): Promise<TimedRun> => {
    await sleep(pause * unitMs);
    for (let begun = 0; begun < transactions; begun += 1) await beginTransaction(lane);
    const from = await serverStateOf(lane);
    const { end } = await runInOrder(lane, order, patience, { advance });
    const to = await serverStateOf(lane);
    unitMs = Math.min(Math.max(1, (to.clock - from.clock) * PART_OF_RUN), LONGEST_PART_MS);
    return {
      end,
      clock: [from.clock, to.clock],
      transactions: [from.transaction, to.transaction],
    };
  };
  const pairs: { readonly first: TimedRun; readonly second: TimedRun }[] = [];
  for (const [before, between] of UNEVEN) {
    const first = await timed(0, before);
    pairs.push({ first, second: await timed(ADVANCE, between) });
  }
  return { order, pairs };
}

/** Takes a transaction id. */
const beginTransaction = ({ own }: CaseLane) => own.query('select pg_catalog.txid_current()');

/** The clock of the server, in milliseconds since 1970, and the next transaction id. */
async function serverStateOf({ own }: CaseLane) {
  const [row] = await own.query<{ clock: string; transaction: string }>(
    `select (extract(epoch from clock_timestamp()) * 1000)::text as clock,
            txid_snapshot_xmax(txid_current_snapshot())::text as transaction`,
  );
  return { clock: Number(row?.clock), transaction: Number(row?.transaction) };
}
