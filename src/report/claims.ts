/** The claims of strategies side by side: one column for each thing that can go wrong. */
import type { ChalkInstance } from 'chalk';

import type { Claims, Strategy } from '../model.js';
import { padEnd, widestOf } from '../text/width.js';

/** What a strategy says on one point. */
interface Point {
  /** A line for each word. */
  readonly header: readonly [string, string];
  /** The cell, and whether it is good. */
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
    header: ['one process', 'only'],
    cell: ({ processes }) => (processes === 'any' ? [NEVER, true] : ['yes', false]),
  },
  {
    header: ['gets', 'stuck'],
    cell: ({ progress }) => (progress === 'yes' ? [NEVER, true] : ['yes', false]),
  },
];

/** What the cells of the matrix mean. */
export const LEGEND =
  `${NEVER} is good: it does not happen. A lost update or an overdraft concerns one account. A write skew ` +
  'breaks a rule over several accounts, when each operation writes a different one. One process only: ' +
  'the claims hold within one process, but not across several.';

/** Which strategy to choose for which need. The first that applies is the best. */
export const CHOICES: readonly string[] = [
  'One UPDATE can do all: atomic, or check-constraint if the rule is about one row.',
  'You read and compute first: for-update (transactions queue, no retries).',
  'Conflicts are rare, or you may not hold a lock: optimistic (retries on conflict).',
  'A rule over several rows: for-update on all of them, in one order, or serializable (retries).',
];

const GAP = '  ';

/** A row for each strategy, a column for each point; within 80 columns for the built-in ones. */
export function claimsMatrix(strategies: readonly Strategy[], chalk: ChalkInstance): string[] {
  const nameWidth = widestOf(strategies.map(({ name }) => name));
  const columns = POINTS.map(({ header, cell }) => {
    const cells = strategies.map(({ claims }) => cell(claims));
    const texts = [...header, ...cells.map(([text]) => text)];
    return { header, cells, width: widestOf(texts) };
  });
  const row = (name: string, cell: (column: (typeof columns)[number]) => string) =>
    [padEnd(name, nameWidth), ...columns.map(cell)].join(GAP).trimEnd();
  return [
    ...[0, 1].map((line) => row('', ({ header, width }) => padEnd(header[line] ?? '', width))),
    ...strategies.map(({ name }, index) =>
      row(name, ({ cells, width }) => {
        const [text, good] = cells[index] ?? [NEVER, true];
        return (good ? chalk.green : chalk.red)(padEnd(text, width));
      }),
    ),
  ];
}
