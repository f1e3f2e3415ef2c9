import type {
  DrawnSchedule,
  ExplorationResult,
  ExploreReport,
  ServerInfo,
  Workload,
} from '../../../model.js';
import { formatTime } from '../../../plan/format.js';
import { exploreCommand, replayCommand } from '../commands.js';
import { command } from '../parts.js';
import { serverName } from '../setup.js';
import { verdictWord } from '../failure.js';
import { casesOf } from '../suite/cases.js';
import { figuresLine } from '../suite/figures.js';
import type { Evidence, Suite } from '../suite/suite.js';
import { columnsFor } from './columns.js';
import { proof, reasonFor, witnessCaption, witnessTitle } from './sentences.js';

/** An exploration as a suite: a case for each expectation and strategy. */
export function explorationSuite(report: ExploreReport): Suite {
  const { plan, server, results, expectations, interruption } = report;
  return {
    name: `race-lab explore ${plan.scenario.name}`,
    classname: `race-lab.explore.${plan.scenario.name}`,
    properties: [...propertiesOf(plan, server), ...timeLimitProperty(plan.timeLimitMs)],
    cases: casesOf({
      results,
      expectations,
      interruption,
      nameOf: ({ strategy }) => strategy,
      evidence: (result) => evidenceOf(report, result),
      seconds: ({ durationMs }) => durationMs / 1_000,
    }),
  };
}

/** The workload and the server. */
export const propertiesOf = (workload: Workload, server: ServerInfo): Suite['properties'] => [
  ['scenario', workload.scenario.name],
  ['workers', `${workload.workers}`],
  ['operations', `${workload.operations}`],
  ['accounts', `${workload.accounts}`],
  ['seed', `${workload.seed}`],
  ['server', serverName(server)],
];

/** Empty without a limit. */
export const timeLimitProperty = (ms: number | null): Suite['properties'] =>
  ms === null ? [] : [['timeLimit', formatTime(ms)]];

/** The evidence for a verdict. For a broken one, the schedule with the fewest switches. */
function evidenceOf({ plan, results }: ExploreReport, result: ExplorationResult): Evidence {
  const { strategy, witness } = result;
  const lines = [
    headingOf(strategy, verdictWord(result), witness),
    result.failure === null ? reasonFor(result) : result.reason,
    `Figures: ${figuresLine(result, columnsFor(results))}.`,
  ];
  if (witness !== null) {
    return {
      lines: [...lines, witnessCaption(witness, result), ...proof(witness)],
      schedule: witness,
      command: command('Replay it', replayCommand(plan, strategy, witness.schedule)),
    };
  }
  const again = command('Explore it again', exploreCommand(plan, strategy));
  return { lines, schedule: null, command: again };
}

/** `naive broken: lost update` */
export function headingOf(
  strategy: string,
  verdict: string,
  schedule: DrawnSchedule | null,
): string {
  const title = schedule === null ? null : witnessTitle(schedule);
  return `${strategy} ${verdict}${title === null ? '' : `: ${title}`}`;
}
