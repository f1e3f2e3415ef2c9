import type { Report, StrategyResult } from '../../../model.js';
import { raceCommand } from '../commands.js';
import { PAGE_RANK, columnsUpTo } from './columns.js';
import { serverName } from '../setup.js';
import { verdictWord } from '../failure.js';
import { failureCauses, proof, retryCauses, witnessTitle } from './sentences.js';
import { command } from '../parts.js';
import { casesOf } from '../suite/cases.js';
import { figuresLine } from '../suite/figures.js';
import type { Evidence, Suite } from '../suite/suite.js';

/** A race as a suite: a case for each expectation and strategy. */
export function raceSuite(report: Report): Suite {
  const { plan, server, results, expectations, interruption } = report;
  const { command: name, scenario, workers, accounts, rounds, seed } = plan;
  return {
    name: `race-lab ${name} ${scenario.name}`,
    classname: `race-lab.${name}.${scenario.name}`,
    properties: [
      ['scenario', scenario.name],
      ['workers', `${workers}`],
      ['accounts', `${accounts}`],
      ['rounds', `${rounds}`],
      ['seed', `${seed}`],
      ['server', serverName(server)],
    ],
    cases: casesOf({
      results,
      expectations,
      interruption,
      nameOf: ({ strategy }) => strategy,
      evidence: (result) => raceEvidence(report, result),
      seconds: ({ durationMs }) => durationMs / 1_000,
    }),
  };
}

/** The evidence for a strategy's verdict, and its figures. */
function raceEvidence(report: Report, result: StrategyResult): Evidence {
  const { strategy } = result;
  const title = witnessTitle(report, result);
  const causes = retryCauses(result);
  return {
    lines: [
      `${strategy} ${verdictWord(result)}${title === null ? '' : `: ${title}`}`,
      ...proof(result),
      ...failureCauses(result),
      ...(causes === null ? [] : [`Retries: ${causes}.`]),
      `Figures: ${figuresLine(result, columnsUpTo(PAGE_RANK))}.`,
    ],
    schedule: null,
    command: command('Race it again', raceCommand(report.plan, strategy)),
  };
}
