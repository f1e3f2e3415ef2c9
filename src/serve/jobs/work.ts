/** Options of a request → a validated plan, and the work that carries it out. */
import { exploreLab, runLab, wholeReport } from '../../lab.js';
import type { Case } from '../../model.js';
import { caseExploreFlags, type CaseExploreOptions } from '../../plan/case-options.js';
import {
  caseRaceFlags,
  type CaseLoadOptions,
  type FreeRaceOptions,
} from '../../plan/case-race-options.js';
import { createCaseRacePlan } from '../../plan/case-race.js';
import { createCaseExplorePlan } from '../../plan/case.js';
import { createExplorePlan } from '../../plan/explore.js';
import {
  exploreRequest,
  raceRequest,
  type ExploreOptions,
  type RaceOptions,
} from '../../plan/options.js';
import { createPlan } from '../../plan/plan.js';
import {
  caseExploreReporters,
  caseLoadReporters,
  exploreReporters,
  reporters,
  roundsReporters,
  type Reporters,
} from '../../report/index.js';
import {
  caseContextOf,
  caseLabOf,
  casesOf,
  contextOf,
  type RequestOptions,
  type WorkParts,
} from '../work-parts.js';
import type { JobResult, OnProgress, Work } from './jobs.js';

const STYLE = { width: 80, color: false };

const resultOf = <R>({ json, document }: Reporters<R>, report: R): JobResult => ({
  report: JSON.parse(json(report, STYLE)),
  document: document(report),
});

/** @throws {UsageError} when an option is wrong */
export function raceWork(
  options: RequestOptions<RaceOptions & FreeRaceOptions & CaseLoadOptions>,
  parts: WorkParts,
): Work {
  const { cases, ...others } = options;
  if (cases !== undefined) return caseRaceWork(casesOf(cases, parts), others, parts);
  const plan = createPlan('run', raceRequest(others).flags, contextOf(parts));
  return async (signal, onProgress) => {
    let ended = 0;
    const progress = {
      roundStarted: (strategy: string, round: number) => onProgress({ strategy, round, ended }),
      operationEnded: () => onProgress({ ended: (ended += 1) }),
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
  const plan = createCaseRacePlan(caseRaceFlags(options, 'race'), cases, caseContextOf(parts));
  return async (signal, onProgress) => {
    const { caseLoadLab, raceCasesLab } = await import('../../lab/case-races.js');
    let ended = 0;
    const progress = {
      roundStarted: (name: string, round: number) => onProgress({ case: name, round, ended }),
      operationEnded: () => onProgress({ ended: (ended += 1) }),
    };
    const shared = { ...caseLabOf(parts), signal, progress };
    return plan.kind === 'rounds'
      ? resultOf(roundsReporters, wholeReport(await raceCasesLab(plan, shared)))
      : resultOf(caseLoadReporters, wholeReport(await caseLoadLab(plan, shared)));
  };
}

/** @throws {UsageError} when an option is wrong */
export function explorationWork(
  options: RequestOptions<ExploreOptions & CaseExploreOptions>,
  parts: WorkParts,
): Work {
  const { cases, ...others } = options;
  if (cases !== undefined) return caseExplorationWork(casesOf(cases, parts), others, parts);
  const plan = createExplorePlan(exploreRequest(others).flags, contextOf(parts));
  return async (signal, onProgress) => {
    const progress = explorationProgress(onProgress);
    const done = await exploreLab(plan, { ...parts.lab, signal, progress, reportsFailure: true });
    return resultOf(exploreReporters, wholeReport(done));
  };
}

function caseExplorationWork(
  cases: readonly Case[],
  options: CaseExploreOptions,
  parts: WorkParts,
): Work {
  const plan = createCaseExplorePlan(
    caseExploreFlags(options, 'explore'),
    cases,
    caseContextOf(parts),
  );
  return async (signal, onProgress) => {
    const { exploreCasesLab } = await import('../../lab/cases.js');
    const done = await exploreCasesLab(plan, {
      ...caseLabOf(parts),
      signal,
      progress: explorationProgress(onProgress),
      reportsFailure: true,
    });
    return resultOf(caseExploreReporters, wholeReport(done));
  };
}

function explorationProgress(onProgress: OnProgress) {
  let [name, schedules, broken] = ['', 0, 0];
  return {
    started: (next: string) => {
      [name, schedules, broken] = [next, 0, 0];
      onProgress({ name, schedules, broken });
    },
    scheduleEnded: (isBroken: boolean) => {
      schedules += 1;
      if (isBroken) broken += 1;
      onProgress({ name, schedules, broken });
    },
  };
}
