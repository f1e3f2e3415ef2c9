/** Parts of values that differ between two runs of the same serial order. */
import type { JsonValue } from '../../model.js';
import {
  isList,
  isPosition,
  isRecord,
  namesOf,
  partsOfPath,
  placePath,
  propertyPath,
} from './json-text.js';
import { maskingFor, type WholeMasking } from './masking.js';

/** The values of a column, or of a part, in two runs of one order. Which value of one is which of the other is not known. */
export interface ValuePair {
  readonly ones: readonly JsonValue[];
  readonly others: readonly JsonValue[];
}

/** Values that differ at one path. */
export interface Difference {
  masking: WholeMasking;
  readonly pairs: ValuePair[];
}

export interface PartNoise {
  /** By the name under which it is masked. */
  readonly noise: ReadonlyMap<string, Difference>;
  /** All names of what was the same in both runs of each pair. */
  readonly equal: ReadonlySet<string>;
}

/** @param path of the values, such as `result` */
export function partNoise(pairs: readonly ValuePair[], path: string): PartNoise {
  const found: Found = { noise: new Map(), equal: [] };
  compare(pairs, path, found);
  const equal = new Set(found.equal.flatMap(namesOf));
  const noise = new Map<string, Difference>();
  for (const [place, difference] of found.noise) {
    addDifference(noise, nameApartFrom(equal, place), difference);
  }
  return { noise, equal };
}

/** Adds what differs at the same path elsewhere. The stronger masking stays. */
export function addDifference(
  found: Map<string, Difference>,
  name: string,
  { masking, pairs }: Difference,
): void {
  const known = found.get(name);
  if (known === undefined) {
    found.set(name, { masking, pairs: [...pairs] });
    return;
  }
  if (masking === 'all') known.masking = masking;
  known.pairs.push(...pairs);
}

interface Found {
  readonly noise: Map<string, Difference>;
  /** Paths at which the values were the same. */
  readonly equal: string[];
}

function compare(pairs: readonly ValuePair[], path: string, found: Found): void {
  const maskings = pairs.map(({ ones, others }) =>
    maskingFor(ones.map(outline), others.map(outline)),
  );
  if (maskings.some((masking) => masking !== null)) {
    found.noise.set(path, {
      masking: maskings.includes('all') ? 'all' : 'value',
      pairs: [...pairs],
    });
    return;
  }
  found.equal.push(path);
  const values = pairs.flatMap(({ ones }) => ones);
  for (const name of new Set(values.filter(isRecord).flatMap((value) => Object.keys(value)))) {
    const inside = (value: JsonValue) =>
      isRecord(value) && Object.hasOwn(value, name) ? [value[name] ?? null] : [];
    compare(partsOf(pairs, inside), propertyPath(path, name), found);
  }
  const most = Math.max(0, ...values.filter(isList).map(({ length }) => length));
  for (let index = 0; index < most; index += 1) {
    const inside = (value: JsonValue) =>
      isList(value) && index < value.length ? [value[index] ?? null] : [];
    compare(partsOf(pairs, inside), placePath(path, index), found);
  }
}

const partsOf = (
  pairs: readonly ValuePair[],
  inside: (value: JsonValue) => readonly JsonValue[],
): readonly ValuePair[] =>
  pairs.map(({ ones, others }) => ({
    ones: ones.flatMap(inside),
    others: others.flatMap(inside),
  }));

/** A value without the values in it. */
function outline(value: JsonValue): string | null {
  if (value === null) return null;
  if (isList(value)) return `[${value.length}]`;
  return isRecord(value) ? `{${Object.keys(value).toSorted().join('\0')}}` : JSON.stringify(value);
}

/** Positions are named only where other items of the same array were the same. */
function nameApartFrom(equal: ReadonlySet<string>, path: string): string {
  let parts = partsOfPath(path);
  for (const index of parts.keys()) {
    if (!isPosition(parts[index] ?? '')) continue;
    const fewer = parts.with(index, '[]');
    if (!equal.has(fewer.join(''))) parts = fewer;
  }
  return parts.join('');
}
