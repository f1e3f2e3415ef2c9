/** A report as CI systems see it: suites of cases that are met or not. */

/** What became of a case. */
export type CaseStatus =
  | 'met'
  | 'not met'
  /** Nobody can say: inconclusive, or the work ended before. */
  | 'not judged'
  /** Not a case that could fail: nothing was expected. */
  | 'noted'
  /** Not an expectation: the work as a whole ended early. */
  | 'interrupted';

export interface Case {
  /** The same from run to run, so that CI systems can follow it: `naive: held`. */
  readonly name: string;
  readonly status: CaseStatus;
  /** In one line: `expected held, found broken`. */
  readonly finding: string;
  /** Lines: what the finding rests on, and the command that shows it again. */
  readonly evidence: readonly string[];
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
