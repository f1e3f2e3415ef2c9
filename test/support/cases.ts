/** Cases on the server of the test run. */
import { fileURLToPath } from 'node:url';

import { CaseServer } from '../../src/database/case-server.js';
import { PATIENCE } from '../../src/database/patience.js';
import { caseFinder, loadCases } from '../../src/files/load-cases.js';
import type { Loading } from '../../src/files/import-module.js';
import { loadStatementParser } from '../../src/gate/wire/housekeeping.js';
import { caseLoadLab, raceCasesLab } from '../../src/lab/case-races.js';
import { exploreCasesLab } from '../../src/lab/cases.js';
import type {
  Case,
  CaseExploreReport,
  CaseLoadResult,
  CaseResult,
  FreeRaceResult,
} from '../../src/model.js';
import { createCaseRacePlan } from '../../src/plan/case-race.js';
import { createCaseExplorePlan } from '../../src/plan/case.js';
import type { ExploreFlags } from '../../src/plan/explore.js';
import type { RunFlags } from '../../src/plan/plan.js';
import { exploreCases } from '../../src/subject/case/explore.js';
import { withReplays, type ReplayCase } from '../../src/subject/case/replay.js';
import { serverUrl } from './server.js';

const loading: Loading = { api: () => import('../../src/index.js') };
const freshInstance = caseFinder(loading);

/** The cases in test/cases, by the names of their files without the ending. */
export async function casesNamed(names: readonly string[]): Promise<readonly Case[]> {
  const path = (name: string) =>
    fileURLToPath(new URL(`../cases/${name}.race.ts`, import.meta.url));
  return loadCases(names.map(path), loading);
}

/** The cases of a file, whose modules are loaded anew for each lane and replica. */
export const casesOf = (path: string): Promise<readonly Case[]> => loadCases([path], loading);

/**
 * Explores cases in databases that are dropped afterwards.
 *
 * @param watchMs how long timers that workers leave behind, such as those of Knex's pool, are waited for
 */
export async function exploredCases(
  cases: readonly Case[],
  flags: ExploreFlags = {},
  watchMs = PATIENCE.watchMs,
): Promise<CaseExploreReport> {
  const plan = createCaseExplorePlan({ url: serverUrl(), ...flags }, cases, {
    environmentUrl: undefined,
  });
  const patience = { ...PATIENCE, watchMs };
  const { report, left } = await exploreCasesLab(plan, { freshInstance, patience });
  if (left !== null) throw left;
  return report;
}

/** Explores one case by a clock of the test. */
export async function exploredByClock(
  the: Case,
  flags: ExploreFlags,
  { now, scheduleEnded }: { readonly now: () => number; readonly scheduleEnded: () => void },
): Promise<CaseResult> {
  const url = serverUrl();
  const plan = createCaseExplorePlan({ url, ...flags }, [the], { environmentUrl: undefined });
  const [server, parser] = await Promise.all([CaseServer.open({ url }), loadStatementParser()]);
  const { signal } = new AbortController();
  const progress = { started: () => undefined, scheduleEnded };
  try {
    const { results, defects } = await exploreCases(plan, server, {
      now,
      signal,
      progress,
      parser,
      freshInstance,
    });
    const [result] = results;
    if (result === undefined || defects.length > 0) throw defects[0] ?? new Error('no result');
    return result;
  } finally {
    await server.close();
  }
}

/** Races a case in free rounds. @param codeMs how long its workers may make no progress */
export async function racedFreely(
  the: Case,
  flags: RunFlags = {},
  codeMs = PATIENCE.codeMs,
): Promise<FreeRaceResult> {
  const plan = createCaseRacePlan({ url: serverUrl(), ...flags }, [the], {
    environmentUrl: undefined,
  });
  if (plan.kind !== 'rounds') throw new Error('the flags make a load of it');
  const patience = { ...PATIENCE, codeMs };
  const { report, left } = await raceCasesLab(plan, { freshInstance, patience });
  if (left !== null) throw left;
  return onlyOne(report.results);
}

/** Puts a case under load. @param codeMs how long its workers may make no progress */
export async function loaded(
  the: Case,
  flags: RunFlags,
  codeMs = PATIENCE.codeMs,
): Promise<CaseLoadResult> {
  const plan = createCaseRacePlan({ url: serverUrl(), ...flags }, [the], {
    environmentUrl: undefined,
  });
  if (plan.kind !== 'load') throw new Error('the flags ask for rounds');
  const patience = { ...PATIENCE, codeMs };
  const { report, left } = await caseLoadLab(plan, { freshInstance, patience });
  if (left !== null) throw left;
  return onlyOne(report.results);
}

function onlyOne<R>([only, ...others]: readonly R[]): R {
  if (only === undefined || others.length > 0) throw new Error('not one result');
  return only;
}

/** Opens a case, to replay its schedules, and drops its databases afterwards. */
export async function replaying<T>(
  the: Case,
  work: (replay: ReplayCase) => Promise<T>,
): Promise<T> {
  const [server, parser] = await Promise.all([
    CaseServer.open({ url: serverUrl() }),
    loadStatementParser(),
  ]);
  try {
    const { signal } = new AbortController();
    const now = () => performance.now();
    return await withReplays(
      { case: the, overlap: 'none', isolation: null },
      server,
      { now, signal, parser, freshInstance },
      work,
    );
  } finally {
    await server.close();
  }
}
