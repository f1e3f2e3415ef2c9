/** Steps through a schedule of a strategy by hand. */
import type { LabDatabase } from '../../database/lab-database.js';
import { stepByHand, type Person } from '../../explore/step-by-hand.js';
import type { ReplayPlan, ScheduleDrawing } from '../../model.js';
import type { AwaitedLocks } from '../awaited-locks.js';
import {
  conclusive,
  onReplayLane,
  requireAllUsed,
  type ReplayEnvironment,
  type ReplayOutcome,
} from './replay.js';

/** A schedule of a strategy that is not over. */
export interface AccountStanding {
  readonly drawing: ScheduleDrawing;
  readonly locks: AwaitedLocks;
}

/**
 * Runs a schedule that begins with that of the plan, and goes on as a person decides.
 * @throws {UsageError} when the beginning cannot be followed
 * @throws as `replay`, and what the person rejects with
 */
export const stepStrategy = (
  plan: ReplayPlan,
  database: LabDatabase,
  environment: ReplayEnvironment,
  person: Person<AccountStanding, ReplayOutcome>,
): Promise<ReplayOutcome> =>
  onReplayLane(plan, database, environment, ({ lane, patience, deadlockTimeoutMs }) =>
    stepByHand({
      lane,
      beginning: { steps: plan.schedule, isStrict: true },
      patience,
      person: {
        decide: async (moment, drawing) =>
          person.decide(moment, { drawing, locks: await lane.awaitedLocks() }),
        goesBackAfter: (outcome, drawing) =>
          person.goesBackAfter(outcome, { drawing, locks: new Map() }),
      },
      judge: async (drawn, isFirst) => {
        requireAllUsed(isFirst ? plan.schedule : [], drawn);
        return { drawn: conclusive(drawn), deadlockTimeoutMs };
      },
    }),
  );
