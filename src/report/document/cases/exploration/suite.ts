import type { CaseExploreReport } from '../../../../model.js';
import { isolationName } from '../../../../plan/isolation.js';
import { timeLimitProperty } from '../../exploration/suite.js';
import { command } from '../../parts.js';
import { serverName } from '../../setup.js';
import { verdictWord } from '../../failure.js';
import { casesOf } from '../../suite/cases.js';
import { figuresLine } from '../../suite/figures.js';
import { classnamePart, type Evidence, type Suite } from '../../suite/suite.js';
import { caseExploreCommand, caseReplayCommand } from '../commands.js';
import { besides } from '../parts.js';
import { story, witnessTitle } from '../story.js';
import { columnsFor, rowsOf, type CaseRow } from './columns.js';
import { captionFor, reasonFor, subjectOf } from './sentences.js';

/** An exploration of cases as a suite: an entry for each expectation and case. */
export function caseExplorationSuite(report: CaseExploreReport): Suite {
  const { plan, server, expectations, interruption } = report;
  return {
    name: `race-lab explore ${subjectOf(report)}`,
    classname: `race-lab.explore.${plan.cases.length === 1 ? classnamePart(subjectOf(report)) : 'cases'}`,
    properties: [
      ['maxSchedules', `${plan.maxSchedules}`],
      ...(plan.isolations.length === 0
        ? []
        : [['isolation', plan.isolations.map(isolationName).join(',')] as const]),
      ...timeLimitProperty(plan.timeLimitMs),
      ['seed', `${plan.seed}`],
      ['server', serverName(server)],
    ],
    cases: casesOf({
      results: rowsOf(report),
      expectations,
      interruption,
      nameOf: ({ name }) => name,
      evidence: (row) => evidenceOf(report, row),
      seconds: ({ durationMs }) => durationMs / 1_000,
    }),
  };
}

/** The evidence for a verdict. For a broken one, the schedule with the fewest switches. */
function evidenceOf(report: CaseExploreReport, row: CaseRow): Evidence {
  const { plan } = report;
  const { name, witness } = row;
  const found = witness === null ? null : witnessTitle(witness);
  const lines = [
    `${name} ${verdictWord(row)}${found === null ? '' : `: ${found}`}`,
    row.failure === null ? reasonFor(row) : row.reason,
    ...row.unaffected,
    `Figures: ${figuresLine(row, columnsFor(rowsOf(report)))}.`,
  ];
  const more = besides(row);
  if (witness === null) {
    const again = command('Explore it again', caseExploreCommand(plan, row));
    return { lines: [...lines, ...more], schedule: null, command: again };
  }
  return {
    lines: [...lines, ...captionFor(row), ...story(witness, row.masked), ...more],
    schedule: witness.drawn,
    command: command(
      'Replay it',
      caseReplayCommand({ ...plan, isolation: row.isolation }, row, witness.drawn.schedule),
    ),
  };
}
