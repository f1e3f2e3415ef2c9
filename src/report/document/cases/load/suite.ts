import type { CaseLoadReport } from '../../../../model.js';
import { verdictWord } from '../../failure.js';
import { command } from '../../parts.js';
import { serverName } from '../../setup.js';
import { casesOf } from '../../suite/cases.js';
import { figuresLine } from '../../suite/figures.js';
import { classnamePart, type Evidence, type Suite } from '../../suite/suite.js';
import { caseRaceCommand } from '../commands.js';
import { subjectOf } from '../exploration/sentences.js';
import { columns, rowsOf, type LoadRow } from './columns.js';
import { failureCauses, loadTitle, violationSentences } from './sentences.js';

/** A load of cases as a suite: an entry for each expectation and case. */
export function loadSuite(report: CaseLoadReport): Suite {
  const { plan, server, expectations, interruption } = report;
  return {
    name: `race-lab run ${subjectOf(report)}`,
    classname: `race-lab.run.${plan.cases.length === 1 ? classnamePart(subjectOf(report)) : 'cases'}`,
    properties: [
      ['workers', `${plan.workers}`],
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

function evidenceOf({ plan }: CaseLoadReport, row: LoadRow): Evidence {
  const found = loadTitle(row);
  const shown = columns.filter(({ rank }) => rank !== undefined);
  return {
    lines: [
      `${row.name} ${verdictWord(row)}${found === null ? '' : `: ${found}`}`,
      row.reason,
      ...violationSentences(row),
      ...failureCauses(row),
      `Figures: ${figuresLine(row, shown)}.`,
      ...row.remarks,
    ],
    schedule: null,
    command: command('Race it again', caseRaceCommand(plan, row)),
  };
}
