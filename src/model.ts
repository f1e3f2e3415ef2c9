/**
 * The words of the lab, as types. A strategy and a scenario meet only through
 * {@link Operation}; the race produces a {@link History}; a judge turns it
 * into {@link StrategyResult}s; reporters turn a {@link Report} into text.
 */
export type * from './model/account.js';
export type * from './model/operation.js';
export type * from './model/strategy.js';
export type * from './model/scenario.js';
export type * from './model/history.js';
export type * from './model/result.js';
export type * from './model/plan.js';
export type * from './model/report.js';
export type * from './model/variation.js';
export type * from './model/schedule.js';
export type * from './model/exploration.js';
export type * from './model/case.js';
export type * from './model/case-race.js';
export type * from './model/json.js';
export type * from './model/service.js';
export type * from './model/check.js';
export type * from './model/definition.js';
