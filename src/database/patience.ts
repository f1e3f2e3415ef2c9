/** How long race-lab waits for a server before it gives up. All in milliseconds. */
export interface Patience {
  /** For a connection to open and its session to be ready. */
  readonly connectMs: number;
  /** For the answer to a statement of race-lab itself. The statements of strategies have no such limit. */
  readonly answerMs: number;
  /** For a lock that a statement of race-lab itself needs. Shorter than {@link answerMs}, so that there is time to ask the server who holds it. */
  readonly lockMs: number;
  /** For the whole clean-up at the end. */
  readonly cleanUpMs: number;
  /** For the clean-up after the server was lost or the user interrupted. */
  readonly hurriedCleanUpMs: number;
  /** For a database to be created, copied or dropped. */
  readonly databaseMs: number;
  /** For a part of a case's `schema` or `start`: migrations may take long. */
  readonly schemaMs: number;
  /** For `open` and `close` of a case, and for its workers to make progress. */
  readonly codeMs: number;
  /** For a service of a case to be ready. */
  readonly serviceMs: number;
  /** For what a service does after its answers, when its workers have run alone. */
  readonly watchMs: number;
  /** For an invariant of a case. */
  readonly invariantMs: number;
}

export const PATIENCE: Patience = {
  connectMs: 10_000,
  answerMs: 6_000,
  lockMs: 4_000,
  cleanUpMs: 10_000,
  hurriedCleanUpMs: 3_000,
  databaseMs: 60_000,
  schemaMs: 60_000,
  codeMs: 10_000,
  serviceMs: 30_000,
  watchMs: 3_000,
  invariantMs: 5_000,
};
