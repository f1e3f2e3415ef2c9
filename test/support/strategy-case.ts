/** The lab's own strategies and scenarios as cases: the same code, sent by another driver, through the wire gate. */
import { fileURLToPath } from 'node:url';

import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

import { defineCase } from '../../src/authoring/case.js';
import type { CaseEnd } from '../../src/judge/serial/end.js';
import type { AccountEnd } from '../../src/judge/account/schedule-judge.js';
import type {
  AccountState,
  Case,
  Database,
  Ending,
  OperationRecord,
  Replica,
  Strategy,
  Workload,
} from '../../src/model.js';
import { retriesFor } from '../../src/plan/retries.js';
import { attempt, type AttemptClient } from '../../src/race/attempt.js';
import { drawOperation } from '../../src/race/draw-operation.js';
import { perform } from '../../src/race/perform.js';
import { makeReplica } from '../../src/replica.js';
import { freshAccounts, insertAccounts } from '../../src/subject/account/lane.js';
import { drawInTurns } from '../../src/subject/account/turns.js';

/** What the workers share. */
interface Application {
  readonly db: Kysely<Database>;
  readonly replica: Replica;
}

/** What became of an operation, and how it came to that. */
type Performed = Pick<OperationRecord, 'kind' | 'changes' | 'retries' | 'outcome'>;

/**
 * What only the version walk looks at: what an operation read and wrote, how often it was retried, and the versions of
 * rows.
 */
export const EVIDENCE = [
  'account.version',
  'result.outcome.reads',
  'result.outcome.writes',
  'result.retries',
];

const sqlPath = (name: string): string =>
  fileURLToPath(new URL(`../../sql/${name}`, import.meta.url));

/** A strategy on a workload of one operation for each worker, as a case. */
export function caseOf(strategy: Strategy, workload: Workload): Case {
  const numbers = Array.from({ length: workload.workers }, (_, index) => index + 1);
  return defineCase<Application>({
    name: `${strategy.name}-${workload.scenario.name}`,
    schema: [sqlPath('schema.sql'), ...(strategy.sql === undefined ? [] : [sqlPath(strategy.sql)])],
    start: insertAccounts(freshAccounts(workload)),
    open: ({ url }) => ({ db: databaseAt(url, workload.workers), replica: makeReplica() }),
    close: ({ db }) => db.destroy(),
    workers: Object.fromEntries(
      numbers.map((number) => [
        `worker ${number}`,
        (application: Application) => performOne(strategy, workload, number, application),
      ]),
    ),
    retried: Object.keys(strategy.sqlstates).filter((code) => strategy.sqlstates[code] === 'retry'),
    ignore: EVIDENCE,
  });
}

function databaseAt(connectionString: string, max: number): Kysely<Database> {
  const types = new pg.TypeOverrides();
  // By default pg reads bigint as text.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString, max, types });
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}

/** @throws what the last attempt threw, when the operation failed */
async function performOne(
  strategy: Strategy,
  workload: Workload,
  number: number,
  { db, replica }: Application,
): Promise<Performed> {
  const range = { least: 1, most: workload.accounts };
  const operation = drawOperation(workload.scenario, drawInTurns(workload, number), range);
  let thrown: unknown = null;
  const watched: Strategy = {
    ...strategy,
    attempt: (...given) =>
      strategy.attempt(...given).catch((error: unknown) => {
        thrown = error;
        throw error;
      }),
  };
  const { retries, outcome } = await perform(
    () => attempt(watched, clientOn(db), operation, replica),
    (retriesSoFar) => retriesSoFar < retriesFor(workload, strategy),
  );
  if (outcome.kind === 'failed') throw thrown;
  const { kind, changes } = operation;
  return { kind, changes, retries, outcome };
}

/** The gate watches the statements, so nothing else does. */
const clientOn = (db: Kysely<Database>): AttemptClient => ({
  db,
  hasWorked: true,
  begin: () => {},
  end: () => null,
  abandon: () => {},
});

/** The end of a case of a strategy, as the version walk judges it. */
export function accountEndOf({ endings, tables }: CaseEnd, workload: Workload): AccountEnd {
  const accounts = tables.find(({ shape }) => shape.name === 'account');
  if (accounts === undefined) throw new Error('the case has no accounts');
  const columns = ['id', 'balance', 'version'].map((name) => accounts.shape.columns.indexOf(name));
  const final = accounts.rows.map((row): AccountState => {
    const [id = 0, balance = 0, version = 0] = columns.map((column) => Number(row[column]));
    return { id, balance, version };
  });
  return {
    operations: endings.map((ending, index) => ({
      ...performedIn(ending),
      worker: index + 1,
      sequence: 1,
      ...NO_TIMES,
    })),
    initial: freshAccounts(workload),
    final: final.toSorted((one, other) => one.id - other.id),
    refusedStatements: endings.map(() => null),
  };
}

/** The version walk needs no times. */
const NO_TIMES = { startedAt: 0, endedAt: 0, activeFrom: 0, activeUntil: 0 };

function performedIn(ending: Ending | null): Performed {
  if (ending?.kind === 'returned') return JSON.parse(JSON.stringify(ending.value));
  if (ending?.kind !== 'failed') throw new Error(`a worker ended so: ${JSON.stringify(ending)}`);
  const { sqlstate, message } = ending;
  // It has changed nothing, so what it was to change does not matter.
  const outcome = { kind: 'failed', cause: sqlstate || 'conflict', message } as const;
  return { kind: 'withdraw', changes: [], retries: [], outcome };
}
