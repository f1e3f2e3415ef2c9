/** The line of one strategy. */
export function tellRow(row) {
  const { strategy, retries, schedules, broken, held, unclear, unsteady, met, seconds } = row;
  const cells = [
    `  ${strategy.padEnd(20)}`,
    `${schedules} schedules`.padStart(17),
    `${broken} broken`.padStart(13),
    `${held} held`.padStart(12),
    ...(unclear > 0 ? [`${unclear} unclear`] : []),
    ...(unsteady > 0 ? [`${unsteady} unsteady`] : []),
    `claims ${verdictOn(met)}`.padEnd(16),
    `${seconds.toFixed(1)} s`.padStart(8),
    `${(schedules / seconds).toFixed(0)}/s`.padStart(7),
    `retries ${retries}`,
    causesOf(row),
    ...row.passedOver.map(tellPassedOver),
  ];
  return cells.join('  ').trimEnd();
}

function verdictOn(met) {
  if (met === null) return 'not confirmed';
  return met ? 'confirmed' : 'REFUTED';
}

const causesOf = ({ causes }) =>
  Object.entries(causes)
    .map(([cause, times]) => `${cause} in ${times}`)
    .join(', ');

const tellPassedOver = ({ retries, estimated }) =>
  `(${retries} retries: about ${estimated} schedules, too many)`;

/** The summary of all lines. */
export function tell({ rows }) {
  const sum = (figure) => rows.reduce((total, row) => total + figure(row), 0);
  const confirmed = rows.filter(({ met }) => met === true);
  const others = rows.filter(({ met }) => met !== true);
  return [
    `${confirmed.length} of ${rows.length} complete explorations confirm what the strategies claim:`,
    `${sum(({ schedules }) => schedules)} schedules in ${sum(({ seconds }) => seconds).toFixed(0)} s.`,
    ...others.map(({ strategy, scenario, operations, actual }) => {
      return `\n  ${strategy}, ${scenario}, 2 × ${operations}: ${actual}`;
    }),
  ].join(' ');
}
