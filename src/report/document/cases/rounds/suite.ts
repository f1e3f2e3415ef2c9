import type { FreeRaceReport } from '../../../../model.js';
import { verdictWord } from '../../failure.js';
import { command } from '../../parts.js';
import { serverName } from '../../setup.js';
import { casesOf } from '../../suite/cases.js';
import { figuresLine } from '../../suite/figures.js';
import { classnamePart, type Evidence, type Suite } from '../../suite/suite.js';
import { roundAgain } from '../commands.js';
import { subjectOf } from '../exploration/sentences.js';
import { besides } from '../parts.js';
import { witnessTitle } from '../story.js';
import { columnsFor, rowsOf, type RoundsRow } from './columns.js';
import { endLines, reasonFor, endFacts, witnessStory } from './sentences.js';

/** Free rounds of cases as a suite: an entry for each expectation and case. */
export function roundsSuite(report: FreeRaceReport): Suite {
  const { plan, server, expectations, interruption } = report;
  return {
    name: `race-lab run ${subjectOf(report)}`,
    classname: `race-lab.run.${plan.cases.length === 1 ? classnamePart(subjectOf(report)) : 'cases'}`,
    properties: [
      ['rounds', `${plan.rounds}`],
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

/** The evidence for a verdict: how the rounds ended, and for a broken one the first that broke. */
function evidenceOf(report: FreeRaceReport, row: RoundsRow): Evidence {
  const { name, witness, workers } = row;
  const { label, line } = roundAgain(report.plan, row, witness);
  const found = witness === null ? null : witnessTitle(endFacts(witness, workers));
  return {
    lines: [
      `${name} ${verdictWord(row)}${found === null ? '' : `: ${found}`}`,
      row.failure === null ? reasonFor(row) : row.reason,
      `Figures: ${figuresLine(row, columnsFor(rowsOf(report)))}.`,
      ...endLines(row).map((end) => `${end.name}: ${end.text}.`),
      ...(witness === null ? [] : witnessStory(witness, row)),
      ...besides(row),
    ],
    schedule: null,
    command: command(label, line),
  };
}
