/** What strategies claim, side by side: what can go wrong, and where that holds. */
import type { ChalkInstance } from 'chalk';

import type { Claims, Strategy } from '../model.js';

/** What a strategy says on one point. */
interface Point {
  /** A line for each word. */
  readonly header: readonly [string, string];
  /** The cell, and whether it is what one would wish for. */
  readonly cell: (claims: Claims) => readonly [text: string, good: boolean];
}

const NEVER = '-';

const anomaly = (claim: 'prevented' | 'possible' | 'none') =>
  claim === 'possible' ? (['possible', false] as const) : ([NEVER, true] as const);

const POINTS: readonly Point[] = [
  { header: ['lost', 'updates'], cell: ({ lostUpdates }) => anomaly(lostUpdates) },
  { header: ['over-', 'drafts'], cell: ({ overdrafts }) => anomaly(overdrafts) },
  { header: ['write', 'skew'], cell: ({ writeSkew }) => anomaly(writeSkew) },
  { header: ['dead-', 'locks'], cell: ({ deadlocks }) => anomaly(deadlocks) },
  {
    header: ['across', 'processes'],
    cell: ({ processes }) => (processes === 'any' ? ['yes', true] : ['no', false]),
  },
  {
    header: ['gets', 'through'],
    cell: ({ progress }) => (progress === 'yes' ? ['yes', true] : ['hardly', false]),
  },
];

/** What the cells of the matrix mean. */
export const LEGEND =
  `${NEVER} never happens. A lost update or an overdraft concerns one account; a write skew breaks a ` +
  'rule over several, of which each operation writes another one. Claims that do not reach across ' +
  'processes hold within one.';

const GAP = '  ';

/** A row for each strategy, a column for each point; within 80 columns for the built-in ones. */
export function claimsMatrix(strategies: readonly Strategy[], chalk: ChalkInstance): string[] {
  const nameWidth = Math.max(...strategies.map(({ name }) => name.length));
  const columns = POINTS.map(({ header, cell }) => {
    const cells = strategies.map(({ claims }) => cell(claims));
    const texts = [...header, ...cells.map(([text]) => text)];
    return { header, cells, width: Math.max(...texts.map(({ length }) => length)) };
  });
  const row = (name: string, cell: (column: (typeof columns)[number]) => string) =>
    [name.padEnd(nameWidth), ...columns.map(cell)].join(GAP).trimEnd();
  return [
    ...[0, 1].map((line) => row('', ({ header, width }) => (header[line] ?? '').padEnd(width))),
    ...strategies.map(({ name }, index) =>
      row(name, ({ cells, width }) => {
        const [text, good] = cells[index] ?? [NEVER, true];
        return (good ? chalk.green : chalk.red)(text.padEnd(width));
      }),
    ),
  ];
}
