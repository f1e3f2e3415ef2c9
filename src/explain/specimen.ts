import { readAccounts, resetAccounts } from '../database/accounts.js';
import { Client } from '../database/client.js';
import type { LabDatabase } from '../database/lab-database.js';
import type { Session } from '../database/session.js';
import { SessionPool } from '../database/session-pool.js';
import type { StatementInterceptor, Statement } from '../database/statement.js';
import { untilAborted } from '../database/until-aborted.js';
import { StrategyDefect } from '../errors.js';
import type { Operation, Strategy } from '../model.js';
import { besideStrategy } from '../race/account-table.js';
import { attempt } from '../race/attempt.js';
import { AttemptWatch } from '../race/attempt-watch.js';
import { sentLate } from '../race/defects.js';
import type { RaceEnvironment } from '../race/environment.js';
import { makeReplica } from '../replica.js';
import { withdraw } from '../scenarios/withdraw.js';

/** One attempt of a strategy, alone on the server, with the statements it sent. */
export interface Specimen {
  readonly balance: number;
  readonly amount: number;
  readonly statements: readonly Statement[];
  /** `committed`, `refused`, or the cause of the failure. */
  readonly end: string;
}

const AMOUNT = 10;

/**
 * Runs a withdrawal of the strategy on an account that holds enough, and on one that does not.
 * @throws {StrategyDefect} also when the strategy hangs; its code may then still use the session
 * @throws the signal's reason when it is aborted
 */
export async function takeSpecimens(
  strategy: Strategy,
  database: LabDatabase,
  session: Session,
  environment: Pick<RaceEnvironment, 'schedule' | 'signal'>,
): Promise<readonly Specimen[]> {
  const { signal } = environment;
  const watch = new AttemptWatch({ strategy, database, environment });
  let interrupt = () => {};
  // An attempt that waits for something else does not notice that its session has ended.
  const interrupted = new Promise<never>((_resolve, reject) => {
    interrupt = () => reject(signal.reason);
  });
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const taken = await untilAborted(database, signal, () => {
      const taking = takeEach(strategy, database.control, session, watch);
      // A defect of one strategy must not end the sessions of the others.
      return Promise.race([taking, watch.failed, interrupted]).catch(asDefect);
    });
    if (taken instanceof StrategyDefect) throw taken;
    return taken;
  } finally {
    signal.removeEventListener('abort', interrupt);
    watch.stop();
  }
}

function asDefect(error: unknown): StrategyDefect {
  if (error instanceof StrategyDefect) return error;
  throw error;
}

async function takeEach(
  strategy: Strategy,
  control: Session,
  session: Session,
  watch: AttemptWatch,
): Promise<readonly Specimen[]> {
  const statements: Statement[] = [];
  const record: StatementInterceptor = (statement, send) => {
    statements.push(statement);
    return send();
  };
  const client = new Client(new SessionPool([session]), record, {
    late: (sql) => watch.fail(sentLate(strategy, sql)),
  });
  watch.add(client);
  const specimens: Specimen[] = [];
  for (const balance of [10 * AMOUNT, AMOUNT / 2]) {
    await resetAccounts(control, new Map([[1, balance]]), strategy.sql);
    const { end } = await attempt(strategy, client, operation(), makeReplica());
    await besideStrategy(strategy, () => readAccounts(control));
    specimens.push({
      balance,
      amount: AMOUNT,
      statements: statements.splice(0),
      end: 'cause' in end ? end.cause : end.kind,
    });
  }
  return specimens;
}

function operation(): Operation {
  return withdraw.nextOperation({
    account: () => 1,
    pair: () => [1, 2],
    partners: () => [1, 2],
    amount: () => AMOUNT,
    coin: () => true,
  });
}
