import type { CheckReport, ExperimentOutcome } from '../../../model.js';
import { caseExplorationData } from '../cases/exploration/data.js';
import { caseExpectations, strategyExpectations } from '../expectation-data.js';
import { explorationData } from '../exploration/data.js';
import { raceData } from '../race/data.js';
import { statusOf } from './sentences.js';

/** A check as plain data. Each report is what its command would write. */
export const checkData = ({ file, durationMs, experiments, ...rest }: CheckReport) => ({
  file,
  durationMs,
  experiments: experiments.map(experimentData),
  interruption: rest.interruption,
});

const experimentData = (experiment: ExperimentOutcome) => ({
  name: experiment.name,
  command: experiment.plan.command,
  /** Null: it could not be judged, or could not be carried out. */
  met: { ok: true, 'NOT MET': false, 'not judged': null, ERROR: null }[statusOf(experiment)],
  durationMs: experiment.durationMs,
  expectations: expectationData(experiment),
  failure: experiment.failure,
  report: reportData(experiment),
});

const expectationData = ({ kind, expectations }: ExperimentOutcome) =>
  kind === 'cases' ? caseExpectations(expectations) : strategyExpectations(expectations);

function reportData({ kind, report }: ExperimentOutcome) {
  if (report === null) return null;
  switch (kind) {
    case 'run':
      return raceData(report);
    case 'explore':
      return explorationData(report);
    case 'cases':
      return caseExplorationData(report);
    default:
      return kind satisfies never;
  }
}
