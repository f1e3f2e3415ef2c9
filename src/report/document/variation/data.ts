import type { RunPlan, VariedParameter, VariedReport } from '../../../model.js';
import { strategyExpectations } from '../expectation-data.js';
import { planData, raceData } from '../race/data.js';

/** The name of a parameter in the JSON of a plan. */
const propertyOf = (parameter: VariedParameter) => (parameter === 'think' ? 'thinkMs' : parameter);

/**
 * A comparison at several values as plain data: as that of a race, and the value is a property of
 * each result and of each expectation.
 */
export function variedData({ parameter, points, server, interruption, kept }: VariedReport) {
  const property = propertyOf(parameter);
  const valueIn = (plan: RunPlan) => ({ [property]: planData(plan)[property] });
  return {
    plan: {
      ...commonPlan(points.map(({ plan }) => plan)),
      vary: { parameter, values: points.map(({ plan }) => planData(plan)[property]) },
    },
    server,
    results: points.flatMap(({ plan, report }) =>
      raceData(report).results.map((result) => withValue(result, valueIn(plan))),
    ),
    expectations: points.flatMap(({ plan, report }) =>
      strategyExpectations(report.expectations).map((each) => withValue(each, valueIn(plan))),
    ),
    interruption,
    kept,
  };
}

/** A result or an expectation, with its value behind the strategy. */
const withValue = <R extends { readonly strategy: string }>(
  { strategy, ...rest }: R,
  value: Readonly<Record<string, unknown>>,
) => ({ strategy, ...value, ...rest });

/** The plan that all values share; what differs between them is null. */
function commonPlan(plans: readonly RunPlan[]) {
  const [first = {}, ...others] = plans.map(planData);
  const entries = Object.entries(first);
  const isCommon = ([name, value]: (typeof entries)[number]) =>
    others.every((other) =>
      Object.entries(other).some(([key, its]) => key === name && isSame(its, value)),
    );
  return Object.fromEntries(entries.map((entry) => [entry[0], isCommon(entry) ? entry[1] : null]));
}

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
