/** Steps through schedules of a case. */
import { judgeCaseReplayExpectations } from '../../judge/expectations/cases.js';
import type { TableEnd } from '../../judge/serial/end.js';
import type { LabResult } from '../../lab.js';
import type { CaseReplayPlan, CaseReplayReport, Schedule } from '../../model.js';
import { caseReplayCommand } from '../../report/document/cases/commands.js';
import { caseReplayFinding } from '../../report/document/cases/replay/document.js';
import { endingText } from '../../report/drawing/cases/endings.js';
import { stepCase, type CaseStanding } from '../../subject/case/step.js';
import type { CaseReplayOutcome } from '../../subject/case/replay.js';
import { onServer, type CaseLabOptions } from '../cases.js';
import { spelledCaseReplay } from '../spelling.js';
import { SteppingEnded } from './rendezvous.js';
import type { SteppingTable } from './state.js';
import {
  goingOn,
  judgementOf,
  shownPlan,
  type Audience,
  type Shown,
  type SteppingRun,
  type SteppingSubject,
} from './subject.js';

/** The options of the lab for stepping through a case. */
export type CaseSteppingOptions = CaseLabOptions<never, CaseReplayReport> & Audience;

/** A case as the subject of a stepping. */
export class CaseStepping implements SteppingSubject<CaseReplayReport> {
  readonly name: string;
  readonly #plan: CaseReplayPlan;
  readonly #shown: CaseReplayPlan;
  readonly #options: CaseSteppingOptions;

  constructor(plan: CaseReplayPlan, options: CaseSteppingOptions) {
    this.name = plan.case.name;
    this.#plan = plan;
    this.#shown = shownPlan(plan, options);
    this.#options = options;
  }

  run(run: SteppingRun<CaseReplayReport>): Promise<LabResult<CaseReplayReport>> {
    const plan = this.#plan;
    const { freshInstance, spelling = 'options' } = this.#options;
    const { person } = run;
    const options = { ...this.#options, signal: run.signal };
    return onServer(plan.url, [plan.case], options, async (server, signal, parser) => {
      run.opened(() => server.control.lost);
      const reportOf = (outcome: CaseReplayOutcome): CaseReplayReport => {
        const { expectations: rules, case: the } = plan;
        const expectations = judgeCaseReplayExpectations(rules, the, outcome.verdict);
        const done = { ...this.#shown, schedule: outcome.replayed.drawn.schedule };
        const report = { plan: done, server: server.info, ...outcome, expectations };
        return spelledCaseReplay(report, spelling);
      };
      const environment = { now: () => performance.now(), signal, parser, freshInstance };
      const stepped = stepCase(plan, server, environment, {
        decide: (moment, standing) => person.decide(moment, shownOf(standing)),
        goesBackAfter: (judged, standing) => {
          const report = reportOf(judged);
          const judgement = judgementOf(report, caseReplayFinding(report));
          return person.goesBackAfter({ report, judgement }, shownOf(standing));
        },
      });
      try {
        return reportOf(await stepped);
      } catch (error) {
        // While a person thinks, the code may be the first to see that the server is lost.
        const isAsked = error instanceof SteppingEnded || signal.aborted;
        throw (isAsked ? null : await server.whyLost(error)) ?? error;
      }
    });
  }

  command(schedule: Schedule, isOver: boolean): string {
    return goingOn(caseReplayCommand(this.#shown, this.#plan.case, schedule), isOver);
  }
}

const shownOf = ({ drawing, tables, endings, locks }: CaseStanding): Shown => ({
  drawing,
  locks,
  endings: endings.map((ending) => (ending === null ? null : endingText(ending))),
  tables: tables.map(tableOf),
});

/** More rows of a table are only counted. */
const MOST_ROWS = 50;

const tableOf = ({ shape, rows }: TableEnd): SteppingTable => ({
  name: shape.name,
  columns: shape.columns,
  rows: rows.slice(0, MOST_ROWS),
  count: rows.length,
});
