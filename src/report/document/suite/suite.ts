/** A report for CI systems: suites of cases that are met or not. */
import type { Drawn } from '../../drawing/index.js';
import type { Command } from '../blocks.js';

/** The status of a case. */
export type CaseStatus =
  | 'met'
  | 'not met'
  /** Not known: inconclusive, or the work ended before. */
  | 'not judged'
  /** A case that cannot fail: nothing was expected. */
  | 'noted'
  /** Not an expectation: the code of a strategy or a case is wrong. */
  | 'failed'
  /** Not an expectation: the work as a whole ended early. */
  | 'interrupted';

/** The evidence for a finding. */
export interface Evidence {
  /** A heading, then lines that belong to it: sentences and figures. */
  readonly lines: readonly string[];
  /** The schedule that shows it; null when there is none. */
  readonly schedule: Drawn | null;
  /** How to repeat it. */
  readonly command: Command | null;
}

export interface Case {
  /** The same in every run, so that CI systems can track it: `naive: held`. */
  readonly name: string;
  readonly status: CaseStatus;
  /** In one line: `expected held, found broken`. */
  readonly finding: string;
  readonly evidence: Evidence;
  /**
   * How long the strategy or the case took; 0 in all but the first entry of each, so that the sum
   * is right.
   */
  readonly seconds: number;
}

export interface Suite {
  readonly name: string;
  /** Where CI systems file the cases: `race-lab.run.withdraw`. */
  readonly classname: string;
  /** What was run, and where. */
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly Case[];
}

/** A part of a class name, without dots: a dot would begin a package. */
export const classnamePart = (text: string): string => text.replaceAll('.', '_');

/** Evidence without a command to repeat it. */
export const linesOnly = (...lines: readonly string[]): Evidence => ({
  lines,
  schedule: null,
  command: null,
});
