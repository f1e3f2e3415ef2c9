/** Parts of results that differ between two runs of the same serial order. */
import type { EndPair } from './end.js';
import type { Masking } from './masking.js';
import { addDifference, partNoise, type Difference, type ValuePair } from './part-noise.js';

/** The path of a whole result. */
export const RESULT = 'result';

/**
 * The noise in the results of each worker. Noise of one worker masks the same path of another unless
 * that other one returned the same there twice: workers often run the same function, and a worker may
 * be refused in every serial order. But a number from a sequence that one function returns must not
 * hide what another function returns.
 * @param ignore masked for all workers; other names may be among them
 */
export function resultNoise(
  runs: readonly EndPair[],
  ignore: readonly string[],
  maskingOf: (difference: Difference) => Masking,
): (worker: number) => ReadonlyMap<string, Masking> {
  const known = [...resultsIn(runs)].map(
    ([worker, pairs]) => [worker, partNoise(pairs, RESULT)] as const,
  );
  const differences = new Map<string, Difference>();
  for (const [, { noise }] of known) {
    for (const [path, difference] of noise) addDifference(differences, path, difference);
  }
  const all = [...differences].map(([path, difference]) => [path, maskingOf(difference)] as const);
  const ignored = ignore
    .filter((name) => /^result($|[.[])/.test(name))
    .map((path): [string, Masking] => [path, 'all']);
  const byWorker = new Map(
    known.map(([worker, { noise, equal }]) => {
      const own = all.filter(([path]) => noise.has(path) || !equal.has(path));
      return [worker, new Map([...own, ...ignored])];
    }),
  );
  const ofOthers = new Map([...all, ...ignored]);
  return (worker) => byWorker.get(worker) ?? ofOthers;
}

/** By worker, what it returned in both runs of an order. */
function resultsIn(runs: readonly EndPair[]): ReadonlyMap<number, readonly ValuePair[]> {
  const results = new Map<number, ValuePair[]>();
  for (const { first, second } of runs) {
    for (const [index, one] of first.endings.entries()) {
      const other = second.endings[index];
      if (one?.kind !== 'returned' || other?.kind !== 'returned') continue;
      const pairs = results.get(index + 1) ?? [];
      results.set(index + 1, [...pairs, { ones: [one.value], others: [other.value] }]);
    }
  }
  return results;
}
