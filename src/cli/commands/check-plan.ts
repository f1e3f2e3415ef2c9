/** What `race-lab check` carries out: a config, or every case. */
import { resolve } from 'node:path';

import { UsageError } from '../../errors.js';
import { CASE_ENDINGS, findCaseFiles, isCaseFile } from '../../files/case-files.js';
import { CONFIG_NAMES, findConfig } from '../../files/find-config.js';
import { loadConfig } from '../../files/load-config.js';
import type { CheckPlan } from '../../model.js';
import { createCasesCheckPlan } from '../../plan/check-cases.js';
import { createCheckPlan } from '../../plan/check.js';
import { pathIn } from '../../text/reference.js';
import { casesChosen, casesNamed, loadedContext, loadingIn, whileWatched } from '../context.js';
import type { Surroundings } from '../terminal.js';

export interface CheckPlanFlags {
  readonly only?: readonly string[];
  readonly url?: string;
  readonly timeLimit?: string;
}

/**
 * @param file a config, or a file of cases; left out: the config of this directory, or else every case
 *   below it
 * @returns the plan, and whether it has all cases: those of files that cannot be loaded are left out,
 *   after stderr said why
 * @throws {UsageError} for a wrong config or flag, or when there is nothing to check
 */
export async function plannedCheck(
  file: string | undefined,
  flags: CheckPlanFlags,
  surroundings: Surroundings,
): Promise<{ readonly plan: CheckPlan; readonly areAll: boolean }> {
  const config = file ?? (await findConfig('.'));
  if (config === null) {
    return casesPlan(await caseFilesHere(surroundings.signal), flags, surroundings);
  }
  if (isCaseFile(pathIn(config))) return casesPlan([config], flags, surroundings);
  return { plan: await configPlan(config, flags, surroundings), areAll: true };
}

async function configPlan(
  path: string,
  { only, url, timeLimit }: CheckPlanFlags,
  surroundings: Surroundings,
): Promise<CheckPlan> {
  const config = await whileWatched([resolve(path)], surroundings.watchOver, () =>
    loadConfig(path, loadingIn(surroundings)),
  );
  return createCheckPlan(config, path, {
    only,
    url,
    timeLimit,
    directory: process.cwd(),
    contextOf: (request) => loadedContext(request.flags, surroundings, request),
    casesOf: (choices, directory) => casesChosen(choices, directory, surroundings),
    environmentUrl: surroundings.env['RACE_LAB_URL'],
  });
}

async function casesPlan(
  files: readonly string[],
  { only, url, timeLimit }: CheckPlanFlags,
  surroundings: Surroundings,
): Promise<{ readonly plan: CheckPlan; readonly areAll: boolean }> {
  const { cases, areAll } = await casesNamed(files, surroundings);
  const environmentUrl = surroundings.env['RACE_LAB_URL'];
  return { plan: createCasesCheckPlan(cases, { only, url, timeLimit, environmentUrl }), areAll };
}

async function caseFilesHere(signal: AbortSignal): Promise<readonly string[]> {
  const files = await findCaseFiles('.', signal);
  if (files.length > 0) return files;
  const endings = CASE_ENDINGS.map((ending) => `*${ending}`).join(', ');
  throw new UsageError(
    `there is nothing to check here: neither a config (${CONFIG_NAMES.join(', ')}), nor a case in this directory or below (${endings})`,
    {
      code: 'CONFIG_NOT_FOUND',
      hint: 'Name a config (race-lab check path/to/config.ts), or begin a case: race-lab new checkout.race.ts',
    },
  );
}
