import type { CaseDefect, LabError } from '../../errors.js';
import type { Case } from '../../model.js';

/** What the workers of a lane use: what `open` returned, or a service; once for each replica. */
export interface Application {
  /** Whether `open` returned nothing, so that the workers are handed nothing. */
  readonly isNothing: boolean;
  /** Requests to services that are not answered yet, such as `POST /withdraw`. */
  readonly underWay: readonly string[];
  /** The last answer of a service, such as `POST /withdraw: 404 {"detail":"Not Found"}`; null: none. */
  readonly lastAnswer: string | null;
  /** The error of a service that has ended by itself; null: all run. */
  readonly death: CaseDefect | null;
  /** What was seen besides, in sentences. */
  readonly remarks: readonly string[];
  /** What a worker is handed. @param worker its number, from 1 */
  replicaFor(worker: number): unknown;
  /** The case as the files of a worker's replica define it. @param worker its number, from 1 */
  codeFor(worker: number): Case;
  /** @returns the errors of `close`, also when it does not end */
  close(): Promise<readonly LabError[]>;
}
