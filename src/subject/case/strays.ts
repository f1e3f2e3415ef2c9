/** Errors that no code handled, and that come from another case than the one that is open. */
import { isAboutCase } from '../../judge/case-result.js';
import type { Case, CaseResult } from '../../model.js';
import { called, shownWords } from './defects.js';
import type { OtherCases, StrayOrigin } from './guard-process.js';

/** Collects them while the cases of a plan are explored or raced, one after another. */
export class Strays {
  readonly #cases: readonly Case[];
  /** By the case that they come from. */
  readonly #said = new Map<Case, string>();

  constructor(cases: readonly Case[]) {
    this.#cases = cases;
  }

  /** Receives errors while a case is open, and keeps those of the other cases. */
  besides(the: Case): OtherCases {
    return {
      strayed: (origin, error) => {
        const from = this.#caseAt(origin, the);
        if (from !== undefined && !this.#said.has(from)) this.#said.set(from, shownWords(error));
        return from !== undefined;
      },
    };
  }

  #caseAt({ of, file }: StrayOrigin, the: Case): Case | undefined {
    if (of !== undefined) return this.#cases.find((each) => each !== the && called(each) === of);
    if (file === '' || file === the.file) return undefined;
    return this.#cases.find((each) => each.file === file);
  }

  /** Adds what came from a case while it was not open. */
  addTo<R extends Remarked & Pick<CaseResult, 'case' | 'reference'>>(result: R): R {
    const from = this.#cases.find((the) => isAboutCase(result, the));
    const said = from === undefined ? undefined : this.#said.get(from);
    // The same error may have ended the case.
    if (said === undefined || result.failure !== null) return result;
    return withRemarks(result, [
      `While another case ran, code of this case raised an error that no code handled: ${said}.`,
    ]);
  }
}

/** A result with remarks. */
interface Remarked {
  readonly remarks: readonly string[];
  readonly failure: object | null;
}

export const withRemarks = <R extends Remarked>(result: R, remarks: readonly string[]): R =>
  remarks.length === 0 ? result : { ...result, remarks: [...result.remarks, ...remarks] };
