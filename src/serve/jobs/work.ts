/** Options of a request → a validated plan, and the work that carries it out. */
import type { CaseFinder } from '../../files/load-cases.js';
import { exploreLab, runLab, wholeReport, type LabOptions } from '../../lab.js';
import type { Case, Scenario, Strategy } from '../../model.js';
import { caseExploreFlags, type CaseExploreOptions } from '../../plan/case-options.js';
import {
  caseRaceFlags,
  type CaseLoadOptions,
  type FreeRaceOptions,
} from '../../plan/case-race-options.js';
import { createCaseRacePlan } from '../../plan/case-race.js';
import { createCaseExplorePlan } from '../../plan/case.js';
import { planContext, type PlanContext } from '../../plan/context.js';
import { createExplorePlan } from '../../plan/explore.js';
import { unknownName } from '../../plan/nearest-name.js';
import {
  exploreRequest,
  raceRequest,
  type ExploreOptions,
  type RaceOptions,
} from '../../plan/options.js';
import { createPlan } from '../../plan/plan.js';
import { randomSeed } from '../../plan/seed.js';
import {
  caseExploreReporters,
  caseLoadReporters,
  exploreReporters,
  reporters,
  roundsReporters,
  type Reporters,
} from '../../report/index.js';
import type { JobResult, Tell, Work } from './jobs.js';

/** What races and explorations work with. */
export interface WorkParts {
  /** The server for all of them; null: each starts an embedded one. */
  readonly url: string | null;
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
  readonly cases: readonly Case[];
  readonly lab: Pick<LabOptions, 'cache' | 'patience' | 'leftovers' | 'watchOver' | 'finder'>;
  readonly freshInstance: CaseFinder;
}

/** The options of a request: those of strategies, or `cases` with their options. */
export type JobOptions<Options> = Omit<Options, 'url'> & {
  readonly cases?: string | readonly string[] | undefined;
};

const STYLE = { width: 80, color: false };

const resultOf = <R>({ json, document }: Reporters<R>, report: R): JobResult => ({
  report: JSON.parse(json(report, STYLE)),
  document: document(report),
});

/** @throws {UsageError} when an option is wrong */
export function raceWork(
  options: JobOptions<RaceOptions & FreeRaceOptions & CaseLoadOptions>,
  parts: WorkParts,
): Work {
  const { cases, ...others } = options;
  if (cases !== undefined) return caseRaceWork(casesOf(cases, parts), others, parts);
  const plan = createPlan('run', raceRequest(others).flags, contextOf(parts));
  return async (signal, tell) => {
    let ended = 0;
    const progress = {
      roundStarted: (strategy: string, round: number) => tell({ strategy, round, ended }),
      operationEnded: () => tell({ ended: (ended += 1) }),
    };
    const done = await runLab(plan, { ...parts.lab, signal, progress, reportsFailure: true });
    return resultOf(reporters, wholeReport(done));
  };
}

function caseRaceWork(
  cases: readonly Case[],
  options: FreeRaceOptions & CaseLoadOptions,
  parts: WorkParts,
): Work {
  const plan = createCaseRacePlan(caseRaceFlags(options, 'race'), cases, urlOf(parts));
  return async (signal, tell) => {
    const { caseLoadLab, raceCasesLab } = await import('../../lab/case-races.js');
    let ended = 0;
    const progress = {
      roundStarted: (name: string, round: number) => tell({ case: name, round, ended }),
      operationEnded: () => tell({ ended: (ended += 1) }),
    };
    const { finder: _strategies, ...lab } = parts.lab;
    const shared = { ...lab, signal, progress, freshInstance: parts.freshInstance };
    return plan.kind === 'rounds'
      ? resultOf(roundsReporters, wholeReport(await raceCasesLab(plan, shared)))
      : resultOf(caseLoadReporters, wholeReport(await caseLoadLab(plan, shared)));
  };
}

/** @throws {UsageError} when an option is wrong */
export function explorationWork(
  options: JobOptions<ExploreOptions & CaseExploreOptions>,
  parts: WorkParts,
): Work {
  const { cases, ...others } = options;
  if (cases !== undefined) return caseExplorationWork(casesOf(cases, parts), others, parts);
  const plan = createExplorePlan(exploreRequest(others).flags, contextOf(parts));
  return async (signal, tell) => {
    const progress = explorationProgress(tell);
    const done = await exploreLab(plan, { ...parts.lab, signal, progress, reportsFailure: true });
    return resultOf(exploreReporters, wholeReport(done));
  };
}

function caseExplorationWork(
  cases: readonly Case[],
  options: CaseExploreOptions,
  parts: WorkParts,
): Work {
  const plan = createCaseExplorePlan(caseExploreFlags(options, 'explore'), cases, urlOf(parts));
  return async (signal, tell) => {
    const { exploreCasesLab } = await import('../../lab/cases.js');
    const { finder: _strategies, ...lab } = parts.lab;
    const done = await exploreCasesLab(plan, {
      ...lab,
      signal,
      progress: explorationProgress(tell),
      freshInstance: parts.freshInstance,
      reportsFailure: true,
    });
    return resultOf(caseExploreReporters, wholeReport(done));
  };
}

function explorationProgress(tell: Tell) {
  let [name, schedules, broken] = ['', 0, 0];
  return {
    started: (next: string) => {
      [name, schedules, broken] = [next, 0, 0];
      tell({ name, schedules, broken });
    },
    scheduleEnded: (isBroken: boolean) => {
      schedules += 1;
      if (isBroken) broken += 1;
      tell({ name, schedules, broken });
    },
  };
}

export const urlOf = ({ url }: WorkParts) => ({ environmentUrl: url ?? undefined });

/** A request names what was given on the command line: it loads no files. */
export const contextOf = ({ url, strategies, scenarios }: WorkParts): PlanContext =>
  planContext(
    { environmentUrl: url ?? undefined, randomSeed },
    { where: 'serve', strategies, scenarios },
  );

export function casesOf(named: string | readonly string[], { cases }: WorkParts): readonly Case[] {
  const known = new Map(cases.map((each) => [each.name, each]));
  return [named].flat().map((name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const subject = { text: 'cases', option: null };
    throw unknownName({ code: 'NOT_EXPORTED', subject, kind: 'case' }, name, [...known.keys()]);
  });
}
