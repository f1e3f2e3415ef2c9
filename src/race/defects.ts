/** Errors about a strategy's code, for its author. */
import type { Leftover } from '../database/client.js';
import { calledBy, thrownBy } from '../text/definition.js';
import { LabError, StrategyDefect } from '../errors.js';
import type { Strategy } from '../model.js';
import { printable } from '../text/wrap.js';

/** Such as `strategy mine (./mine.ts)`; a built-in strategy has only its name. */
export const called = (strategy: Strategy): string =>
  strategy.reference === undefined ? strategy.name : calledBy('strategy', strategy);

/**
 * The error for a strategy whose file was loaded before and cannot be loaded again.
 * @returns any other error unchanged
 */
export function notLoadedAgain({ name }: Pick<Strategy, 'name'>, error: unknown): unknown {
  if (!(error instanceof LabError)) return error;
  const { message, hint, option } = error.template;
  return new StrategyDefect(name, message, { hint, option, cause: error });
}

/** The attempt threw something other than a database error, Conflict or Refusal. */
export function threw(strategy: Strategy, error: unknown): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `${called(strategy)} threw ${thrownBy(error, strategy)}`,
    {
      hint: "Fix the strategy's attempt(). It may throw only Conflict (which asks for a retry), Refusal and database errors.",
      cause: error,
    },
  );
}

/** @param problem the returned value, or what is wrong with it */
export function returned(strategy: Strategy, problem: string): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `the attempt of ${called(strategy)} returned ${problem}`,
    {
      hint:
        "Return refused, or committed(…) with overwrote(account, version) or added(id, version) for each update: { kind: 'committed', writes: [{ account, version, basis }] }. " +
        'Leave writes out only if the strategy cannot know which version a write is based on.',
    },
  );
}

/** @param problem what is wrong with the rows that it passed */
export function decidedOn(strategy: Strategy, problem: string): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `${called(strategy)} passed to operation.decide() ${problem}`,
    {
      hint: 'Pass the array of rows that the strategy read, each with id, balance and version as numbers.',
    },
  );
}

export function leftBehind(strategy: Strategy, { kind, sql }: Leftover): StrategyDefect {
  const last = sql === null ? '' : `; its last statement: ${excerpt(sql)}`;
  if (kind === 'statement') {
    return new StrategyDefect(
      strategy.name,
      `${called(strategy)} ended an attempt before one of its statements was done${last}`,
      {
        hint: 'An await is missing before the statement, or before the transaction that contains it.',
      },
    );
  }
  return new StrategyDefect(strategy.name, `${called(strategy)} left its transaction open${last}`, {
    hint: 'race-lab rolled it back. Use db.transaction().execute(…), which always ends the transaction, or send COMMIT or ROLLBACK on every code path.',
  });
}

/** race-lab saw nothing of the attempt, so it cannot judge the strategy. */
export function sentNothing(strategy: Strategy): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `an attempt of ${called(strategy)} reported a commit, but sent no statement through db`,
    {
      hint: 'race-lab sees only statements that go through the db that attempt() receives, or through its trx, and it races its own table account. It cannot judge code with tables or a connection pool of its own this way.',
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

/** @param sql the statement that exceeded the limit */
export function endless(strategy: Strategy, sql: string): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `an attempt of ${called(strategy)} sends statements without end; the last: ${excerpt(sql)}`,
    {
      hint: 'Look for an endless loop. An attempt is a single try: throw Conflict to ask for a retry.',
    },
  );
}

/** A COPY that sends its rows through the connection. */
export function copies(strategy: Strategy, sql: string): StrategyDefect {
  return new StrategyDefect(
    strategy.name,
    `${called(strategy)} uses COPY from or to the client, which is not supported here: ${excerpt(sql)}`,
    { hint: 'Use INSERT or SELECT instead.' },
  );
}

/** The strategy changed the definition of race-lab's table, which must be created again for the next strategy. */
export class TableChanged extends StrategyDefect {}

/** @param cause the server's error when race-lab accessed its table */
export function changedTable(strategy: Strategy, cause: unknown): TableChanged {
  const said = cause instanceof Error ? `: ${printable(cause.message)}` : '';
  return new TableChanged(
    strategy.name,
    `${called(strategy)} changed the definition of the table account, which race-lab needs${said}`,
    {
      hint: 'A strategy may change rows and create tables of its own. It must not drop, rename or alter that table.',
      cause,
    },
  );
}

/** The state of an attempt that does not return. */
export interface HangingAttempt {
  /** The last statement of the attempt; null: it sent none. */
  readonly sent: string | null;
  /** Whether it waits for a session while it has one. */
  readonly awaitsItself: boolean;
}

export function hangs(
  strategy: Strategy,
  { sent, awaitsItself }: HangingAttempt,
  ms: number,
): StrategyDefect {
  const last = sent === null ? 'It sent no statement.' : `Its last statement: ${excerpt(sent)}`;
  return new StrategyDefect(
    strategy.name,
    `an attempt of ${called(strategy)} does not return: no worker has made progress for ${ms / 1000} s. ${last}`,
    {
      hint: awaitsItself
        ? USE_TRX
        : 'It waits for something that never happens: a promise that is never resolved, or a lock that is never released. If it pauses on purpose, make the pause shorter.',
    },
  );
}

/** What to do when an attempt waits for a session while it holds one. */
export const USE_TRX =
  'Inside db.transaction().execute(async (trx) => …) use trx, not db: db waits for a connection until that transaction ends.';

/** A strategy that fails even with a single worker. */
export function cannotWork(
  strategy: Strategy,
  failure: { readonly cause: string; readonly message: string; readonly sql: string | null },
): StrategyDefect {
  const { cause, message, sql } = failure;
  const where = sql === null ? '' : `, in: ${excerpt(sql)}`;
  const what = `${called(strategy)} fails with a single worker: ${cause}: ${message}${where}`;
  // Class 42: syntax errors and unknown names (manual, appendix A).
  const isItsOwn = strategy.reference !== undefined || cause.startsWith('42');
  return new StrategyDefect(strategy.name, what, {
    hint: isItsOwn ? 'Fix its SQL.' : 'Check the role and the settings of the server.',
  });
}

function excerpt(sql: string): string {
  const line = printable(sql);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}

const LONGEST = 160;
