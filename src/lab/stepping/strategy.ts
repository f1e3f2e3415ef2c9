/** Steps through schedules of a strategy. */
import { onDatabase, replayNeeds } from '../../lab.js';
import type { ReplayPlan, ReplayReport, ScheduleDrawing } from '../../model.js';
import { nowMs } from '../../own-timers.js';
import { replayCommand } from '../../report/document/commands.js';
import { replayFinding } from '../../report/document/replay/document.js';
import { stepStrategy, type AccountStanding } from '../../subject/account/step.js';
import type { ReplayOutcome } from '../../subject/account/replay.js';
import { replayReport } from '../exploring.js';
import type { LabOptions } from '../options.js';
import { guarded } from '../watch-own-code.js';
import {
  goingOn,
  adaptedPerson,
  judgementOf,
  visiblePlan,
  type Audience,
  type SteppingSubject,
} from './subject.js';
import type { Standing } from './workers.js';

/** The options of the lab for stepping through a strategy. */
export type StrategySteppingOptions = Omit<LabOptions<never, ReplayReport>, 'progress'> & Audience;

/** A strategy as the subject of a stepping. */
export function strategySubject(
  plan: ReplayPlan,
  options: StrategySteppingOptions,
): SteppingSubject<ReplayReport> {
  const { strategy } = plan;
  const visible = visiblePlan(plan, options);
  return {
    name: strategy.name,
    command: (schedule, isOver) => goingOn(replayCommand(visible, strategy.name, schedule), isOver),
    run: ({ person, opened, signal }) => {
      const own = { ...options, signal };
      return onDatabase(replayNeeds(plan), own, async (database) => {
        opened(() => database.control.lost);
        const reportOf = (outcome: ReplayOutcome) =>
          replayReport({ ...visible, schedule: outcome.drawn.schedule }, database.info, outcome);
        const resultOf = (outcome: ReplayOutcome) => {
          const report = reportOf(outcome);
          return { report, judgement: judgementOf(report.drawn, replayFinding(report)) };
        };
        const environment = { signal, now: nowMs };
        const outcome = await guarded(plan, [strategy], database, own, () =>
          stepStrategy(plan, database, environment, adaptedPerson(person, standingOf, resultOf)),
        );
        return reportOf(outcome);
      });
    },
  };
}

const standingOf = ({ drawing, locks }: AccountStanding): Standing => {
  const accounts = drawing.steps.at(-1)?.accounts ?? drawing.initial;
  return {
    drawing,
    locks,
    endings: endingsIn(drawing),
    tables: [
      {
        name: 'account',
        columns: ['id', 'balance', 'version'],
        rows: accounts.map(({ id, balance, version }) => [id, balance, version]),
        count: accounts.length,
      },
    ],
  };
};

/** How the last attempt of each worker ended. */
function endingsIn({ workers, steps }: ScheduleDrawing): readonly (string | null)[] {
  const events = steps.flatMap((step) => [...step.events]);
  return Array.from({ length: workers }, (_, index) => {
    const last = events.findLast(
      ({ kind, worker }) => kind === 'attempt ended' && worker === index + 1,
    );
    if (last?.kind !== 'attempt ended') return null;
    return last.cause === null ? last.end : `${last.end}: ${last.cause}`;
  });
}
