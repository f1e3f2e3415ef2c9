/** A report as CI systems see it: suites of cases that are met or not. */
import type { DrawnSchedule } from '../../../model.js';
import type { Command } from '../blocks.js';

/** What became of a case. */
export type CaseStatus =
  | 'met'
  | 'not met'
  /** Nobody can say: inconclusive, or the work ended before. */
  | 'not judged'
  /** Not a case that could fail: nothing was expected. */
  | 'noted'
  /** Not an expectation: the code of a strategy is wrong. */
  | 'failed'
  /** Not an expectation: the work as a whole ended early. */
  | 'interrupted';

/** What a finding rests on. */
export interface Evidence {
  /** A heading, then lines that belong to it: sentences and figures. */
  readonly lines: readonly string[];
  /** The schedule that shows it; null when there is none. */
  readonly schedule: DrawnSchedule | null;
  /** How it is shown again. */
  readonly command: Command | null;
}

export interface Case {
  /** The same from run to run, so that CI systems can follow it: `naive: held`. */
  readonly name: string;
  readonly status: CaseStatus;
  /** In one line: `expected held, found broken`. */
  readonly finding: string;
  readonly evidence: Evidence;
  /** How long its strategy took; 0 in all cases of a strategy but its first, so that times add up. */
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

/** A part of a class name: a point would begin a package. */
export const classnamePart = (text: string): string => text.replaceAll('.', '_');

/** Evidence that cannot be shown again. */
export const linesOnly = (...lines: readonly string[]): Evidence => ({
  lines,
  schedule: null,
  command: null,
});
