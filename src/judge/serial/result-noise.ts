/** Parts of results that differ between two runs of the same serial order. */
import type { JsonValue } from '../../model.js';
import type { EndPair } from './end.js';
import {
  isList,
  isRecord,
  itemPath,
  placePath,
  propertyPath,
  withoutPositions,
} from './json-text.js';
import { addMasking, type Masking } from './masking.js';

/** The path of a whole result. */
export const RESULT = 'result';

/** What is known of a worker's results. */
interface Known {
  readonly noise: Map<string, Masking>;
  /** Paths at which two runs returned the same. */
  readonly equal: Set<string>;
}

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
): (worker: number) => ReadonlyMap<string, Masking> {
  const known = new Map<number, Known>();
  for (const { first, second } of runs) {
    for (const [index, one] of first.endings.entries()) {
      const other = second.endings[index];
      if (one?.kind !== 'returned' || other?.kind !== 'returned') continue;
      const knownOf = known.get(index + 1) ?? { noise: new Map(), equal: new Set() };
      known.set(index + 1, knownOf);
      compare(one.value, other.value, RESULT, knownOf);
    }
  }
  for (const [worker, of] of known) known.set(worker, withFewPositions(of));
  const noise = new Map<string, Masking>();
  for (const of of known.values()) {
    for (const [path, masking] of of.noise) addMasking(noise, path, masking);
  }
  const ignored = ignore
    .filter((name) => /^result($|[.[])/.test(name))
    .map((path): [string, Masking] => [path, 'all']);
  const byWorker = new Map(
    [...known].map(([worker, of]) => {
      const own = [...noise].filter(([path]) => of.noise.has(path) || !of.equal.has(path));
      return [worker, new Map([...own, ...ignored])];
    }),
  );
  const ofOthers = new Map([...noise, ...ignored]);
  return (worker) => byWorker.get(worker) ?? ofOthers;
}

/** Positions are named only where other items of the same array were the same in two runs. */
function withFewPositions({ noise, equal }: Known): Known {
  const equalSomewhere = new Set([...equal].map(withoutPositions));
  const few = new Map<string, Masking>();
  for (const [path, masking] of noise) {
    const all = withoutPositions(path);
    const isMixed = [...equal].some(
      (other) => !noise.has(other) && withoutPositions(other) === all,
    );
    addMasking(few, isMixed ? path : all, masking);
  }
  return { noise: few, equal: new Set([...equal, ...equalSomewhere]) };
}

/** Collects the paths at which two results differ, or do not. */
function compare(one: JsonValue, other: JsonValue, path: string, known: Known): void {
  const { noise, equal } = known;
  if (isList(one) && isList(other)) {
    if (one.length !== other.length) return addMasking(noise, path, 'all');
    equal.add(path);
    for (const [index, item] of one.entries()) {
      const [inside, otherInside] = [one, other].map((items) => placePath(path, items, index));
      const itemAt = inside !== undefined && inside === otherInside ? inside : itemPath(path);
      compare(item, other[index] ?? null, itemAt, known);
    }
    return undefined;
  }
  if (isRecord(one) && isRecord(other)) {
    const names = Object.keys(one);
    const isSameShape =
      names.length === Object.keys(other).length &&
      names.every((name) => Object.hasOwn(other, name));
    if (!isSameShape) return addMasking(noise, path, 'all');
    equal.add(path);
    for (const name of names) {
      compare(one[name] ?? null, other[name] ?? null, propertyPath(path, name), known);
    }
    return undefined;
  }
  if (one === other) equal.add(path);
  else addMasking(noise, path, isPlain(one) && isPlain(other) ? 'value' : 'all');
  return undefined;
}

/** Whether it is a value without parts, and is one. */
const isPlain = (value: JsonValue): boolean => value !== null && typeof value !== 'object';
