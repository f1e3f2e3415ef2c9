import { createContext } from 'preact';

/**
 * Where a schedule of a strategy or case is drawn, as an address; null: nowhere. A file has no such place, the page of
 * the service has.
 */
export const ScheduleLink = createContext<(name: string, schedule: string) => string | null>(
  () => null,
);
