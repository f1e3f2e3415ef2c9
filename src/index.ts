/** The public API of race-lab. */
export { judge } from './analysis/judge.js';
export { judgeExpectations } from './analysis/expectations.js';
export { judgeSchedule } from './analysis/schedule.js';
export { defineScenario, type ScenarioDefinition } from './define/scenario.js';
export { defineStrategy, type StrategyDefinition } from './define/strategy.js';
export { Conflict, EnvironmentError, LabError, Refusal, UsageError } from './errors.js';
export { type ExploreProgress } from './explore/progress.js';
export { exploreLab, replayLab, runLab, type LabOptions } from './lab.js';
export { freshInstance, loadFiles, type Naming } from './files/load.js';
export type * from './model.js';
export { type LoadedFiles } from './plan/context.js';
export { createExplorePlan, type ExploreFlags } from './plan/explore.js';
export { createPlan, type PlanContext, type RunFlags } from './plan/plan.js';
export { createReplayPlan, type ReplayFlags } from './plan/replay.js';
export { type Progress } from './race/environment.js';
export { exploreReporters, replayReporters } from './report/explore/index.js';
export { reporters, type Format, type Reporter, type Style } from './report/index.js';
export { makeOperation, onOneAccount } from './scenarios/operation.js';
export { scenarios } from './scenarios/index.js';
export { strategies } from './strategies/index.js';
export {
  added,
  addToBalances,
  committed,
  overwrote,
  refused,
  selectAccounts,
  setBalances,
} from './strategies/steps.js';
