/** Receives the progress of an exploration. Must not throw. */
export interface ExploreProgress {
  /** @param name of the strategy or the case that is explored from now on */
  started(name: string): void;
  scheduleEnded(broken: boolean): void;
}

export const noProgress: ExploreProgress = { started: () => {}, scheduleEnded: () => {} };
