/** How to see a finding again: as a command, or, where no command can say it, as a call. */
import type { ExplorePlan, ReplayPlan, RunPlan, Schedule, Strategy } from '../../model.js';
import {
  checkCommandOf,
  commandOf,
  exploreCommandOf,
  replayCommandOf,
} from '../../plan/command.js';
import { isNameableScenario, isNameableStrategy } from '../../plan/naming.js';
import { lettersOf } from '../../text/schedule.js';

/** Races one strategy of a race once more, without what that race was judged by. */
export const raceCommand = (plan: RunPlan, name: string): string =>
  canBeNamed(plan, [name])
    ? commandOf({ ...plan, keep: false, expectations: [] }, [name])
    : callFor(plan, 'race', name, `seed: ${plan.seed}`);

/** Explores one strategy of an exploration once more, without what that was judged by. */
export const exploreCommand = (plan: ExplorePlan, name: string): string =>
  canBeNamed(plan, [name])
    ? exploreCommandOf({ ...plan, expectations: [] }, [name])
    : callFor(plan, 'explore', name);

/** Runs a schedule of an exploration, or of a replay, once more. */
export const replayCommand = (
  plan: ExplorePlan | ReplayPlan,
  name: string,
  schedule: Schedule,
): string =>
  canBeNamed(plan, [name])
    ? replayCommandOf(plan, name, schedule)
    : callFor(plan, 'replay', name, `schedule: '${lettersOf(schedule)}'`);

/** Carries all of a plan out once more, judged as it was. */
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
 * Where the command line has no names for it: the experiment that it comes from, or a call, in
 * which `options` stands for those of the call that found it.
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

/** What a variable for it is usually called: `readThenWrite` for `read-then-write`. */
const identifier = (name: string): string =>
  name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
