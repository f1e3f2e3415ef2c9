import { randomBytes } from 'node:crypto';

import { addressOf } from '../../../../src/database/address.js';
import { openSocket } from '../../../../src/database/socket.js';
import { Session } from '../../../../src/database/session.js';
import { exactly } from '../../../../src/explore/policy/fixed-schedule.js';
import type { Choose } from '../../../../src/explore/policy.js';
import { runSchedule } from '../../../../src/explore/run-schedule.js';
import { Trace } from '../../../../src/explore/trace.js';
import { BlockWatch } from '../../../../src/gate/block-watch.js';
import { loadStatementParser } from '../../../../src/gate/wire/housekeeping.js';
import { WireGate } from '../../../../src/gate/wire/wire-gate.js';
import type { LeftOpen } from '../../../../src/model.js';
import { letterOf } from '../../../../src/text/schedule.js';
import { closeSessions, openSession, testServer } from '../../../support/sessions.js';

/** The function of a worker. */
export type Work = (url: string) => Promise<unknown>;

/** What a schedule showed, besides its steps. */
export interface Seen {
  /** `A: update counter …` for a reply; `A waits` for a lock; `A quiet`, in the order of the steps. */
  readonly events: readonly string[];
  readonly leftOpen: readonly string[];
  readonly warnings: readonly string[];
  readonly rolledBackCommits: number;
  readonly uncertain: readonly string[];
  /** By letter: what the functions returned, or the error that they threw. */
  readonly results: readonly unknown[];
}

/** A gate in front of a database with a table `counter`, which has the row (1, 0). */
export interface OpenGate {
  readonly gate: WireGate;
  readonly url: string;
  readonly password: string;
  readonly database: string;
  /** Without the gate. */
  readonly session: Session;
  /** Runs one schedule. @param choose letters, or who decides */
  readonly run: (choose: string | Choose, ...work: readonly Work[]) => Promise<Seen>;
}

const opened: (() => Promise<void>)[] = [];
let count = 0;

/** Closes the gates that the tests have opened. */
export async function closeGates(): Promise<void> {
  for (const close of opened.splice(0)) await close();
  await closeSessions();
}

/** Opens a gate for some workers. @see closeGates */
export async function openGate(workers: number): Promise<OpenGate> {
  const control = await openSession();
  count += 1;
  const database = `gate_${process.pid}_${count}`;
  await control.script(`create database ${database} strategy file_copy`);
  const address = { ...addressOf(testServer()), database };
  // Without race-lab's own settings.
  const session = await Session.begin({
    kind: 'url',
    url: withDatabase(testServer(), database),
  });
  await session.script(
    'create table counter (id integer primary key, value integer not null); insert into counter values (1, 0)',
  );
  const parser = await loadStatementParser();
  const password = randomBytes(6).toString('hex');
  const gate = await WireGate.open({
    workers,
    openServer: () => openSocket(address, new AbortController().signal),
    password,
    watch: new BlockWatch(control),
    isHousekeeping: (sql) => parser.isHousekeeping(sql, new Set(['counter'])),
    isDeallocation: (sql) => parser.isDeallocation(sql),
    settingsIn: (sql) => parser.settingsIn(sql),
    definitionUse: (sql) => parser.definitionUse(sql),
    keyOf: (sql) => parser.stepKey(sql, new Set()),
    timeouts: null,
  });
  opened.push(async () => {
    await gate.close();
    await session.close();
    await control.script(`drop database ${database} with (force)`);
  });
  const url = `postgres://${address.user}:${password}@127.0.0.1:${gate.port}/${database}?sslmode=disable`;
  const run = (choose: string | Choose, ...work: readonly Work[]) =>
    scheduled(
      { gate, url },
      typeof choose === 'string' ? exactly(lettersIn(choose)) : choose,
      work,
    );
  return { gate, url, password, database, session, run };
}

function withDatabase(target: ReturnType<typeof testServer>, database: string): string {
  if (target.kind !== 'url') throw new Error('the tests expect a URL');
  const url = new URL(target.url);
  url.pathname = database;
  return url.href;
}

const lettersIn = (schedule: string): readonly number[] =>
  Array.from(schedule, (letter) => letter.charCodeAt(0) - 64);

async function scheduled(
  { gate, url }: Pick<OpenGate, 'gate' | 'url'>,
  choose: Choose,
  work: readonly Work[],
): Promise<Seen> {
  const results: unknown[] = work.map(() => undefined);
  const leftOpen: string[] = [];
  const warnings: string[] = [];
  const uncertain: string[] = [];
  let rolledBackCommits = 0;
  const trace = new Trace<null, null, { kind: string; worker: number }>({
    workers: gate.workers,
    labelOf: () => null,
    look: async () => null,
  });
  const code = async (worker: number): Promise<void> => {
    try {
      results[worker - 1] = await work[worker - 1]?.(url);
    } catch (error) {
      results[worker - 1] = error;
    }
  };
  const reports = {
    leftOpen: (worker: number, what: LeftOpen) => void leftOpen.push(`${letterOf(worker)} ${what}`),
    settled: () => undefined,
    commitRolledBack: () => void (rolledBackCommits += 1),
    ran: () => undefined,
    warned: (message: string) => void warnings.push(message),
    disturbed: () => undefined,
    uncertain: (worker: number) => void uncertain.push(letterOf(worker)),
    quiet: (worker: number) => trace.note({ kind: 'quiet', worker }),
    late: () => undefined,
    afterEnd: () => undefined,
  };
  const all = new Set(work.map((_, index) => index + 1));
  await runSchedule({
    lane: {
      gate,
      start: (listener) => gate.begin(listener, reports, all, code),
      finish: () => gate.finish(),
      standstill: ({ workers }) =>
        new Error(`nobody moves: ${workers.map(({ activity }) => activity.kind).join()}`),
    },
    choose,
    listener: trace,
    patience: { ms: 10_000, now: () => performance.now() },
    knownToWait: new Set(),
  });
  const events: string[] = [];
  for (const { action, worker, events: each } of trace.steps) {
    const sql = action?.kind === 'statement' ? action.sql : 'nothing';
    events.push(`${letterOf(worker)}: ${sql}`, ...each.map((event) => `  ${told(event)}`));
  }
  return { events, leftOpen, warnings, rolledBackCommits, uncertain, results };
}

type TraceEvent = Trace<
  null,
  null,
  { kind: string; worker: number }
>['steps'][number]['events'][number];

function told(event: TraceEvent): string {
  const who = letterOf(event.worker);
  if (!('reply' in event)) return `${who} ${event.kind}`;
  const { reply } = event;
  return `${who} ${reply.kind === 'failed' ? reply.sqlstate : reply.command}`;
}

/** Waits for a condition. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Whether a statement on the database of a session waits for a lock. */
export async function someWait(session: Session): Promise<boolean> {
  const waiting = await session.query(
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return waiting.length > 0;
}
