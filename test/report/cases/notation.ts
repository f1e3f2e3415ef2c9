/** A small notation for schedules of cases that were run. */
import type {
  CaseEvent,
  CaseStep,
  CaseWitness,
  ColumnChange,
  DrawnCase,
  Ending,
  JsonValue,
  RowChange,
  SerialOutcome,
} from '../../../src/model.js';
import { numbersOf } from '../../../src/text/schedule.js';
import { actionOf, workerOf, type ActionNotation } from '../drawing/notation.js';

/* ---------- Endings ---------- */

export const returned = (value: JsonValue): Ending => ({ kind: 'returned', value });
export const refused = (message: string): Ending => ({ kind: 'refused', message });
export const failed = (sqlstate: string, message: string, retried = false): Ending => ({
  kind: 'failed',
  sqlstate,
  message,
  retried,
});

/* ---------- Events ---------- */

export const ended = (letter: string, ending: Ending): CaseEvent => ({
  kind: 'ended',
  worker: workerOf(letter),
  ending,
});

export const quiet = (letter: string): CaseEvent => ({ kind: 'quiet', worker: workerOf(letter) });

export const leftOpen = (
  letter: string,
  what: 'transaction' | 'advisory lock' = 'transaction',
): CaseEvent => ({ kind: 'left open', worker: workerOf(letter), what });

/* ---------- Rows ---------- */

type Columns = Readonly<Record<string, string | null>>;

/** `updated('product 1', { stock: ['1', '0'] })` */
export function updated(
  row: string,
  columns: Readonly<Record<string, readonly [before: string | null, after: string | null]>>,
): RowChange {
  const changes = Object.entries(columns).map(([name, [before, after]]) => ({
    name,
    before,
    after,
  }));
  return { ...rowOf(row), kind: 'updated', columns: changes };
}

export const inserted = (row: string, columns: Columns): RowChange => ({
  ...rowOf(row),
  kind: 'inserted',
  columns: changesOf(columns, (name, value) => ({ name, before: null, after: value })),
});

export const deleted = (row: string, columns: Columns): RowChange => ({
  ...rowOf(row),
  kind: 'deleted',
  columns: changesOf(columns, (name, value) => ({ name, before: value, after: null })),
});

function rowOf(text: string): Pick<RowChange, 'table' | 'key'> {
  const [table = '', ...key] = text.split(' ');
  return { table, key };
}

const changesOf = (
  columns: Columns,
  change: (name: string, value: string | null) => ColumnChange,
): ColumnChange[] => Object.entries(columns).map(([name, value]) => change(name, value));

/* ---------- Steps ---------- */

export interface CaseLine {
  readonly letter: string;
  readonly action: ActionNotation | null;
  readonly events: readonly CaseEvent[];
  readonly changes: readonly RowChange[];
  readonly uncertain: boolean;
}

/** A release: of `A`, or of `A?` when another worker may have sent it. */
export const step = (
  who: string,
  action: ActionNotation | null,
  events: readonly CaseEvent[] = [],
  ...changes: readonly RowChange[]
): CaseLine => ({
  letter: who.slice(0, 1),
  action,
  events,
  changes,
  uncertain: who.endsWith('?'),
});

/** A schedule from what happened in it. */
export function drawnCase(
  workers: readonly string[],
  lines: readonly CaseLine[],
  { markedStep = null, changes = [] }: Partial<Pick<DrawnCase, 'markedStep' | 'changes'>> = {},
): DrawnCase {
  const steps: CaseStep[] = lines.map(({ letter, action, ...rest }, i) => ({
    number: i + 1,
    worker: workerOf(letter),
    action: action === null ? null : actionOf(action),
    isSecondHalf: false,
    ...rest,
  }));
  const schedule = steps.map(({ worker }) => worker);
  return {
    schedule,
    switches: schedule.filter((worker, i) => i > 0 && worker !== schedule[i - 1]).length,
    workers,
    steps,
    endings: workers.map((_, i) => endingOf(i + 1, steps)),
    changes,
    markedStep,
  };
}

function endingOf(worker: number, steps: readonly CaseStep[]): Ending {
  const end = steps
    .flatMap(({ events }) => events)
    .find((event) => event.kind === 'ended' && event.worker === worker);
  if (end?.kind !== 'ended') throw new RangeError(`worker ${worker} has no ending`);
  return end.ending;
}

/* ---------- Witnesses ---------- */

/** `serial('AB BA', [...], ...)` */
export const serial = (
  orders: string,
  endings: readonly (Ending | null)[],
  ...changes: readonly RowChange[]
): SerialOutcome => ({ orders: orders.split(' ').map(numbersOf), endings, changes });

export const witness = (
  drawn: DrawnCase,
  rest: Partial<Omit<CaseWitness, 'drawn'>> = {},
): CaseWitness => ({
  drawn,
  anomalies: [{ kind: 'not serializable' }],
  isSerial: false,
  serial: [],
  difference: null,
  exchange: null,
  ...rest,
});
