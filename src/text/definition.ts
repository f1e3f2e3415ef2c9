/** How errors name a definition, and describe what its code throws. */
import { pathIn } from './reference.js';
import { placeOf } from './place.js';
import { printable } from './wrap.js';
import { readable, shown } from './values.js';

/** The part of a strategy or a scenario that an error needs. */
export interface DefinitionName {
  readonly name: string;
  /** Absolute; absent for a built-in one. */
  readonly file?: string;
  /** As the command line names it. */
  readonly reference?: string;
}

/** @returns such as `strategy mine (./mine.ts)` */
export function calledBy(
  kind: 'strategy' | 'scenario',
  { name, reference }: DefinitionName,
): string {
  return `${kind} ${name}${reference === undefined ? '' : ` (${pathIn(reference)})`}`;
}

/**
 * @param definition the strategy or scenario whose code threw it; its file is named as on the
 *   command line
 * @returns such as `TypeError: no such thing at ./mine.ts:12`
 */
export function thrownBy(thrown: unknown, definition?: DefinitionName): string {
  const error = readable(thrown);
  const what = error instanceof Error ? `${error.name}: ${printable(error.message)}` : shown(error);
  const place = placeOf(error);
  if (place === null) return what;
  const { file, reference } = definition ?? {};
  const isNamed = file !== undefined && reference !== undefined;
  return `${what} at ${isNamed ? place.replace(file, () => pathIn(reference)) : place}`;
}
