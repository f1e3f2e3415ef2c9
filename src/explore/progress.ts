/** Told how far an exploration is; it must not throw. */
export interface ExploreProgress {
  strategyStarted(strategy: string): void;
  scheduleEnded(broken: boolean): void;
}

export const noProgress: ExploreProgress = { strategyStarted: () => {}, scheduleEnded: () => {} };
