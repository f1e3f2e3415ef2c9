import type { LabDatabase } from '../../database/lab-database.js';
import { serverLost } from '../../database/server-trouble.js';
import { SessionLost } from '../../database/session-lost.js';
import { untilAborted } from '../../database/until-aborted.js';
import { EnvironmentError, UsageError } from '../../errors.js';
import type { StallLimit } from '../../explore/conductor.js';
import type { Choose } from '../../explore/policy.js';
import { exactly, exactlyAtFirst } from '../../explore/policy/fixed-schedule.js';
import { runSchedule } from '../../explore/run-schedule.js';
import { fixedDeadlockTimeout, patienceMs } from '../../gate/deadlock-timeout.js';
import type { DrawnSchedule, ReplayPlan, Schedule } from '../../model.js';
import { option } from '../../text/option.js';
import { lettersOf, letterOf } from '../../text/schedule.js';
import type { ExploreEnvironment } from './explore.js';
import type { AccountLane } from './lane.js';
import { AccountPlaces } from './places.js';

/** A schedule that was run again. */
export interface ReplayOutcome {
  readonly drawn: DrawnSchedule;
  /** See `ReplayReport`. */
  readonly deadlockTimeoutMs: number | null;
}

/** A lane for one strategy, and how long its workers may make no progress. */
export interface ReplayLane {
  readonly lane: AccountLane;
  readonly patience: StallLimit;
  /** The server's deadlock_timeout in milliseconds, if the role may not set it; else null. */
  readonly deadlockTimeoutMs: number | null;
}

/**
 * Runs one schedule, letter by letter. If the role may not set deadlock_timeout, a deadlock may end in another
 * way than in the schedule. Then the result is the schedule that happened, and it is inconclusive unless it broke.
 * @throws {UsageError} at the first letter that cannot be followed, and when there are too few or
 *   too many
 * @throws {EnvironmentError} when no worker makes progress any more, or the server is lost
 * @throws the signal's reason when it is aborted
 */
export const replay = (
  plan: ReplayPlan,
  database: LabDatabase,
  environment: ReplayEnvironment,
): Promise<ReplayOutcome> =>
  onReplayLane(plan, database, environment, async ({ lane, patience, deadlockTimeoutMs }) => {
    const draw = async (choose: Choose) => {
      const { listener, draw: drawingOf } = lane.record();
      return drawingOf(
        await runSchedule({ lane, choose, listener, patience, knownToWait: new Set() }),
      );
    };
    const drawn = await drawnBy(draw, plan.schedule, deadlockTimeoutMs);
    return { drawn: conclusive(drawn), deadlockTimeoutMs };
  });

/** The signal and the clock of a replay. */
export type ReplayEnvironment = Pick<ExploreEnvironment, 'signal' | 'now'>;

/**
 * Opens a lane and works on it.
 * @throws {EnvironmentError} when the server is lost
 * @throws the signal's reason when it is aborted
 */
export function onReplayLane<T>(
  plan: ReplayPlan,
  database: LabDatabase,
  { signal, now }: ReplayEnvironment,
  work: (lane: ReplayLane) => Promise<T>,
): Promise<T> {
  return untilAborted(database, signal, async () => {
    try {
      const deadlockTimeoutMs = await fixedDeadlockTimeout(database.control);
      const places = new AccountPlaces(database, {
        workload: plan,
        mayTimeDeadlocks: deadlockTimeoutMs === null,
        freshInstance: (strategy) => Promise.resolve(strategy),
      });
      const lane = await places.subjectFor(plan.strategy).openLane();
      const patience = { ms: patienceMs(deadlockTimeoutMs), now };
      return await work({ lane, patience, deadlockTimeoutMs });
    } catch (error) {
      if (!(error instanceof SessionLost)) throw error;
      throw new EnvironmentError(serverLost(database, 'in the middle of the schedule'), {
        code: 'SERVER_LOST',
        hint: "There is no report. Look at the server's log, and try again.",
        cause: error,
      });
    }
  });
}

/** @param deadlockTimeoutMs the server's setting; null: race-lab sets it for each statement */
async function drawnBy(
  draw: (choose: Choose) => Promise<DrawnSchedule>,
  schedule: Schedule,
  deadlockTimeoutMs: number | null,
): Promise<DrawnSchedule> {
  if (deadlockTimeoutMs === null) {
    const drawn = await draw(exactly(schedule));
    requireAllUsed(schedule, drawn);
    return drawn;
  }
  const attempted = exactlyAtFirst(schedule);
  const drawn = await draw(attempted.choose);
  const refused = attempted.refused();
  try {
    if (refused !== null) throw refused.error;
    requireAllUsed(schedule, drawn);
    return drawn;
  } catch (error) {
    const until = refused?.step ?? drawn.steps.length + 1;
    if (!hadDeadlock(drawn, until)) throw error;
    return otherDeadlock(drawn, until, deadlockTimeoutMs);
  }
}

const hadDeadlock = ({ steps }: DrawnSchedule, until: number): boolean =>
  steps.some(
    ({ number, events }) =>
      number < until &&
      events.some(
        (event) =>
          event.kind === 'reply' && event.reply.kind === 'failed' && event.reply.cycle !== null,
      ),
  );

/** The result when a deadlock ended in another way. A schedule that broke is still broken. */
function otherDeadlock(
  drawn: DrawnSchedule,
  step: number,
  deadlockTimeoutMs: number,
): DrawnSchedule {
  if (drawn.verdict === 'broken') return drawn;
  const reason =
    `From step ${step} on, the schedule could not be followed: the server ended a deadlock sooner, or ` +
    `with another worker as its victim. This role may not set deadlock_timeout (${deadlockTimeoutMs} ms).`;
  return { ...drawn, verdict: 'inconclusive', reason };
}

/** Makes a schedule without a commit inconclusive, as in a race. */
export function conclusive(drawn: DrawnSchedule): DrawnSchedule {
  const { operations, verdict, reason } = drawn;
  if (verdict !== 'held' || operations.some(({ outcome }) => outcome.kind === 'committed')) {
    return drawn;
  }
  const nothing = `Nothing was committed, so nothing was shown: ${reason}`;
  return { ...drawn, verdict: 'inconclusive', reason: nothing };
}

/** @throws {UsageError} when letters are left after all workers were done, and when no worker sent a statement */
export function requireAllUsed(
  schedule: Schedule,
  { schedule: done, operations }: Pick<DrawnSchedule, 'schedule' | 'operations'>,
): void {
  if (done.length > 0 && done.length >= schedule.length) return;
  const ends = operations.map(({ worker, sequence, outcome: { kind } }) => {
    const end = kind === 'refused' ? 'was refused' : kind;
    return `operation ${sequence} of ${letterOf(worker)} ${end}`;
  });
  const outcomes = ends.join(', ');
  if (done.length === 0) {
    throw new UsageError(
      `${option('schedule')}: no worker sent a statement, so there is nothing to replay`,
      {
        code: 'SCHEDULE_NOT_FOLLOWED',
        option: 'schedule',
        hint: `Check the strategy: ${outcomes}.`,
      },
    );
  }
  throw new UsageError(
    `${option('schedule')} is too long: all workers were done after step ${done.length}`,
    {
      code: 'SCHEDULE_NOT_FOLLOWED',
      option: 'schedule',
      hint: `Write ${lettersOf(done)}. (${outcomes})`,
    },
  );
}
