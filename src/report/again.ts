/** How to see a finding again: as a command, or, where the command line cannot say it, as a call. */
import type { ExplorePlan, ReplayPlan, RunPlan, Scenario, Schedule, Strategy } from '../model.js';
import { commandOf, exploreCommandOf, replayCommandOf } from '../plan/command.js';
import { isNameableScenario, isNameableStrategy } from '../plan/nameable.js';
import { lettersOf } from '../text/schedule.js';

/** Races one strategy of a race once more, without what that race was judged by. */
export function raceAgain(plan: RunPlan, name: string): string {
  return hasCommand(plan, plan.strategies, name)
    ? commandOf({ ...plan, keep: false, expectations: [] }, [name])
    : callOf('race', plan.strategies, name, `seed: ${plan.seed}`);
}

/** Explores one strategy of an exploration once more, without what that was judged by. */
export function exploreAgain(plan: ExplorePlan, name: string): string {
  return hasCommand(plan, plan.strategies, name)
    ? exploreCommandOf({ ...plan, expectations: [] }, [name])
    : callOf('explore', plan.strategies, name);
}

/** Runs a schedule of an exploration, or of a replay, once more. */
export function replayAgain(
  plan: ExplorePlan | ReplayPlan,
  name: string,
  schedule: Schedule,
): string {
  const explored = plan.command === 'explore' ? plan.strategies : [plan.strategy];
  return hasCommand(plan, explored, name)
    ? replayCommandOf(plan, name, schedule)
    : callOf('replay', explored, name, `schedule: '${lettersOf(schedule)}'`);
}

/** Whether the command line can name them. */
function hasCommand(
  { scenario }: { readonly scenario: Scenario },
  chosen: readonly Strategy[],
  name: string,
): boolean {
  const strategy = chosen.find((candidate) => candidate.name === name) ?? { name };
  return isNameableScenario(scenario) && isNameableStrategy(strategy);
}

/** `options` stands for those of the call that found it. */
function callOf(
  name: 'race' | 'explore' | 'replay',
  chosen: readonly Strategy[],
  strategy: string,
  more?: string,
): string {
  const which = chosen.length > 1 ? [`strategy: ${identifier(strategy)}`] : [];
  const changed = more === undefined ? which : [...which, more];
  return `${name}({ ${['...options', ...changed].join(', ')} })`;
}

/** What a variable for it is usually called: `readThenWrite` for `read-then-write`. */
const identifier = (name: string): string =>
  name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
