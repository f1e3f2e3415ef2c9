/** Reports of checks, by hand. */
import type {
  CheckReport,
  ExperimentOutcome,
  ExpectationResult,
  ExperimentFailure,
} from '../../../../src/model.js';
import {
  broken as brokenRace,
  held as heldRace,
  inconclusive,
  reportOf,
} from '../race/fixtures.js';
import { broken, exploreReportOf } from '../exploration/fixtures.js';

const judged = (
  rule: string,
  strategy: string,
  met: boolean | null,
  actual: string,
): ExpectationResult[] => [{ rule, subject: strategy, met, actual }];

export const ok: ExperimentOutcome = raced(
  'withdraw is safe',
  reportOf([heldRace('atomic')], { expectations: judged('held', 'atomic', true, 'held') }),
);

export const unmet: ExperimentOutcome = raced(
  'nothing is lost',
  reportOf([brokenRace('naive')], { expectations: judged('held', 'naive', false, 'broken') }),
);

export const unjudged: ExperimentOutcome = raced(
  'alone',
  reportOf([inconclusive('naive')], {
    expectations: judged('held', 'naive', null, 'inconclusive'),
  }),
);

export const explored: ExperimentOutcome = (() => {
  const expectations = judged('held', 'naive', false, 'broken');
  const report = exploreReportOf([broken('naive')], { expectations });
  const { plan } = report;
  const name = 'no schedule breaks it';
  return { name, kind: 'explore', plan, durationMs: 40, expectations, report, failure: null };
})();

/** An experiment that ended early, although all its expectations are met. */
export const interrupted: ExperimentOutcome = raced(
  'cut off',
  reportOf([heldRace('atomic')], {
    expectations: judged('held', 'atomic', true, 'held'),
    interruption: 'The server went away.',
  }),
);

export const failed = (changed: Partial<ExperimentFailure> = {}): ExperimentOutcome => {
  const { plan } = reportOf([heldRace('atomic')]);
  const failure = { message: 'no server', hint: 'Start one.', stack: null, ...changed };
  const expectations = [{ rule: 'held', subject: 'atomic', met: null, actual: null }];
  const name = 'somewhere else';
  return { name, kind: 'run', plan, durationMs: 4, expectations, report: null, failure };
};

function raced(name: string, report: ReturnType<typeof reportOf>): ExperimentOutcome {
  const { plan, expectations } = report;
  return { name, kind: 'run', plan, durationMs: 1_234, expectations, report, failure: null };
}

export const checkReportOf = (...experiments: readonly ExperimentOutcome[]): CheckReport => ({
  file: 'race-lab.config.ts',
  experiments,
  durationMs: 4_321,
  expectations: experiments.flatMap(({ expectations }) => expectations),
  interruption: null,
});

/** A report with one of each kind of outcome. */
export const fullReport = (): CheckReport =>
  checkReportOf(ok, unmet, unjudged, explored, interrupted, failed());
