/** The verdicts of both judges on every schedule of a strategy, sent by another driver through the wire gate. */
import { scheduleOf } from '../../src/explore/schedule.js';
import { accountJudge, type AccountEnd } from '../../src/judge/account/schedule-judge.js';
import type { Coverage, ExplorePlan, Scenario, Verdict } from '../../src/model.js';
import { createExplorePlan, type ExploreFlags } from '../../src/plan/explore.js';
import { scenarios } from '../../src/scenarios/index.js';
import { strategies } from '../../src/strategies/index.js';
import { lettersOf } from '../../src/text/schedule.js';
import type { Explorer } from './every-schedule.js';
import { accountEndOf, caseOf } from './strategy-case.js';

/** What a judge says of a schedule. */
interface Opinion {
  readonly verdict: Verdict;
  readonly anomalies: readonly string[];
}

/** A schedule, judged twice. */
export interface JudgedTwice {
  readonly letters: string;
  /** By the versions that operations read and wrote. */
  readonly walk: Opinion;
  /** By the serial orders. */
  readonly serial: Opinion;
  readonly end: AccountEnd;
}

/** All schedules of a strategy, judged twice. */
export interface BothJudges {
  readonly plan: ExplorePlan;
  readonly coverage: Coverage;
  readonly unsteady: number;
  readonly schedules: readonly JudgedTwice[];
  readonly masked: readonly string[];
}

/** @param more scenarios besides the built-in ones */
export async function bothJudgesOn(
  { explore }: Explorer,
  flags: ExploreFlags,
  more: readonly Scenario[] = [],
): Promise<BothJudges> {
  const plan = createExplorePlan(flags, {
    strategies,
    scenarios: [...scenarios, ...more],
    environmentUrl: undefined,
  });
  const [strategy] = plan.strategies;
  if (strategy === undefined) throw new Error('the plan has no strategy');
  const { coverage, unsteady, runs, judge } = await explore(caseOf(strategy, plan));
  const walk = accountJudge(plan, strategy.name);
  const schedules = runs.map(({ choices, end: caseEnd }): JudgedTwice => {
    const end = accountEndOf(caseEnd, plan);
    return {
      letters: lettersOf(scheduleOf(choices)),
      walk: walk.verdictOn({ choices, end }),
      serial: judge.verdictOn({ choices, end: caseEnd }),
      end,
    };
  });
  return { plan, coverage, unsteady, schedules, masked: judge.knowledge.masked };
}

/** Schedules on which the judges differ. */
export const differing = ({ schedules }: BothJudges): readonly JudgedTwice[] =>
  schedules.filter(({ walk, serial }) => walk.verdict !== serial.verdict);
