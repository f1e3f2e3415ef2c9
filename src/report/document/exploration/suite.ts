import { Chalk } from 'chalk';
import type {
  DrawnSchedule,
  Workload,
  ExplorationResult,
  ExploreReport,
  ReplayReport,
  ServerInfo,
} from '../../../model.js';
import { lettersOf } from '../../../text/schedule.js';
import { exploreCommand, replayCommand } from '../commands.js';
import { columnsFor } from './columns.js';
import { drawing } from '../../drawing/index.js';
import { proof, reasonFor, witnessCaption, witnessTitle } from './sentences.js';
import { verdictWord } from '../strategy-failure.js';
import { serverName } from '../race/sentences.js';
import { casesOf } from '../suite/cases.js';
import { figuresLine } from '../suite/figures.js';
import type { Evidence, Suite } from '../suite/suite.js';

/** What a page of a CI system shows without a bar to scroll by. */
const WIDTH = 80;

/** An exploration as a suite: a case for each expectation and strategy. */
export function exploreSuite(report: ExploreReport): Suite {
  const { plan, server, results, expectations, interruption } = report;
  return {
    name: `race-lab explore ${plan.scenario.name}`,
    classname: `race-lab.explore.${plan.scenario.name}`,
    properties: propertiesOf(plan, server),
    cases: casesOf({
      results,
      expectations,
      interruption,
      evidence: (result) => exploreEvidence(report, result),
      seconds: ({ durationMs }) => durationMs / 1_000,
    }),
  };
}

/** A replay as a suite: a case for each expectation. It is too short to be timed. */
export function replaySuite(report: ReplayReport): Suite {
  const { plan, server, drawn, expectations } = report;
  const { name: strategy } = plan.strategy;
  const { verdict, reason } = drawn;
  return {
    name: `race-lab replay ${plan.scenario.name}`,
    classname: `race-lab.replay.${plan.scenario.name}`,
    properties: [...propertiesOf(plan, server), ['schedule', lettersOf(plan.schedule)]],
    cases: casesOf({
      results: [{ strategy, verdict, reason, failure: null }],
      expectations,
      interruption: null,
      evidence: () => replayEvidence(report),
      seconds: () => 0,
    }),
  };
}

const propertiesOf = (experiment: Workload, server: ServerInfo): Suite['properties'] => [
  ['scenario', experiment.scenario.name],
  ['workers', `${experiment.workers}`],
  ['operations', `${experiment.operations}`],
  ['accounts', `${experiment.accounts}`],
  ['seed', `${experiment.seed}`],
  ['server', serverName(server)],
];

/** What a strategy's verdict rests on: of a broken one, the schedule with the fewest switches. */
function exploreEvidence({ plan, results }: ExploreReport, result: ExplorationResult): Evidence {
  const { strategy, witness } = result;
  const told = [
    headingOf(strategy, verdictWord(result), witness),
    result.failure === null ? reasonFor(result) : result.reason,
    `Figures: ${figuresLine(result, columnsFor(results))}.`,
  ];
  if (witness !== null) {
    return {
      told: [...told, witnessCaption(witness, result), ...proof(witness)],
      drawn: drawnLines(witness),
      again: ['Replay it:', replayCommand(plan, strategy, witness.schedule)],
    };
  }
  return { told, drawn: [], again: ['Explore it again:', exploreCommand(plan, strategy)] };
}

function replayEvidence({ plan, drawn }: ReplayReport): Evidence {
  const { name } = plan.strategy;
  return {
    told: [headingOf(name, drawn.verdict, drawn), ...proof(drawn)],
    drawn: drawnLines(drawn),
    again: ['Replay it:', replayCommand(plan, name, drawn.schedule)],
  };
}

function headingOf(strategy: string, verdict: string, drawn: DrawnSchedule | null): string {
  const title = drawn === null ? null : witnessTitle(drawn);
  return `${strategy} ${verdict}${title === null ? '' : `: ${title}`}`;
}

const drawnLines = (schedule: DrawnSchedule): string[] =>
  drawing(schedule, { width: WIDTH, chalk: new Chalk({ level: 0 }) });
