/** A small notation for fixtures of schedules that were run. */
import type {
  AccountState,
  Action,
  AttemptVerdict,
  DrawnSchedule,
  OperationRecord,
  Row,
  ScheduleEvent,
  Step,
  StepEvent,
} from '../../../src/model.js';

/** `A` is worker 1. */
export const workerOf = (letter: string): number => letter.charCodeAt(0) - 'A'.charCodeAt(0) + 1;

export const account = (version: number, balance: number, id = 1): AccountState => ({
  id,
  balance,
  version,
});

/* ---------- Events ---------- */

interface Answer {
  readonly command?: string;
  readonly count?: number;
  /** Whether the statement had waited. */
  readonly waited?: boolean;
}

export function returns(
  letter: string,
  rows: readonly Row[],
  { command = 'SELECT', count = rows.length, waited = false }: Answer = {},
): ScheduleEvent {
  const reply = { kind: 'returned', rows, count, command } as const;
  return { kind: 'reply', worker: workerOf(letter), waited, reply };
}

/** `BEGIN`, `COMMIT` and the like. */
export const acknowledges = (letter: string, command: string): ScheduleEvent =>
  returns(letter, [], { command });

export const reads = (letter: string, { id, balance, version }: AccountState): ScheduleEvent =>
  returns(letter, [{ id, balance, version }]);

export const writes = (letter: string, version: number, waited = false): ScheduleEvent =>
  returns(letter, [{ id: 1, version }], { command: 'UPDATE', waited });

export function fails(
  letter: string,
  sqlstate: string,
  message: string,
  { cycle = null, waited = false }: { cycle?: string | null; waited?: boolean } = {},
): ScheduleEvent {
  const workers = cycle === null ? null : cycle.split('').map(workerOf);
  const reply = { kind: 'failed', sqlstate, message, cycle: workers } as const;
  return { kind: 'reply', worker: workerOf(letter), waited, reply };
}

export const waits = (
  letter: string,
  others: string,
  lock: string | null = null,
): ScheduleEvent => ({
  kind: 'waits',
  worker: workerOf(letter),
  for: others.split('').map(workerOf),
  lock,
});

export const holds = (letter: string, lock: string, waited = false): ScheduleEvent => ({
  kind: 'holds',
  worker: workerOf(letter),
  waited,
  lock,
});

export const ends = (
  letter: string,
  end: AttemptVerdict,
  cause: string | null = null,
  { operation = 1, attempt = 1 } = {},
): StepEvent => ({
  kind: 'attempt ended',
  worker: workerOf(letter),
  operation,
  attempt,
  end,
  cause,
});

/* ---------- Steps ---------- */

/** What a worker is released to do: a statement, with or without parameters, or a lock. */
export type ActionNotation = string | readonly [sql: string, ...parameters: unknown[]] | Action;

export interface Line {
  readonly letter: string;
  readonly action: Action;
  readonly events: readonly StepEvent[];
  /** Absent: as before. */
  readonly accounts: readonly AccountState[] | undefined;
}

export function line(
  letter: string,
  notation: ActionNotation,
  events: readonly StepEvent[],
  ...accounts: readonly AccountState[]
): Line {
  return {
    letter,
    action: actionOf(notation),
    events,
    accounts: accounts.length > 0 ? accounts : undefined,
  };
}

export function actionOf(notation: ActionNotation): Action {
  if (typeof notation === 'string') return { kind: 'statement', sql: notation, parameters: [] };
  if ('kind' in notation) return notation;
  const [sql, ...parameters] = notation;
  return { kind: 'statement', sql, parameters };
}

export const lock = (name: string): Action => ({ kind: 'lock', name });

/** A schedule from what happened in it. */
export function drawn(
  initial: readonly AccountState[],
  lines: readonly Line[],
  changed: Partial<DrawnSchedule> = {},
): DrawnSchedule {
  let accounts = initial;
  const steps: Step[] = lines.map(({ letter, action, events, accounts: after }, i) => {
    accounts = after === undefined ? accounts : merged(accounts, after);
    const worker = workerOf(letter);
    return { number: i + 1, worker, operation: 1, attempt: 1, action, events, accounts };
  });
  const schedule = steps.map(({ worker }) => worker);
  const workers = Math.max(...schedule);
  return {
    schedule,
    switches: schedule.filter((worker, i) => i > 0 && worker !== schedule[i - 1]).length,
    workers,
    initial,
    final: accounts,
    steps,
    operations: Array.from({ length: workers }, (_, i) => withdrawal(i + 1)),
    verdict: 'held',
    reason: 'Every update is in the final balance.',
    witness: null,
    fault: null,
    markedStep: changed.fault?.step ?? null,
    ...changed,
  };
}

const merged = (before: readonly AccountState[], after: readonly AccountState[]) =>
  before.map((old) => after.find(({ id }) => id === old.id) ?? old);

/** A withdrawal of 10 from account 1. */
export function withdrawal(
  worker: number,
  changed: Partial<OperationRecord> = {},
): OperationRecord {
  return {
    worker,
    sequence: 1,
    kind: 'withdraw',
    changes: [{ account: 1, by: -10 }],
    startedAt: 1,
    endedAt: 4,
    activeFrom: 1,
    activeUntil: 4,
    retries: [],
    outcome: { kind: 'committed', reads: [account(0, 10)], writes: [] },
    ...changed,
  };
}
