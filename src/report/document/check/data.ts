import type { CheckReport, ExperimentOutcome } from '../../../model.js';
import { exploreData } from '../../explore/json.js';
import { raceData } from '../race/data.js';
import { versioned } from '../../formats/json.js';
import { statusOf } from './sentences.js';

/** For programs: one object, in which each report is what the command on its own would write. */
export const checkJson = ({ file, durationMs, experiments, ...rest }: CheckReport): string =>
  versioned({
    file,
    durationMs,
    experiments: experiments.map(experimentData),
    interruption: rest.interruption,
  });

const experimentData = (experiment: ExperimentOutcome) => ({
  name: experiment.name,
  command: experiment.kind,
  /** Null: it could not be judged, or not be carried out. */
  met: { ok: true, 'NOT MET': false, 'not judged': null, ERROR: null }[statusOf(experiment)],
  durationMs: experiment.durationMs,
  expectations: experiment.expectations,
  failure: experiment.failure,
  report: reportData(experiment),
});

function reportData({ kind, report }: ExperimentOutcome) {
  if (report === null) return null;
  return kind === 'run' ? raceData(report) : exploreData(report);
}
