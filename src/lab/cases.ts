/**
 * The part of the lab for cases: each call opens a server, works on its databases, and closes it. Calls
 * of one process take turns.
 */
import { CaseServer } from '../database/case-server.js';
import { EnvironmentError } from '../errors.js';
import { loadStatementParser, type StatementParser } from '../gate/wire/housekeeping.js';
import { judgeCaseExpectations, judgeCaseReplayExpectations } from '../judge/expectations/cases.js';
import type { LabResult } from '../lab.js';
import type {
  Case,
  CaseExplorePlan,
  CaseExploreReport,
  CaseReplayPlan,
  CaseReplayReport,
} from '../model.js';
import { nowMs } from '../own-timers.js';
import { noProgress, type ExploreProgress } from '../subject/progress.js';
import { exploreCases } from '../subject/case/explore.js';
import { replayCase } from '../subject/case/replay.js';
import { inTurn } from '../subject/case/turns.js';
import type { OptionSpelling } from '../text/option.js';
import type { LabOptions } from './options.js';
import { spelledCases, spelledCaseReplay } from './spelling.js';

/** What cases need, and what may be left out. */
export interface CaseLabOptions<P, R> extends Pick<
  LabOptions<P, R>,
  'signal' | 'progress' | 'reported' | 'cache' | 'watchOver' | 'leftovers' | 'patience'
> {
  /** Loads the file of a case again, for a lane of its own. */
  readonly freshInstance: (the: Case) => Promise<Case>;
  /**
   * What happens when the only case fails. False: the exploration fails with that error. True: the
   * report contains the failure, as it does for one case among several [false].
   */
  readonly reportsFailure?: boolean;
  /** How the report spells options [options]. */
  readonly spelling?: OptionSpelling;
}

/**
 * Carries out a plan for cases. When one of them cannot be explored, the report says so, and the others are
 * still explored.
 * @throws {EnvironmentError} when the server cannot be used, or the only case cannot be explored
 * @throws the signal's reason when it is aborted before there is a report
 */
export function exploreCasesLab(
  plan: CaseExplorePlan,
  options: CaseLabOptions<ExploreProgress, CaseExploreReport>,
): Promise<LabResult<CaseExploreReport>> {
  const { progress = noProgress, freshInstance, spelling = 'options', reportsFailure } = options;
  return onServer(plan.url, plan.cases, options, async (server, signal, parser) => {
    const environment = { now: nowMs, signal, progress, parser, freshInstance };
    const { defects, ...outcome } = await exploreCases(plan, server, environment);
    const [defect] = defects;
    const areAllFailures = outcome.results.every(({ failure }) => failure !== null);
    if (plan.cases.length === 1 && defect !== undefined && areAllFailures && !reportsFailure) {
      throw defect;
    }
    const expectations = judgeCaseExpectations(plan, outcome.results);
    return spelledCases({ plan, server: server.info, ...outcome, expectations }, spelling);
  });
}

/**
 * Runs one schedule of a case again.
 * @throws {UsageError} when the schedule cannot be followed
 * @throws {EnvironmentError} when the server or the case cannot be used
 * @throws the signal's reason when it is aborted before there is a report
 */
export function replayCaseLab(
  plan: CaseReplayPlan,
  options: CaseLabOptions<never, CaseReplayReport>,
): Promise<LabResult<CaseReplayReport>> {
  const { freshInstance, spelling = 'options' } = options;
  return onServer(plan.url, [plan.case], options, async (server, signal, parser) => {
    const replayed = await replayCase(plan, server, { now: nowMs, signal, parser, freshInstance });
    const expectations = judgeCaseReplayExpectations(
      plan.expectations,
      plan.case,
      replayed.verdict,
    );
    return spelledCaseReplay({ plan, server: server.info, ...replayed, expectations }, spelling);
  });
}

type ServerOptions<R> = Omit<CaseLabOptions<unknown, R>, 'freshInstance' | 'progress'>;

type ServerWork<R> = (
  server: CaseServer,
  signal: AbortSignal,
  parser: StatementParser,
) => Promise<R>;

/** Opens a server, works on it, reports, and closes it, in turn with other calls. */
export async function onServer<R>(
  url: string | null,
  cases: readonly Case[],
  options: ServerOptions<R>,
  work: ServerWork<R>,
): Promise<LabResult<R>> {
  const { signal = new AbortController().signal } = options;
  signal.throwIfAborted();
  return inTurn(signal, () => workOnServer(url, cases, { ...options, signal }, work));
}

async function workOnServer<R>(
  url: string | null,
  cases: readonly Case[],
  options: ServerOptions<R> & { readonly signal: AbortSignal },
  work: ServerWork<R>,
): Promise<LabResult<R>> {
  const { signal, cache, patience, leftovers, reported } = options;
  const loading = loadStatementParser();
  loading.catch(() => undefined);
  const server = await CaseServer.open({ url, cache, signal, patience, leftovers });
  let report: R;
  try {
    const external = url === null ? null : { url, schema: server.info.schema };
    const stop = await options.watchOver?.({ code: cases, external });
    try {
      report = await work(server, signal, await loading);
      await reported?.(report);
    } finally {
      stop?.();
    }
  } catch (error) {
    const known = signal.aborted ? null : server.explain(error);
    const left = await closed(server);
    if (left !== null && !signal.aborted) throw left;
    throw known ?? error;
  }
  return { report, left: await closed(server) };
}

/** @returns what is left behind; null: nothing */
async function closed(server: CaseServer): Promise<EnvironmentError | null> {
  try {
    await server.close();
    return null;
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
}
