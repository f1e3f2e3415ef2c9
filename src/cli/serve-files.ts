/** The files of `serve`: what requests may name. */
import { NotExported } from '../files/definitions.js';
import { isCaseFile, isGlob } from '../files/case-files.js';
import type { Case, Scenario, Strategy } from '../model.js';
import { parseReference } from '../text/reference.js';
import { casesNamed, loadWatched } from './context.js';
import type { Surroundings } from './terminal.js';

export interface ServedFiles {
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
  readonly cases: readonly Case[];
}

/** @throws {UsageError} when a file cannot be loaded, or holds nothing of that kind */
export async function loadServed(
  items: readonly string[],
  surroundings: Surroundings,
): Promise<ServedFiles> {
  const isOfCases = (item: string) => isGlob(item) || isCaseFile(parseReference(item).path);
  const ofCases = items.filter(isOfCases);
  const found = [];
  for (const item of items.filter((each) => !isOfCases(each))) {
    found.push(await definitionsIn(item, surroundings));
  }
  const { cases } = ofCases.length === 0 ? { cases: [] } : await casesNamed(ofCases, surroundings);
  return {
    strategies: found.flatMap(({ strategies }) => strategies),
    scenarios: found.flatMap(({ scenarios }) => scenarios),
    cases,
  };
}

type Definitions = Omit<ServedFiles, 'cases'>;

async function definitionsIn(item: string, surroundings: Surroundings): Promise<Definitions> {
  const path = item.includes('/') ? item : `./${item}`;
  try {
    const { strategies } = await loadWatched({ strategy: [path] }, surroundings);
    return { strategies: [...strategies.values()].flat(), scenarios: [] };
  } catch (error) {
    if (!(error instanceof NotExported)) throw error;
    const loading = loadWatched({ scenario: path }, surroundings);
    const { scenarios } = await loading.catch(() => {
      throw error;
    });
    return { strategies: [], scenarios: [...scenarios.values()] };
  }
}
