/** How long the lab waits for a server before it goes on without it. All in milliseconds. */
export interface Patience {
  /** For a connection to be made, and its session to be ready. */
  readonly connectMs: number;
  /** For the answer to a statement of the lab's own; those of strategies may take what they take. */
  readonly answerMs: number;
  /** For a lock that a statement of the lab's own needs. Shorter than {@link answerMs}, so that the server can still be asked who holds it. */
  readonly lockMs: number;
  /** For all that has to be removed at the end. */
  readonly cleanUpMs: number;
  /** The same once the server was lost, or the user wants to go. */
  readonly hurriedCleanUpMs: number;
}

export const PATIENCE: Patience = {
  connectMs: 10_000,
  answerMs: 6_000,
  lockMs: 4_000,
  cleanUpMs: 10_000,
  hurriedCleanUpMs: 3_000,
};
