/** The line of one case. */
export function tellRow(row) {
  const { schedules, broken, unsteady, verdict, seconds, witness, same } = row;
  const cells = [
    `  ${row.case.padEnd(32)}`,
    verdict.padEnd(7),
    `${schedules} schedules`.padStart(14),
    `${broken} broken`.padStart(11),
    ...(unsteady > 0 ? [`${unsteady} unsteady`] : []),
    `${seconds.toFixed(1)} s`.padStart(7),
    `${(schedules / seconds).toFixed(0)}/s`.padStart(6),
    witness === null ? '' : `${witness}: the same ${same} times`,
  ];
  return cells.join('  ').trimEnd();
}

/** The summary of all lines. */
export function tell({ rows, replays, limitS }) {
  const sum = (figure) => rows.reduce((total, row) => total + figure(row), 0);
  const witnessed = rows.filter(({ witness }) => witness !== null);
  const changed = witnessed.filter(({ same }) => same < replays);
  return [
    `${sum(({ schedules }) => schedules)} schedules of ${rows.length} cases in`,
    `${sum(({ seconds }) => seconds).toFixed(1)} s (${limitS} s allowed);`,
    `${witnessed.length - changed.length} of ${witnessed.length} witnesses were the same ${replays} times.`,
  ].join(' ');
}
