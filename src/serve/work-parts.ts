/** What races, explorations and steppings work with, and what their requests can name. */
import type { CaseFinder } from '../files/load-cases.js';
import type { LabOptions } from '../lab.js';
import type { Case, Scenario, Strategy } from '../model.js';
import type { CaseContext } from '../plan/case.js';
import { planContext, type PlanContext } from '../plan/context.js';
import { unknownName } from '../plan/nearest-name.js';
import { randomSeed } from '../plan/seed.js';

/** The server, the files of the command line, and the options of the lab. */
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
export type RequestOptions<Options> = Omit<Options, 'url'> & {
  readonly cases?: string | readonly string[] | undefined;
};

/** What plans of strategies are made with. A request names what was given on the command line: it loads no files. */
export const contextOf = (parts: WorkParts): PlanContext => {
  const { strategies, scenarios } = parts;
  return planContext(
    { ...caseContextOf(parts), randomSeed },
    { where: 'serve', strategies, scenarios },
  );
};

/** What plans of cases are made with. */
export const caseContextOf = ({ url }: WorkParts): CaseContext => ({
  environmentUrl: url ?? undefined,
});

/** The options of the lab for work on cases. */
export const caseLabOf = ({ lab: { finder: _strategies, ...lab }, freshInstance }: WorkParts) => ({
  ...lab,
  freshInstance,
});

/** @throws {UsageError} when the command line has no case of that name */
export function casesOf(named: string | readonly string[], { cases }: WorkParts): readonly Case[] {
  const known = new Map(cases.map((each) => [each.name, each]));
  return [named].flat().map((name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const subject = { text: 'cases', option: null };
    throw unknownName({ code: 'NOT_EXPORTED', subject, kind: 'case' }, name, [...known.keys()]);
  });
}
