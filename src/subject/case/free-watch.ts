/** Watches that workers that run freely make progress. */
import { within } from '../../database/within.js';
import type { Channel, ChannelPosition, GatedWorker } from '../../explore/gate.js';
import type { FreeRun } from '../../gate/wire/free-run.js';
import type { Case } from '../../model.js';
import { nextTurn, nowMs, sleep } from '../../own-timers.js';
import { lateForEver, standstill } from './lane-problems.js';
import type { CaseLane } from './lane.js';

/** How often to look, in milliseconds. */
const LOOK_EVERY_MS = 25;
/** How long nothing may move before what was left open is ended, in milliseconds. */
const STILL_MS = 100;
/** In turns of the event loop: what a driver sends by itself when it has read an answer. */
const CALM_TURNS = 5;
/** How long a transaction may be open after its worker has ended: a COMMIT may be on its way. */
const GRACE_MS = 20;

/** A free run on a lane. */
export interface WatchedRun {
  readonly lane: CaseLane;
  readonly run: FreeRun;
  /** The numbers of its workers. */
  readonly workers: readonly number[];
  /** How long no worker may make progress, in milliseconds. */
  readonly patienceMs: number;
  /** Whether a transaction on which nothing happens is ended although its worker goes on. */
  readonly endsAnyIdle: boolean;
  /** The error when nothing has moved for too long. */
  readonly standstill: (watched: WatchedRun) => Promise<Error> | Error;
}

/**
 * Waits for work, and ends what workers that have ended left open when others wait for it.
 * @throws {CaseDefect} when nothing has moved for too long
 */
export async function whileMoving(watched: WatchedRun, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const watching = watchMovement(watched, over.signal);
  watching.catch(() => undefined);
  try {
    await Promise.race([work, watching]);
  } finally {
    over.abort();
  }
}

async function watchMovement(watched: WatchedRun, over: AbortSignal): Promise<void> {
  const { lane, run, patienceMs, endsAnyIdle } = watched;
  const stillMs = endsAnyIdle ? patienceMs / 2 : STILL_MS;
  let endedAt = -1;
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    if (over.aborted) break;
    const { movedAt } = run;
    const stillFor = nowMs() - movedAt;
    if (stillFor > patienceMs) throw await watched.standstill(watched);
    if (run.isWaiting && stillFor > stillMs && endedAt !== movedAt) {
      endedAt = movedAt;
      await lane.endLeftOpen(run, endsAnyIdle);
    }
  }
  // Never settles: what was waited for has ended.
  await new Promise(() => {});
}

/** Waits until nothing that the workers have sent is under way, and reports what they left open. */
export async function comeToRest({ lane, run }: Pick<WatchedRun, 'lane' | 'run'>): Promise<void> {
  await untilCalm(lane);
  const { gate } = lane;
  if (run.leftBehind(gate.connections).some(({ inTransaction }) => inTransaction)) {
    await sleep(GRACE_MS);
    await untilCalm(lane);
  }
  run.reportLeftOpen(gate.connections);
}

/** For how long no statement of a worker may come after a load, and how long this may take, in milliseconds. */
const REST = { stillMs: 50, atMostMs: 1_000 };

/**
 * As {@link comeToRest}, but also waits for statements that no worker awaited, and that come a little later.
 * @returns whether no more came in the end
 * @throws {CaseDefect} when one is not answered
 */
export async function comeToLastingRest(the: Case, watched: WatchedRun): Promise<boolean> {
  const { lane, run, patienceMs } = watched;
  run.allEnded();
  const limitMs = Math.min(REST.atMostMs, patienceMs);
  const isStill = await within(untilStill(watched, limitMs), limitMs + patienceMs, () =>
    lateForEver(the, patienceMs),
  );
  await comeToRest({ lane, run });
  return isStill;
}

async function untilStill({ lane, run }: WatchedRun, limitMs: number): Promise<boolean> {
  const until = nowMs() + limitMs;
  for (;;) {
    await untilCalm(lane);
    const now = nowMs();
    const leftMs = run.workedAt + REST.stillMs - now;
    if (leftMs <= 0) return true;
    if (now > until) return false;
    await sleep(leftMs);
  }
}

async function untilCalm({ gate }: CaseLane): Promise<void> {
  for (let turn = 0; turn < CALM_TURNS; turn += 1) {
    await gate.untilCalm();
    await nextTurn();
  }
}

/* ---------- Standstill ---------- */

/** The error for workers of a round that make no progress. */
export async function roundStandstill(the: Case, watched: WatchedRun): Promise<Error> {
  const { lane, run, workers, patienceMs: ms } = watched;
  const { connections } = lane.gate;
  const blockers = await lane.gate.blockersOf(connections);
  const blockersOf = ({ backend }: Pick<Channel, 'backend'>) =>
    (backend === null ? undefined : blockers.get(backend)) ?? [];
  const userOf = (pid: number) => connections.find(({ backend }) => backend === pid)?.worker;
  const views = connections.map((connection): Channel => {
    const { worker, backend, inTransaction, lastKey } = connection;
    const users = new Set(blockersOf(connection).flatMap((pid) => userOf(pid) ?? []));
    const position = run.isPending(connection) ? pendingFor([...users]) : IDLE;
    return { worker, position, backend, inTransaction, lastKey, noteBlockers: () => undefined };
  });
  const stateOf = (number: number): GatedWorker => {
    if (run.hasEnded(number)) return { number, activity: { kind: 'done' }, channels: [] };
    const channels = views.filter(
      ({ worker, position }) => worker === number && position.kind !== 'idle',
    );
    return { number, activity: { kind: channels.length === 0 ? 'quiet' : 'gated' }, channels };
  };
  const states = workers.map((number) => stateOf(number));
  const outsidersOf = (channel: Channel) =>
    blockersOf(channel).filter((pid) => userOf(pid) === undefined);
  return standstill(the, { workers: states, outsidersOf, ms }, views, lane.application.underWay);
}

const IDLE: ChannelPosition = { kind: 'idle' };

const pendingFor = (workers: readonly number[]): ChannelPosition =>
  workers.length === 0 ? { kind: 'sent' } : { kind: 'waiting', for: workers };
