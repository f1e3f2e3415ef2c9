import { createContext } from 'preact';

/**
 * Where a page draws a schedule, by the name of the strategy or the case and the schedule's letters; null: nowhere, as in
 * the file of a report.
 */
export const ScheduleLink = createContext<(name: string, schedule: string) => string | null>(
  () => null,
);
