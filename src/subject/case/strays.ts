/** Errors that no code handled, and that come from the file of another case than the one that is open. */
import type { Case, CaseResult } from '../../model.js';
import { shownWords } from './defects.js';
import type { OtherCases } from './guard-process.js';

/** Collects them while the cases of a plan are explored one after another. */
export class Strays {
  readonly #cases: readonly Case[];
  /** By the file that they come from. */
  readonly #said = new Map<string, string>();

  constructor(cases: readonly Case[]) {
    this.#cases = cases;
  }

  /** The files of the other cases. */
  besides(the: Case): OtherCases {
    const files = this.#cases.flatMap(({ file }) => (file === the.file ? [] : (file ?? [])));
    return {
      files: new Set(files),
      strayed: (file, error) => {
        if (!this.#said.has(file)) this.#said.set(file, shownWords(error));
      },
    };
  }

  /** Adds what came from the file of a case while it was not open. */
  addTo(result: CaseResult): CaseResult {
    const file = this.#cases.find(
      (the) => the.name === result.case && the.reference === result.reference,
    )?.file;
    const said = file === undefined ? undefined : this.#said.get(file);
    if (said === undefined) return result;
    return withRemarks(result, [
      `An error that no code handled came from its file while another case was explored: ${said}.`,
    ]);
  }
}

export const withRemarks = (result: CaseResult, remarks: readonly string[]): CaseResult =>
  remarks.length === 0 ? result : { ...result, remarks: [...result.remarks, ...remarks] };
