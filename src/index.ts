/** The public API of race-lab. */
export { judge } from './analysis/judge.js';
export { judgeExpectations } from './analysis/expectations.js';
export { judgeSchedule } from './analysis/schedule.js';
export { Conflict, EnvironmentError, LabError, Refusal, UsageError } from './errors.js';
export { type ExploreProgress } from './explore/progress.js';
export { exploreLab, replayLab, runLab, type LabOptions } from './lab.js';
export type * from './model.js';
export { createExplorePlan, type ExploreFlags } from './plan/explore.js';
export { createPlan, type PlanContext, type RunFlags } from './plan/plan.js';
export { createReplayPlan, type ReplayFlags } from './plan/replay.js';
export { type Progress } from './race/environment.js';
export { exploreReporters, replayReporters } from './report/explore/index.js';
export { reporters, type Format, type Reporter, type Style } from './report/index.js';
export { scenarios } from './scenarios/index.js';
export { strategies } from './strategies/index.js';
