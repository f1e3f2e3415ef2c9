/** What is wrong with a strategy's code, told to whoever wrote it. */
import type { Leftover } from '../database/client.js';
import { calledBy, thrownBy } from '../text/definition.js';
import { LabError, StrategyDefect } from '../errors.js';
import type { Strategy } from '../model.js';
import { printable } from '../text/wrap.js';

/** Such as `strategy mine (./mine.ts)`; a built-in one needs no more than its name. */
export const called = (strategy: Strategy): string =>
  strategy.reference === undefined ? strategy.name : calledBy('strategy', strategy);

/**
 * Its file was loaded once, and now it cannot be.
 * @returns what else went wrong, as it is
 */
export function notLoadedAgain({ name }: Pick<Strategy, 'name'>, error: unknown): unknown {
  if (!(error instanceof LabError)) return error;
  const { message, hint, option } = error.template;
  return new StrategyDefect(name, message, { hint, option, cause: error });
}

/** An error that is neither the database's nor one of those by which an attempt speaks. */
export function threw(strategy: Strategy, error: unknown): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `${called(strategy)} threw ${thrownBy(error, strategy)}`,
    {
      hint: 'Fix its attempt. Conflict (to be tried again), Refusal and database errors may be thrown.',
      cause: error,
    },
  );
}

/** @param problem what came back, or what is wrong in it */
export function returned(strategy: Strategy, problem: string): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `the attempt of ${called(strategy)} returned ${problem}`,
    {
      hint:
        "Return refused, or committed(…) with overwrote(account, version) or added(id, version) for each update: { kind: 'committed', writes: [{ account, version, basis }] }. " +
        'Only who cannot say what a write built on leaves writes out.',
    },
  );
}

/** @param problem what is wrong with the rows that it decided on */
export function decidedOn(strategy: Strategy, problem: string): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `${called(strategy)} gave operation.decide() ${problem}`,
    {
      hint: 'Give it the rows it read, a list, each with id, balance and version, as numbers.',
    },
  );
}

export function leftBehind(strategy: Strategy, { kind, sql }: Leftover): StrategyDefect {
  const last = sql === null ? '' : `; it sent last: ${excerpt(sql)}`;
  if (kind === 'statement') {
    return new StrategyDefect(
      strategy.name,
      `${called(strategy)} ended an attempt without waiting for a statement of it${last}`,
      { hint: 'An await is missing in front of it, or in front of the transaction that it is in.' },
    );
  }
  return new StrategyDefect(strategy.name, `${called(strategy)} left its transaction open${last}`, {
    hint: 'It was rolled back. Use db.transaction().execute(…), which ends it in any case, or send COMMIT or ROLLBACK on every way out.',
  });
}

/** Nothing of what it did can have been seen, so a verdict on it would be on something else. */
export function sentNothing(strategy: Strategy): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `an attempt of ${called(strategy)} reported a commit, but sent no statement through db`,
    {
      hint: 'race-lab sees only what goes through the db, or its trx, that attempt is given, and races its own table account. Code with tables or a connection pool of its own cannot be judged this way.',
    },
  );
}

export function sentLate(strategy: Strategy, sql: string): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `${called(strategy)} sent a statement after its attempt had ended: ${excerpt(sql)}`,
    { hint: 'An await is missing: the attempt returned before its work was done.' },
  );
}

/** @param sql the statement that was one too many */
export function endless(strategy: Strategy, sql: string): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `an attempt of ${called(strategy)} sends statement after statement, and does not end; the last: ${excerpt(sql)}`,
    { hint: 'Look for a loop without an end. One attempt is one try: Conflict asks for another.' },
  );
}

/** A COPY whose data would go through the connection. */
export function copies(strategy: Strategy, sql: string): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `${called(strategy)} uses COPY from or to the client, which is not supported here: ${excerpt(sql)}`,
    { hint: 'Use INSERT or SELECT instead.' },
  );
}

/** The lab's table is not as it was made: it has to be made anew before anybody else uses it. */
export class TableChanged extends StrategyDefect {}

/** @param cause what the server said when the lab looked for its table */
export function changedTable(strategy: Strategy, cause: unknown): TableChanged {
  const said = cause instanceof Error ? `: ${printable(cause.message)}` : '';
  return new TableChanged(
    strategy.name,
    `${called(strategy)} changed the table account, which the lab needs as it is${said}`,
    {
      hint: 'It may change rows, and make tables of its own; it must not drop, rename or alter that one.',
      cause,
    },
  );
}

/** How an attempt stands that does not return. */
export interface Standstill {
  /** The last statement of the attempt; null: it sent none. */
  readonly sent: string | null;
  /** Whether it waits for a session while it has one. */
  readonly awaitsItself: boolean;
}

export function hangs(
  strategy: Strategy,
  { sent, awaitsItself }: Standstill,
  ms: number,
): StrategyDefect {
  const last = sent === null ? 'It has sent nothing.' : `It sent last: ${excerpt(sent)}`;
  return new StrategyDefect(
    strategy.name,
    `an attempt of ${called(strategy)} does not return: nothing has moved for ${ms / 1000} s. ${last}`,
    {
      hint: awaitsItself
        ? USE_TRX
        : 'It waits for something that never comes: a promise that nobody resolves, a lock that nobody gives back. A pause of its own has to be shorter.',
    },
  );
}

/** What to do when an attempt waits for a session while it has one. */
export const USE_TRX =
  'Inside db.transaction().execute(async (trx) => …) use trx, not db: db waits for a connection until that transaction ends.';

/** A strategy that cannot do a single operation, alone. */
export function cannotWork(
  strategy: Strategy,
  failure: { readonly cause: string; readonly message: string; readonly sql: string | null },
): StrategyDefect {
  const { cause, message, sql } = failure;
  const where = sql === null ? '' : `, in: ${excerpt(sql)}`;
  const what = `${called(strategy)} fails with a single worker: ${cause}: ${message}${where}`;
  // Syntax, and names that there are not (manual, appendix A).
  const isItsOwn = strategy.reference !== undefined || cause.startsWith('42');
  return new StrategyDefect(strategy.name, what, {
    hint: isItsOwn ? 'Fix its SQL.' : 'Look at the role and the settings of the server.',
  });
}

function excerpt(sql: string): string {
  const line = printable(sql);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}

const LONGEST = 160;
