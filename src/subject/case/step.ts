/** Steps through a schedule of a case by hand. */
import type { CaseServer } from '../../database/case-server.js';
import { stepByHand, type Person } from '../../explore/step-by-hand.js';
import type { TableEnd } from '../../judge/serial/end.js';
import type { CaseDrawing, CaseReplayPlan, Ending } from '../../model.js';
import { awaitedLocks, type AwaitedLocks } from '../awaited-locks.js';
import { drawnSoFar } from './drawing.js';
import type { CaseProgress } from './case-trace.js';
import {
  judgeReplay,
  onOpenCase,
  requireAllUsed,
  type CaseReplayEnvironment,
  type CaseReplayOutcome,
} from './replay.js';

/** A schedule of a case that is not over. */
export interface CaseStanding {
  readonly drawing: CaseDrawing;
  /** The committed rows. */
  readonly tables: readonly TableEnd[];
  /** By letter; null: the worker has not ended. */
  readonly endings: readonly (Ending | null)[];
  readonly locks: AwaitedLocks;
}

/**
 * Runs a schedule that begins with that of the plan, and goes on as a person decides; before it, the serial orders.
 * @throws {UsageError} when the beginning cannot be followed
 * @throws as `replayCase`, and what the person rejects with
 */
export const stepCase = (
  plan: CaseReplayPlan,
  server: CaseServer,
  environment: CaseReplayEnvironment,
  person: Person<CaseStanding, CaseReplayOutcome>,
): Promise<CaseReplayOutcome> =>
  onOpenCase({ ...plan, isUnhurried: true }, server, environment, (open) => {
    const { case: the, lane, patience, start } = open;
    const standing = ({ steps, endings }: CaseProgress, locks: AwaitedLocks): CaseStanding => ({
      drawing: drawnSoFar(steps, { case: the, start, markedStep: null }),
      tables: steps.at(-1)?.state ?? start,
      endings,
      locks,
    });
    // A small letter is the second half of a statement.
    const steps = plan.schedule.map((worker) => Math.abs(worker));
    return stepByHand({
      lane,
      beginning: { steps, isStrict: !plan.follow },
      patience,
      person: {
        decide: async (moment, progress) =>
          person.decide(
            moment,
            standing(progress, await awaitedLocks(lane.own, lane.gate.workers)),
          ),
        goesBackAfter: (outcome, progress) =>
          person.goesBackAfter(outcome, standing(progress, new Map())),
      },
      judge: (trace, isFirst) => {
        if (isFirst && !plan.follow) requireAllUsed(steps, trace);
        return judgeReplay(open, trace, []);
      },
    });
  });
