/** Steps through schedules of a strategy. */
import { onDatabase, replayNeeds, type LabResult } from '../../lab.js';
import type { ReplayPlan, ReplayReport, Schedule, ScheduleDrawing } from '../../model.js';
import { replayCommand } from '../../report/document/commands.js';
import { replayFinding } from '../../report/document/replay/document.js';
import { stepStrategy, type AccountProgress } from '../../subject/account/step.js';
import type { ReplayOutcome } from '../../subject/account/replay.js';
import { replayReport } from '../exploring.js';
import type { LabOptions } from '../options.js';
import { guarded } from '../watch-own-code.js';
import {
  goingOn,
  judgementOf,
  shownPlan,
  type Audience,
  type Shown,
  type SteppingRun,
  type SteppingSubject,
} from './subject.js';

/** The options of the lab for stepping through a strategy. */
export type StrategySteppingOptions = Omit<LabOptions<never, ReplayReport>, 'progress'> & Audience;

/** A strategy as the subject of a stepping. */
export class StrategyStepping implements SteppingSubject<ReplayReport> {
  readonly name: string;
  readonly #plan: ReplayPlan;
  readonly #shown: ReplayPlan;
  readonly #options: StrategySteppingOptions;

  constructor(plan: ReplayPlan, options: StrategySteppingOptions) {
    this.name = plan.strategy.name;
    this.#plan = plan;
    this.#shown = shownPlan(plan, options);
    this.#options = options;
  }

  run({ person, opened, signal }: SteppingRun<ReplayReport>): Promise<LabResult<ReplayReport>> {
    const plan = this.#plan;
    const options = { ...this.#options, signal };
    return onDatabase(replayNeeds(plan), options, async (database) => {
      opened(() => database.control.lost);
      const reportOf = (outcome: ReplayOutcome) =>
        replayReport({ ...this.#shown, schedule: outcome.drawn.schedule }, database.info, outcome);
      const environment = { signal, now: () => performance.now() };
      const outcome = await guarded(plan, [plan.strategy], database, options, () =>
        stepStrategy(plan, database, environment, {
          decide: (moment, progress) => person.decide(moment, shownOf(progress)),
          goesBackAfter: (judged, progress) => {
            const report = reportOf(judged);
            const judgement = judgementOf(report.drawn, replayFinding(report));
            return person.goesBackAfter({ report, judgement }, shownOf(progress));
          },
        }),
      );
      return reportOf(outcome);
    });
  }

  command(schedule: Schedule, isOver: boolean): string {
    return goingOn(replayCommand(this.#shown, this.name, schedule), isOver);
  }
}

const shownOf = ({ drawing, locks }: AccountProgress): Shown => {
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
