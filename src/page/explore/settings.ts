/** The settings of an exploration, and those of a schedule of it. */
import { settingsOf } from '../address.js';
import type { FormValues } from '../jobs/form.js';
import { WORKLOAD } from '../jobs/workload-fields.js';

/** What the form holds. */
export const SHAPE = {
  fields: [...WORKLOAD, 'isolation'],
  lists: ['strategy', 'cases'],
} as const;
export type Field = (typeof SHAPE.fields)[number];
export type List = (typeof SHAPE.lists)[number];
export type Values = FormValues<Field, List>;

/** The settings with which the view Step shows a schedule. */
export function stepSettings(values: Values, name: string, schedule: string): URLSearchParams {
  const { strategy: _strategies, cases, isolation, ...workload } = values;
  // Several levels at once are for an exploration only.
  const level = isolation === 'all' ? '' : isolation;
  return cases.includes(name)
    ? settingsOf({ case: name, isolation: level, schedule })
    : settingsOf({ strategy: name, ...workload, schedule });
}
