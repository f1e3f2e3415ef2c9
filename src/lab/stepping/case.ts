/** Steps through schedules of a case. */
import { judgeCaseReplayExpectations } from '../../judge/expectations/cases.js';
import type { TableEnd } from '../../judge/serial/end.js';
import type { CaseReplayPlan, CaseReplayReport } from '../../model.js';
import { nowMs } from '../../own-timers.js';
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
  adaptedPerson,
  judgementOf,
  visiblePlan,
  type Audience,
  type SteppingSubject,
} from './subject.js';
import type { Standing } from './workers.js';

/** The options of the lab for stepping through a case. */
export type CaseSteppingOptions = CaseLabOptions<never, CaseReplayReport> & Audience;

/** A case as the subject of a stepping. */
export function caseSubject(
  plan: CaseReplayPlan,
  options: CaseSteppingOptions,
): SteppingSubject<CaseReplayReport> {
  const { case: the, expectations: rules } = plan;
  const { freshInstance, spelling = 'options' } = options;
  const visible = visiblePlan(plan, options);
  return {
    name: the.name,
    command: (schedule, isOver) => goingOn(caseReplayCommand(visible, the, schedule), isOver),
    run: ({ person, opened, signal: ending }) =>
      onServer(plan.url, [the], { ...options, signal: ending }, async (server, signal, parser) => {
        opened(() => server.control.lost);
        const reportOf = (outcome: CaseReplayOutcome): CaseReplayReport => {
          const expectations = judgeCaseReplayExpectations(rules, the, outcome.verdict);
          const done = { ...visible, schedule: outcome.replayed.drawn.schedule };
          const report = { plan: done, server: server.info, ...outcome, expectations };
          return spelledCaseReplay(report, spelling);
        };
        const resultOf = (outcome: CaseReplayOutcome) => {
          const report = reportOf(outcome);
          return { report, judgement: judgementOf(report, caseReplayFinding(report)) };
        };
        const environment = { now: nowMs, signal, parser, freshInstance };
        const own = adaptedPerson(person, standingOf, resultOf);
        try {
          return reportOf(await stepCase(plan, server, environment, own));
        } catch (error) {
          // While a person thinks, the code may be the first to see that the server is lost.
          const isAsked = error instanceof SteppingEnded || signal.aborted;
          throw (isAsked ? null : await server.whyLost(error)) ?? error;
        }
      }),
  };
}

const standingOf = ({ drawing, tables, endings, locks }: CaseStanding): Standing => ({
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
