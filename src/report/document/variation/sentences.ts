/** The sentences in the report of `compare --vary`: plain text, without layout. */
import type { RunPlan, VariedFinding, VariedParameter, VariedReport } from '../../../model.js';
import { valueLabel } from '../../../plan/vary.js';
import { counted, span } from '../../../text/numbers.js';
import { listed } from '../../../text/words.js';
import { cheapest, planParts } from '../race/sentences.js';
import type { ListItem } from '../blocks.js';

/** What was run, in parts that stay together: the values, then what all of them have in common. */
export function variedParts({ parameter, points }: VariedReport): string[] {
  const all = points.map(({ plan }) => planParts(plan));
  const [first = []] = all;
  const common = first.filter((part) => all.every((parts) => parts.includes(part)));
  const [plan] = points.map((point) => point.plan);
  return [
    valueLabel(parameter, points.map(({ value }) => value).join(',')),
    ...(parameter === 'workers' && plan !== undefined ? [extentOf(plan)] : []),
    ...common,
  ];
}

/** How long each worker goes on. */
const extentOf = ({ extent }: RunPlan): string =>
  extent.kind === 'operations'
    ? `${counted(extent.perWorker, 'operation')} each`
    : `for ${span(extent.ms)}`;

/** At which further values a strategy had the same verdict. */
export const furtherValues = (
  parameter: VariedParameter,
  points: readonly VariedFinding[],
): string[] => {
  const labels = points.map(({ value }) => valueLabel(parameter, value));
  return labels.length === 0 ? [] : [`The same verdict at ${listed(labels)}.`];
};

/** The cheapest strategy that held at each value; none for a single strategy. */
export const cheapestAtEach = ({ parameter, points }: VariedReport): ListItem[] =>
  points.flatMap(({ value, report }) => {
    const words = cheapest(report);
    return words === null ? [] : [{ name: valueLabel(parameter, value), text: words }];
  });
