import { judgeCaseExpectations } from '../judge/expectations/cases.js';
import { judgeExplorationExpectations } from '../judge/expectations/exploration.js';
import { judgeExpectations } from '../judge/expectations/race.js';
import { LabError } from '../errors.js';
import type {
  CaseExplorePlan,
  CaseExploreReport,
  CheckPlan,
  CheckReport,
  ExperimentOutcome,
  ExperimentFailure,
  ExpectationResult,
  ExplorePlan,
  ExploreReport,
  PlannedExperiment,
  Report,
  RunPlan,
  CodeFailure,
} from '../model.js';
import { withoutPasswords } from '../plan/redact.js';

/** How experiments are run and reported. */
export interface CheckEnvironment {
  /** `experiment` says which experiment of the check it is. */
  readonly run: (plan: RunPlan, experiment: PlannedExperiment) => Promise<Report>;
  readonly explore: (plan: ExplorePlan, experiment: PlannedExperiment) => Promise<ExploreReport>;
  readonly exploreCases: (
    plan: CaseExplorePlan,
    experiment: PlannedExperiment,
  ) => Promise<CaseExploreReport>;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** Ends everything early, with its reason. */
  readonly signal: AbortSignal;
  /** Receives each experiment as soon as it has ended. */
  readonly ended?: (experiment: ExperimentOutcome) => Promise<void>;
}

/**
 * Runs experiments one after the other. An experiment that cannot be carried out does not stop the
 * others.
 * @throws the signal's reason when it is aborted
 */
export async function checkLab(
  { file, experiments }: CheckPlan,
  environment: CheckEnvironment,
): Promise<CheckReport> {
  const began = environment.now();
  const checked: ExperimentOutcome[] = [];
  for (const experiment of experiments) {
    const outcome = await carryOut(experiment, environment);
    checked.push(outcome);
    await environment.ended?.(outcome);
  }
  return {
    file,
    experiments: checked,
    durationMs: environment.now() - began,
    expectations: checked.flatMap(({ expectations }) => expectations),
    interruption: interruptionOf(checked, file),
  };
}

async function carryOut(
  experiment: PlannedExperiment,
  { run, explore, exploreCases, now, signal }: CheckEnvironment,
): Promise<ExperimentOutcome> {
  const began = now();
  const measured = () => ({ durationMs: now() - began });
  signal.throwIfAborted();
  try {
    switch (experiment.kind) {
      case 'run': {
        const report = await run(experiment.plan, experiment);
        const { expectations } = report;
        return { ...experiment, ...measured(), expectations, report, failure: null };
      }
      case 'explore': {
        const report = await explore(experiment.plan, experiment);
        const { expectations } = report;
        return { ...experiment, ...measured(), expectations, report, failure: null };
      }
      case 'cases': {
        const report = await exploreCases(experiment.plan, experiment);
        const { expectations } = report;
        return { ...experiment, ...measured(), expectations, report, failure: null };
      }
      default:
        return experiment satisfies never;
    }
  } catch (error) {
    signal.throwIfAborted();
    const expectations = unjudged(experiment);
    return { ...experiment, ...measured(), expectations, report: null, failure: failureOf(error) };
  }
}

/** Without results, no expectation can be judged. */
function unjudged({ kind, plan }: PlannedExperiment): ExpectationResult[] {
  switch (kind) {
    case 'run':
      return judgeExpectations(plan.expectations, plan.strategies, plan.scenario, []);
    case 'explore':
      return judgeExplorationExpectations(plan.expectations, plan.strategies, plan.scenario, []);
    case 'cases':
      return judgeCaseExpectations(plan, []);
    default:
      return kind satisfies never;
  }
}

function failureOf(error: unknown): ExperimentFailure {
  const message = withoutPasswords(error instanceof Error ? error.message : String(error));
  if (error instanceof LabError) {
    const hint = error.hint === undefined ? null : withoutPasswords(error.hint);
    return { message, hint, stack: null };
  }
  const stack = error instanceof Error ? withoutPasswords(error.stack ?? '') : null;
  return {
    message: `a defect in race-lab, or in the code of a strategy or a case: ${message}`,
    hint: null,
    stack,
  };
}

function interruptionOf(checked: readonly ExperimentOutcome[], file: string | null): string | null {
  const names = checked
    .filter(({ report, failure }) => failure !== null || !isWhole(report))
    .map(({ name }) => JSON.stringify(name));
  if (names.length === 0) return null;
  const word = file === null ? 'case' : 'experiment';
  const which =
    checked.length === 1 ? `the ${word}` : `${names.length} of ${checked.length} ${word}s`;
  return `${which} could not be carried out to the end: ${names.join(', ')}`;
}

function isWhole({ interruption, results }: Report | ExploreReport | CaseExploreReport): boolean {
  const all: readonly { readonly failure: CodeFailure | null }[] = results;
  return interruption === null && all.every(({ failure }) => failure === null);
}
