/** Receives the progress of an exploration. Must not throw. */
export interface ExploreProgress {
  strategyStarted(strategy: string): void;
  scheduleEnded(broken: boolean): void;
}

export const noProgress: ExploreProgress = { strategyStarted: () => {}, scheduleEnded: () => {} };
