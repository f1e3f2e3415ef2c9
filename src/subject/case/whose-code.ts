/** Whose code of a case runs, as its asynchronous context tells. */
import { AsyncLocalStorage } from 'node:async_hooks';

import type { Case } from '../../model.js';
import { called } from './defects.js';

/** A part of a case whose code runs. */
export interface CodePlace {
  /** Such as `workers.anna`, or `open`. */
  readonly property: string;
  /** Its case: `case last-copy (./checkout.race.ts)`. */
  readonly of: string;
  /** The environment variables that lead to its lane. Code may change them for itself. */
  readonly variables: Map<string, string | undefined>;
}

/** A place in the code of a case. */
export const placeIn = (
  the: Case,
  property: string,
  variables: CodePlace['variables'],
): CodePlace => ({ property, variables, of: called(the) });

const places = new AsyncLocalStorage<CodePlace>();

/** Runs code of a case. What it starts keeps its place. */
export const runAsCode = <T>(place: CodePlace, work: () => T): T => places.run(place, work);

/** Undefined: race-lab's own code, or code that a module started when it was loaded. */
export const currentPlace = (): CodePlace | undefined => places.getStore();
