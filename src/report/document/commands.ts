/** How to repeat a result: a command, or a call if the command line cannot name the strategy. */
import type { ExplorePlan, ReplayPlan, RunPlan, Schedule, Strategy } from '../../model.js';
import {
  checkCommandOf,
  commandOf,
  exploreCommandOf,
  replayCommandOf,
} from '../../plan/command.js';
import { isNameableScenario, isNameableStrategy } from '../../plan/naming.js';
import { lettersOf } from '../../text/schedule.js';

/** Repeats the race of one strategy, without the expectations. */
export const raceCommand = (plan: RunPlan, name: string): string =>
  canBeNamed(plan, [name])
    ? commandOf({ ...plan, keep: false, expectations: [] }, [name])
    : callFor(plan, 'race', name, `seed: ${plan.seed}`);

/** Repeats the exploration of one strategy, without the expectations. */
export const exploreCommand = (plan: ExplorePlan, name: string): string =>
  canBeNamed(plan, [name])
    ? exploreCommandOf({ ...plan, expectations: [] }, [name])
    : callFor(plan, 'explore', name);

/** Runs a schedule of an exploration or a replay again. */
export const replayCommand = (
  plan: ExplorePlan | ReplayPlan,
  name: string,
  schedule: Schedule,
): string =>
  canBeNamed(plan, [name])
    ? replayCommandOf(plan, name, schedule)
    : callFor(plan, 'replay', name, `schedule: '${lettersOf(schedule)}'`);

/** Repeats a whole plan, with its expectations. */
export function planCommand(plan: RunPlan | ExplorePlan): string {
  const names = plan.strategies.map(({ name }) => name);
  if (plan.origin !== undefined && !canBeNamed(plan, names)) return checkCommandOf(plan.origin);
  return plan.command === 'explore' ? exploreCommandOf(plan) : commandOf(plan);
}

type Plan = RunPlan | ExplorePlan | ReplayPlan;

const strategiesOf = (plan: Plan): readonly Strategy[] =>
  plan.command === 'replay' ? [plan.strategy] : plan.strategies;

/** Whether the command line can name these strategies, and the scenario. */
function canBeNamed(plan: Plan, names: readonly string[]): boolean {
  const chosen = strategiesOf(plan).filter(({ name }) => names.includes(name));
  return isNameableScenario(plan.scenario) && chosen.every(isNameableStrategy);
}

/**
 * For strategies that the command line cannot name: the experiment of the config, or a call. In the
 * call, `options` means the options of the original call.
 */
function callFor(
  plan: Plan,
  call: 'race' | 'explore' | 'replay',
  strategy: string,
  more?: string,
): string {
  if ('origin' in plan && plan.origin !== undefined) return checkCommandOf(plan.origin);
  const which = strategiesOf(plan).length > 1 ? [`strategy: ${identifier(strategy)}`] : [];
  const changed = more === undefined ? which : [...which, more];
  return `${call}({ ${['...options', ...changed].join(', ')} })`;
}

/** The usual variable name for a strategy: `readThenWrite` for `read-then-write`. */
const identifier = (name: string): string =>
  name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
