/** A config → plans. No later part checks them again. */
import { dirname, resolve } from 'node:path';

import { UsageError } from '../errors.js';
import { isFileReference, shortPath } from '../text/reference.js';
import type { Case, CaseExplorePlan, CheckPlan, PlannedExperiment } from '../model.js';
import { caseExperiment, type CaseExperimentOptions } from './case-options.js';
import { createCaseExplorePlan } from './case.js';
import type { ExploreExperiment } from './config.js';
import type { PlanContext } from './context.js';
import { createExplorePlan, type ExploreFlags } from './explore.js';
import { pickedByName } from './picked.js';
import { tellWhere } from './tell-where.js';
import { exploreRequest, raceRequest, type Request, type SharedOptions } from './options.js';
import { createPlan, type RunFlags } from './plan.js';
import { readShape, type NamedExperiment } from './config-shape.js';
import { option } from '../text/option.js';

/** What a check takes from outside its config. */
export interface CheckContext {
  /** The current directory, absolute. Paths of files are relative to it. */
  readonly directory: string;
  /** What a plan for these options needs from outside. Loads the files that they name. */
  readonly contextOf: (request: Request<RunFlags | ExploreFlags>) => Promise<PlanContext>;
  /**
   * The cases that files and objects stand for.
   * @param directory what paths of SQL in a definition are relative to
   */
  readonly casesOf: (choices: readonly unknown[], directory: string) => Promise<readonly Case[]>;
  /** `RACE_LAB_URL`. */
  readonly environmentUrl: string | undefined;
  /** `--url`: overrides the config. */
  readonly url?: string | undefined;
  /** `--time-limit`: for each strategy or case that is explored; overrides the config. */
  readonly timeLimit?: string | undefined;
  /** `--only`: parts of names; absent: all experiments. */
  readonly only?: readonly string[] | undefined;
}

/**
 * @param config the content of a file, unchecked
 * @param file its path, from the current directory; paths in it are relative to it
 * @throws {UsageError} for any error in the config; the message names the file and the experiment
 */
export async function createCheckPlan(
  config: unknown,
  file: string,
  context: CheckContext,
): Promise<CheckPlan> {
  const { url, experiments } = readShape(config, file);
  const planned: PlannedExperiment[] = [];
  for (const experiment of experiments) {
    planned.push(await planOf(experiment, file, { ...context, configUrl: url }));
  }
  // With `--only`, the other experiments are checked as well: an error in them should show.
  const picked = pickedByName(planned, context.only, (missing, names) =>
    unknownExperiment(missing, names, file),
  );
  return Object.freeze({ file, experiments: Object.freeze(picked) });
}

interface Surroundings extends CheckContext {
  readonly configUrl: string | undefined;
}

async function planOf(
  { name, where, config }: NamedExperiment,
  file: string,
  surroundings: Surroundings,
): Promise<PlannedExperiment> {
  const { contextOf, url = null } = surroundings;
  const origin = Object.freeze({ file, experiment: name, url });
  return tellWhere(where, async () => {
    if (config.run) {
      const request = raceRequest(placed(config.run, file, surroundings), where);
      const plan = createPlan('run', request.flags, await contextOf(request));
      return { name, kind: 'run', plan: Object.freeze({ ...plan, origin }) };
    }
    if (isAboutCases(config.explore)) {
      const plan = await casePlan(config.explore, where, file, surroundings);
      return { name, kind: 'cases', plan: Object.freeze({ ...plan, origin }) };
    }
    const explored = { ...config.explore, ...timeLimitFrom(surroundings) };
    const request = exploreRequest(placed(explored, file, surroundings), where);
    const plan = createExplorePlan(request.flags, await contextOf(request));
    return { name, kind: 'explore', plan: Object.freeze({ ...plan, origin }) };
  });
}

const isAboutCases = (
  options: ExploreExperiment['explore'] | CaseExperimentOptions,
): options is CaseExperimentOptions => options.cases !== undefined;

async function casePlan(
  { cases, ...options }: CaseExperimentOptions,
  where: string,
  file: string,
  surroundings: Surroundings,
): Promise<CaseExplorePlan> {
  const { casesOf, environmentUrl, directory } = surroundings;
  const fromHere = placer(file, directory);
  const placedCases = [cases].flat().map((one) => ifText(one, fromHere));
  const given = {
    ...options,
    ...timeLimitFrom(surroundings),
    ...server(options, surroundings),
    cases: placedCases,
  };
  const { flags, choices } = caseExperiment(given, where);
  const found = await casesOf(choices, dirname(resolve(directory, file)));
  return createCaseExplorePlan(flags, found, { environmentUrl });
}

/** Makes the path of a file relative to the current directory. */
const placer =
  (file: string, directory: string) =>
  (item: string): string =>
    isFileReference(item) ? shortPath(resolve(directory, dirname(file), item), directory) : item;

/** The server's URL, if one was chosen. */
function server(
  options: Pick<SharedOptions, 'url'>,
  { url, configUrl }: Surroundings,
): Pick<SharedOptions, 'url'> {
  const chosen = url ?? options.url ?? configUrl;
  return chosen === undefined ? {} : { url: chosen };
}

/** The time limit of all explorations, if one was chosen. */
const timeLimitFrom = ({ timeLimit }: CheckContext): { readonly timeLimit?: string } =>
  timeLimit === undefined ? {} : { timeLimit };

/** The options with paths relative to the current directory, and with the server's URL. */
function placed<Options extends SharedOptions>(
  options: Options,
  file: string,
  surroundings: Surroundings,
): Options {
  const { strategy, scenario } = options;
  const fromHere = placer(file, surroundings.directory);
  return {
    ...options,
    ...server(options, surroundings),
    ...(strategy === undefined
      ? {}
      : { strategy: [strategy].flat().map((one) => ifText(one, listFrom(fromHere))) }),
    ...(scenario === undefined
      ? {}
      : { scenario: ifText(scenario, (text) => fromHere(text.trim())) }),
  };
}

/** Changes strings only. The type of other values is checked later. */
const ifText = <T>(choice: T | string, change: (text: string) => string): T | string =>
  typeof choice === 'string' ? change(choice) : choice;

/** A comma list of strategies. A comma within a path would begin another item. */
const listFrom =
  (fromHere: (item: string) => string) =>
  (list: string): string =>
    list
      .split(',')
      .map((item) => withoutComma(fromHere(item.trim())))
      .join(',');

function withoutComma(item: string): string {
  if (!item.includes(',')) return item;
  throw new UsageError(`strategy: ${item} contains a comma`, {
    code: 'INVALID_VALUE',
    option: 'strategy',
    hint: 'Commas separate strategies: move the file to a path without one.',
  });
}

const unknownExperiment = (missing: string, names: string, file: string): UsageError =>
  new UsageError(`${option('only')}: no experiment of ${file} has ${missing} in its name`, {
    code: 'UNKNOWN_EXPERIMENT',
    option: 'only',
    hint: `Known: ${names}.`,
  });
