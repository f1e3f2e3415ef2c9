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
import { maskingFor, type Masking } from './masking.js';

/** The values of a column, or of a part, in two runs of one order. Which value of one is which of the other is not known. */
export interface ValuePair {
  readonly ones: readonly JsonValue[];
  readonly others: readonly JsonValue[];
}

export interface PartNoise {
  /** By the name under which it is masked. */
  readonly noise: ReadonlyMap<string, Masking>;
  /** All names of what was the same in both runs of each pair. */
  readonly equal: ReadonlySet<string>;
}

/** @param path of the values, such as `result` */
export function partNoise(pairs: readonly ValuePair[], path: string): PartNoise {
  const found: Found = { noise: new Map(), equal: [] };
  compare(pairs, path, found);
  const equal = new Set(found.equal.flatMap(namesOf));
  const noise = new Map<string, Masking>();
  for (const [place, masking] of found.noise) {
    addMasking(noise, nameApartFrom(equal, place), masking);
  }
  return { noise, equal };
}

/** Adds a masking. The stronger one stays. */
export function addMasking(found: Map<string, Masking>, name: string, masking: Masking): void {
  if (found.get(name) !== 'all') found.set(name, masking);
}

interface Found {
  readonly noise: Map<string, Masking>;
  /** Paths at which the values were the same. */
  readonly equal: string[];
}

function compare(pairs: readonly ValuePair[], path: string, found: Found): void {
  const maskings = pairs.map(({ ones, others }) =>
    maskingFor(ones.map(outline), others.map(outline)),
  );
  if (maskings.some((masking) => masking !== null)) {
    found.noise.set(path, maskings.includes('all') ? 'all' : 'value');
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
