/** The part of the lab for free races of cases. */
import {
  judgeFreeRaceExpectations,
  judgeLoadExpectations,
} from '../judge/expectations/case-races.js';
import type { LabResult } from '../lab.js';
import type { LabError } from '../errors.js';
import type { CaseLoadPlan, CaseLoadReport, FreeRacePlan, FreeRaceReport } from '../model.js';
import { nowMs } from '../own-timers.js';
import { noProgress, type Progress } from '../race/environment.js';
import { raceUnderLoad, raceCases } from '../subject/case/race.js';
import { onServer, type CaseLabOptions } from './cases.js';
import { spelledCaseRace } from './spelling.js';

/**
 * Races cases in free rounds. When one of them cannot be raced, the report says so, and the others are still raced.
 * @throws {EnvironmentError} when the server cannot be used, or the only case cannot be raced
 * @throws the signal's reason when it is aborted before there is a report
 */
export function raceCasesLab(
  plan: FreeRacePlan,
  options: CaseLabOptions<Progress, FreeRaceReport>,
): Promise<LabResult<FreeRaceReport>> {
  const { progress = noProgress, freshInstance, spelling = 'options' } = options;
  return onServer(plan.url, plan.cases, options, async (server, signal, parser) => {
    const environment = { now: nowMs, signal, progress, parser, freshInstance };
    const { defects, ...outcome } = await raceCases(plan, server, environment);
    throwIfAlone(plan, defects, options);
    const expectations = judgeFreeRaceExpectations(plan.expectations, plan.cases, outcome.results);
    return { plan, server: server.info, ...spelledCaseRace(outcome, spelling), expectations };
  });
}

/** Puts cases under load. @throws as {@link raceCasesLab} */
export function caseLoadLab(
  plan: CaseLoadPlan,
  options: CaseLabOptions<Progress, CaseLoadReport>,
): Promise<LabResult<CaseLoadReport>> {
  const { progress = noProgress, freshInstance, spelling = 'options' } = options;
  return onServer(plan.url, plan.cases, options, async (server, signal, parser) => {
    const environment = { now: nowMs, signal, progress, parser, freshInstance };
    const { defects, ...outcome } = await raceUnderLoad(plan, server, environment);
    throwIfAlone(plan, defects, options);
    const expectations = judgeLoadExpectations(plan.expectations, plan.cases, outcome.results);
    // The databases of cases are set so.
    const info = { ...server.info, synchronousCommit: 'off' };
    return { plan, server: info, ...spelledCaseRace(outcome, spelling), expectations };
  });
}

/** @throws {LabError} of the only case, unless the report is to contain it */
function throwIfAlone(
  { cases }: Pick<FreeRacePlan, 'cases'>,
  [defect]: readonly LabError[],
  { reportsFailure }: { readonly reportsFailure?: boolean },
): void {
  if (cases.length === 1 && defect !== undefined && reportsFailure !== true) throw defect;
}
