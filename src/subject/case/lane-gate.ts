/** The gate of a lane, and how code reaches it. */
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';

import type { CaseServer } from '../../database/case-server.js';
import type { Catalog } from '../../database/snapshot/catalog.js';
import { openSocket } from '../../database/socket.js';
import type { BlockWatch } from '../../gate/block-watch.js';
import { timeoutsFor } from '../../gate/deadlock-timeout.js';
import type { Habits } from '../../gate/wire/habits.js';
import type { StatementParser } from '../../gate/wire/housekeeping.js';
import { WireGate } from '../../gate/wire/wire-gate.js';
import type { IsolationLevel, OpenContext } from '../../model.js';
import { nextTurn } from '../../own-timers.js';
import { gateWasClosed, gateWasOpened } from './closed-gates.js';
import { urlOf, variablesOf, type Variables } from './environment.js';
import { HousekeepingLog } from './housekeeping-log.js';
import type { LaneCutter } from './lane-cutter.js';
import { LateStatements } from './late-statements.js';
import type { CodePlace } from './whose-code.js';

/** What a gate needs. */
export interface LaneGateOptions {
  readonly server: CaseServer;
  readonly database: string;
  /** 0: everything passes. */
  readonly workers: number;
  readonly watch: BlockWatch;
  readonly parser: StatementParser;
  /** Whether the role may set deadlock_timeout. */
  readonly mayTimeDeadlocks: boolean;
  /** The deadlock_timeout of statements that are not held [that of explorations]. */
  readonly usualDeadlockTimeout?: string;
  readonly habits: Habits;
  /** The default isolation level of its sessions; null: that of the server. */
  readonly isolation: IsolationLevel | null;
  /** Whether a person may think between two statements [false]. */
  readonly isUnhurried?: boolean;
  /** Null: no statement is cut. */
  readonly cutter: LaneCutter | null;
  readonly signal: AbortSignal;
  /** Called when code of another lane uses the gate. */
  readonly foreign: () => void;
}

/** An open gate. */
export interface LaneGate {
  readonly gate: WireGate;
  readonly database: string;
  /** The port of the gate, also when it is closed. */
  readonly port: number;
  readonly password: string;
  /** The names of the case's tables. Filled in when they are known. */
  readonly tables: Set<string>;
  /** What those, their schemas and their columns are called. Filled in at the same time. */
  readonly names: Set<string>;
  /** Steps that came while no schedule was run. */
  readonly late: LateStatements;
  readonly housekeeping: HousekeepingLog;
  readonly habits: Habits;
  /** Null: no statement is cut. */
  readonly cutter: LaneCutter | null;
  readonly context: OpenContext;
  readonly variables: CodePlace['variables'];
}

/** Tells a gate what is in its database. */
export function learnNames({ tables, names }: LaneGate, catalog: Catalog): void {
  for (const { name } of catalog.tables) tables.add(name);
  for (const { name, columns } of [...catalog.tables, ...catalog.partitioned])
    for (const part of [...name.split('.'), ...columns]) names.add(part);
  for (const { name } of catalog.views) for (const part of name.split('.')) names.add(part);
}

/** Longer than for strategies: between two statements a driver may take some time. */
const DEADLOCKS_OF_MORE = '250ms';

/** Opens a gate in front of a database. */
export async function openLaneGate(options: LaneGateOptions): Promise<LaneGate> {
  const { server, database, workers, watch, parser, mayTimeDeadlocks, habits, signal } = options;
  const { foreign, isolation, isUnhurried, usualDeadlockTimeout: usualTimeout } = options;
  const address = server.addressOf(database);
  const password = address.password === '' ? randomBytes(18).toString('hex') : address.password;
  const usually = timeoutsFor(workers, DEADLOCKS_OF_MORE);
  const timeouts = mayTimeDeadlocks ? { ...usually, usual: usualTimeout ?? usually.usual } : null;
  if (timeouts !== null) {
    const { usual } = timeouts;
    await server.control.script(`alter database ${database} set deadlock_timeout = '${usual}'`);
  }
  await server.control.script(`alter database ${database} set synchronous_commit = off`);
  if (isolation !== null) {
    await server.control.script(
      defaultOf(database, 'default_transaction_isolation', `'${isolation}'`),
    );
  }
  if (isUnhurried === true) await server.control.script(await unlimited(server, database));
  const tables = new Set<string>();
  const names = new Set<string>();
  const late = new LateStatements(parser);
  const housekeeping = new HousekeepingLog();
  // A pool may open many connections at once, and each listens while it is opened.
  const ending = AbortSignal.any([signal]);
  setMaxListeners(0, ending);
  const gate = await WireGate.open({
    workers,
    openServer: () => openSocket(address, ending),
    password,
    watch,
    isHousekeeping: (sql) => parser.isHousekeeping(sql, tables),
    isDeallocation: (sql) => parser.isDeallocation(sql),
    passed: (sql) => housekeeping.note(sql),
    outsideSchedules: (sql) => {
      if (parser.isHousekeeping(sql, tables)) return;
      late.note(sql);
      habits.noteBackground(parser.stepKey(sql, names));
    },
    isBackground: (sql) => habits.isBackground(parser.stepKey(sql, names)),
    settingsIn: (sql) => parser.settingsIn(sql),
    ...(isolation === null ? {} : { levelUsesIn: (sql: string) => parser.levelUsesIn(sql) }),
    definitionUse: (sql) => parser.definitionUse(sql),
    keyOf: (sql) => parser.stepKey(sql, names),
    timeouts,
    habits,
    cutter: options.cutter,
    foreign,
  });
  const { port } = gate;
  gateWasOpened(port);
  const lane = { port, user: address.user, password, database };
  const env: Variables = variablesOf(lane);
  const context = { url: urlOf(lane), env };
  return {
    gate,
    database,
    port,
    password,
    tables,
    names,
    late,
    housekeeping,
    habits,
    cutter: options.cutter,
    context,
    variables: new Map(Object.entries(env)),
  };
}

/**
 * Sets a default of new sessions. What the role has for all databases would override that of the database.
 * race-lab's own sessions set theirs themselves.
 */
const defaultOf = (database: string, setting: string, value: string): string =>
  ['database', 'role session_user in database']
    .map((of) => `alter ${of} ${database} set ${setting} = ${value}`)
    .join('; ');

/** Settings that end a statement, a transaction or a session after some time. Two of them are newer than PostgreSQL 13. */
const TIME_LIMITS = [
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'transaction_timeout',
];

/** Statements that lift the time limits of new sessions. Those that the code sets itself stay. */
async function unlimited({ control }: CaseServer, database: string): Promise<string> {
  const names = TIME_LIMITS.map((name) => `'${name}'`).join(', ');
  const known = await control.query<{ name: string }>(
    `select name from pg_catalog.pg_settings where name in (${names})`,
  );
  return known.map(({ name }) => defaultOf(database, name, '0')).join('; ');
}

/** Closes a gate, and waits until the code of this process has seen that its connections are closed. */
export async function closeLaneGate({ gate, port }: LaneGate): Promise<void> {
  gateWasClosed(port);
  await gate.close();
  await untilSeen();
}

/** Closes the connections of a gate that goes on, and waits until the code of this process has seen it. */
export async function cutConnections({ gate }: LaneGate): Promise<void> {
  gate.cut();
  await untilSeen();
}

async function untilSeen(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
}

/** In turns of the event loop: the end of a socket, the events of its client, and those of a pool. */
const TURNS = 5;
