/** The public API of race-lab. Everything else in the package may change without notice. */

// Racing and exploring from a test, as the command line does it.
export { race } from './api/race.js';
export { explore } from './api/explore.js';
export { replay } from './api/replay.js';
export type { CallOptions } from './api/call-options.js';
export type {
  CaseExperimentOptions,
  CaseExploreOptions,
  CaseReplayOptions,
} from './plan/case-options.js';
export type { CaseLoadOptions, FreeRaceOptions } from './plan/case-race-options.js';
export type {
  ExploreOptions,
  RaceOptions,
  ReplayOptions,
  SharedOptions,
  StrategyChoice,
} from './plan/options.js';
export type { ExploreProgress } from './subject/progress.js';
export type { Progress } from './race/environment.js';

// What a test asserts of a report.
export { assertBroken, assertClaims, assertExpectations, assertHeld } from './api/assertions.js';
export type {
  AnyReport,
  CaseRaceReport,
  CaseReport,
  StrategyReport,
} from './report/document/any-report.js';

// Own cases.
export { defineCase } from './authoring/case.js';
export type {
  CaseChoice,
  CaseDefinition,
  CaseProperties,
  CommonProperties,
  DatabaseAddress,
  NamedWorkers,
  ProgramDefinition,
  RefusalChoice,
  RepeatedWorker,
  ServiceCaseDefinition,
  ServiceDefinition,
  ServiceProperties,
  SqlSource,
  WorkerFunction,
} from './authoring/case.js';
// Own strategies and scenarios. `sql` is exported too, because Kysely has separate types for ES modules
// and CommonJS, and only the types that `db` has are compatible with it.
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
export { defineConfig } from './authoring/config.js';
export type {
  CaseExperiment,
  Config,
  ExperimentConfig,
  ExploreExperiment,
  RunExperiment,
} from './plan/config.js';

// The built-in scenarios and strategies.
export { scenarios } from './scenarios/index.js';
export { strategies } from './strategies/index.js';

// Errors.
export { EnvironmentError, LabError, UsageError } from './errors.js';
export type { ErrorCode, OptionName } from './errors.js';

// The types of strategies, scenarios, cases and reports.
export type * from './model/account.js';
export type * from './model/operation.js';
export type * from './model/strategy.js';
export type * from './model/scenario.js';
export type * from './model/result.js';
export type * from './model/report.js';
export type * from './model/plan.js';
export type * from './model/exploration.js';
export type * from './model/case.js';
export type * from './model/case-race.js';
export type * from './model/json.js';
export type * from './model/service.js';
export type * from './model/schedule.js';
export type { AccountState, OperationRecord, Outcome, RetryCause } from './model/history.js';
