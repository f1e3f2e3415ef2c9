/** The part of the lab for `compare --vary` that works on an open database. */
import type { LabDatabase } from '../database/lab-database.js';
import type { ServerInfo, VariedPlan, VariedReport } from '../model.js';
import { valueLabel } from '../plan/vary.js';
import { noProgress, type Progress } from '../race/environment.js';
import type { TurnsOutcome } from '../race/race.js';
import type { LabOptions } from './options.js';
import { raceInTurnsOn, reportOf } from './racing.js';
import { spelledRace } from './spelling.js';

/** Receives the progress at each value. */
export interface VariedProgress {
  /** @param index of the value in the plan */
  at(index: number): Progress;
}

export interface VariedOptions extends LabOptions<VariedProgress, VariedReport> {
  /** Whether an abort for this reason still makes a report of the rounds that were finished. */
  readonly isInterruption: (reason: unknown) => reason is Error;
}

/** Races the values of a plan in turns, on an open database. */
export function varyOn(
  { parameter, points, timeoutMs }: VariedPlan,
  database: LabDatabase,
  { progress, ...options }: VariedOptions,
): Promise<TurnsOutcome> {
  const racePoints = points.map(({ value, plan }, index) => ({
    plan,
    label: valueLabel(parameter, value),
    progress: progress?.at(index) ?? noProgress,
  }));
  return raceInTurnsOn(racePoints, timeoutMs, database, options);
}

/** What was found at each value, judged as a comparison with this value alone. */
export function variedReport(
  { parameter, points }: VariedPlan,
  server: ServerInfo,
  { outcomes, interruption }: TurnsOutcome,
  { spelling = 'options' }: Pick<LabOptions, 'spelling'>,
): VariedReport {
  const kept = interruption === null && points.every(({ plan }) => plan.keep);
  const found = points.flatMap(({ value, plan }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) return [];
    const report = { ...reportOf(plan, server, { ...outcome, interruption }), kept };
    return [{ value, plan, report: spelledRace(report, spelling) }];
  });
  return {
    parameter,
    points: found,
    server,
    results: found.flatMap(({ report }) => report.results),
    expectations: found.flatMap(({ value, report }) =>
      report.expectations.map((expectation) => ({
        ...expectation,
        subject: `${expectation.subject} at ${valueLabel(parameter, value)}`,
      })),
    ),
    interruption: found[0]?.report.interruption ?? null,
    kept,
  };
}
