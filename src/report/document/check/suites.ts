import type {
  CheckReport,
  ExperimentOutcome,
  ExpectationResult,
  ExperimentFailure,
} from '../../../model.js';
import { caseExplorationSuite } from '../cases/exploration/suite.js';
import { casesOf } from '../suite/cases.js';
import { explorationSuite } from '../exploration/suite.js';
import { raceSuite } from '../race/suite.js';
import { classnamePart, linesOnly, type Suite } from '../suite/suite.js';

/** A suite for each experiment, with its name. */
export const checkSuites = ({ experiments }: CheckReport): Suite[] =>
  experiments.map((experiment) => ({
    ...suiteOf(experiment),
    name: experiment.name,
    classname: `race-lab.${classnamePart(experiment.name)}`,
  }));

function suiteOf(experiment: ExperimentOutcome): Pick<Suite, 'properties' | 'cases'> {
  const { kind, report, failure, expectations } = experiment;
  if (report === null) return { properties: [], cases: failedCases(expectations, failure) };
  switch (kind) {
    case 'run':
      return raceSuite(report);
    case 'explore':
      return explorationSuite(report);
    case 'cases':
      return caseExplorationSuite(report);
    default:
      return kind satisfies never;
  }
}

/** The same cases as for an experiment that finished, so that none is missing. */
function failedCases(expectations: readonly ExpectationResult[], failure: ExperimentFailure) {
  const { message, hint, stack } = failure;
  return casesOf({
    results: [],
    expectations,
    interruption: message,
    circumstances: [hint, ...(stack?.split('\n') ?? [])].filter((line) => line !== null),
    nameOf: () => '',
    evidence: () => linesOnly(),
    seconds: () => 0,
  });
}
