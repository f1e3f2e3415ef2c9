/** The public API of race-lab. */

// Racing and exploring, as the command line does it, from a test.
export { race } from './api/race.js';
export { explore } from './api/explore.js';
export { replay } from './api/replay.js';
export type {
  ExploreOptions,
  RaceOptions,
  ReplayOptions,
  SharedOptions,
  StrategyChoice,
} from './plan/options.js';
export type { ExploreProgress } from './explore/progress.js';
export type { Progress } from './race/environment.js';

// What a test asserts of a report.
export { assertBroken, assertClaims, assertExpectations, assertHeld } from './api/assertions.js';
export type { AnyReport } from './report/document/any-report.js';

// Own strategies and scenarios. Raw SQL comes along: Kysely has one set of types for ES modules and
// another for CommonJS, and only that of `db` fits it.
export { sql } from 'kysely';
export { defineScenario, type ScenarioDefinition } from './authoring/scenario.js';
export { defineStrategy, type StrategyDefinition } from './authoring/strategy.js';
export { makeOperation, onOneAccount } from './scenarios/operation.js';
export {
  added,
  addToBalances,
  committed,
  overwrote,
  refused,
  selectAccounts,
  setBalances,
} from './strategies/steps.js';
export { Conflict, Refusal } from './errors.js';

// The config of `race-lab check`.
export {
  defineConfig,
  type Config,
  type ExperimentConfig,
  type ExploreExperiment,
  type RunExperiment,
} from './authoring/config.js';

// What there is, and the words for it.
export { scenarios } from './scenarios/index.js';
export { strategies } from './strategies/index.js';
export type * from './model.js';
export { EnvironmentError, LabError, UsageError } from './errors.js';

// A report as text.
export {
  exploreReporters,
  replayReporters,
  reporters,
  type Format,
  type Reporter,
  type Style,
} from './report/index.js';

// The parts that the functions above are made of: a plan, what carries it out, and the analysis.
export { judgeRounds } from './judge/account/race.js';
export { judgeExpectations } from './judge/expectations/race.js';
export {
  judgeExplorationExpectations,
  judgeReplayExpectations,
} from './judge/expectations/exploration.js';
export { judgeSchedule } from './judge/account/schedule.js';
export { exploreLab, replayLab, runLab, type LabOptions } from './lab.js';
export type { WatchOver, WatchTarget } from './watch-over.js';
export { loadFiles, type FileNames } from './files/load.js';
export type { LoadedFiles } from './plan/context.js';
export { createExplorePlan, type ExploreFlags } from './plan/explore.js';
export type { WorkloadContext, WorkloadFlags } from './plan/experiment.js';
export { createPlan, type PlanContext, type RunFlags } from './plan/plan.js';
export { createReplayPlan, type ReplayFlags } from './plan/replay.js';
