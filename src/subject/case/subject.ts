import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Address } from '../../database/address.js';
import type { CaseServer } from '../../database/case-server.js';
import type { Session } from '../../database/session.js';
import { Snapshot } from '../../database/snapshot/snapshot.js';
import { openSocket } from '../../database/socket.js';
import { LabError } from '../../errors.js';
import type { Subject } from '../../explore/subject.js';
import type { BlockWatch } from '../../gate/block-watch.js';
import { runAsNobody } from '../../gate/wire/context.js';
import { WireGate } from '../../gate/wire/wire-gate.js';
import type { CaseEnd } from '../../judge/serial/end.js';
import type { Case, OpenContext, SchemaPart } from '../../model.js';
import { Application } from './application.js';
import { propertyFailed } from './defects.js';
import { setVariables, urlOf, variablesOf } from './environment.js';
import { CaseLane, type CaseTrace } from './lane.js';

/** Reads statements with PostgreSQL's own parser. */
export interface StatementReader {
  isHousekeeping(sql: string, tables: ReadonlySet<string>): boolean;
  stepKey(sql: string): string;
}

/** What a case needs to be run. */
export interface CaseSubjectOptions {
  readonly case: Case;
  readonly server: CaseServer;
  readonly watch: BlockWatch;
  readonly reader: StatementReader;
  /** Whether the role may set deadlock_timeout. */
  readonly mayTimeDeadlocks: boolean;
  /** Loads the case's file again, for a lane of its own. */
  readonly freshInstance: (the: Case) => Promise<Case>;
  readonly signal: AbortSignal;
}

/** The deadlock_timeout of statements. @see DeadlockTimeout */
const CLOSING = '1ms';
const USUAL = { two: '3s', more: '250ms' };

/** How long an application may take to close after its connections were cut, in milliseconds. */
const LAST_WORDS_MS = 300;

interface OpenLane {
  readonly lane: CaseLane;
  readonly application: Application;
  readonly sessions: readonly Session[];
  readonly database: string;
}

/** A case, with a database from a template for each lane. */
export class CaseSubject implements Subject<CaseEnd, CaseTrace> {
  readonly #options: CaseSubjectOptions;
  readonly #lanes: OpenLane[] = [];
  #template: Promise<string> | null = null;
  #restore: () => void = () => {};
  /** Lanes are opened one at a time, because the environment variables of the process lead to one of them. */
  #opening: Promise<unknown> = Promise.resolve();
  /** Runs on each further lane before it is used, while the environment variables lead to it. */
  warmUp: (lane: CaseLane) => Promise<void> = () => Promise.resolve();

  constructor(options: CaseSubjectOptions) {
    this.#options = options;
  }

  get lanes(): readonly CaseLane[] {
    return this.#lanes.map(({ lane }) => lane);
  }

  /** One of its lanes, with what only a case's lane has. */
  laneOf(lane: object): CaseLane {
    const found = this.lanes.find((each) => each === lane);
    if (found === undefined) throw new RangeError('the lane belongs to another case');
    return found;
  }

  /** @throws {CaseDefect} when a part of the case cannot be used */
  openLane(): Promise<CaseLane> {
    const opening = this.#opening.then(() => this.#open());
    this.#opening = opening.catch(() => undefined);
    return opening;
  }

  /**
   * Closes the applications, and drops the databases.
   * @returns the errors of `close`
   */
  async close(): Promise<readonly Error[]> {
    await this.#opening;
    const errors: Error[] = [];
    for (const open of this.#lanes.splice(0)) {
      await open.application.close().catch((error: unknown) => {
        if (!(error instanceof LabError)) throw error;
        errors.push(error);
      });
      await this.#end(open);
    }
    await this.#dropTemplate();
    return errors;
  }

  /** Ends everything at once, because the code of the case may still run. */
  async abandon(): Promise<void> {
    const lanes = this.#lanes.splice(0);
    for (const { lane } of lanes) lane.gate.cut();
    const closing = lanes.map(({ application }) => application.close().catch(() => undefined));
    await Promise.race([Promise.all(closing), sleep(LAST_WORDS_MS)]);
    for (const open of lanes) await this.#end(open);
    await this.#dropTemplate();
  }

  async #end({ lane, sessions, database }: OpenLane): Promise<void> {
    await lane.gate.close();
    for (const session of sessions) await this.#options.server.closeSession(session);
    await this.#drop(database);
  }

  async #dropTemplate(): Promise<void> {
    const template = await this.#template?.catch(() => null);
    if (template) await this.#drop(template);
    this.#restore();
  }

  async #drop(database: string): Promise<void> {
    // When the server or its session is lost, closing the server drops what is left.
    await this.#options.server.dropDatabase(database).catch(() => undefined);
  }

  async #open(): Promise<CaseLane> {
    const { case: the, server, freshInstance, signal } = this.#options;
    this.#template ??= this.#makeTemplate();
    const database = await server.createDatabase(await this.#template);
    const { gate, context, tables } = await this.#openGate(database, the.workers.length);
    this.#restore();
    this.#restore = setVariables(context.env);
    const instance = this.#lanes.length === 0 ? the : await freshInstance(the);
    const own = await server.openSession(database);
    const users = await server.openUsersSession(database);
    const snapshot = await Snapshot.open(own);
    for (const { name } of snapshot.catalog.tables) tables.add(name);
    const application = await runAsNobody(() => Application.open(instance, context));
    await gate.untilCalm();
    const lane = new CaseLane({
      case: instance,
      url: context.url,
      gate,
      application,
      snapshot,
      session: users,
      signal,
    });
    const isFurther = this.#lanes.length > 0;
    this.#lanes.push({ lane, application, sessions: [own, users], database });
    if (isFurther) await this.warmUp(lane);
    return lane;
  }

  /** Makes the database that those of the lanes are copies of. */
  async #makeTemplate(): Promise<string> {
    const { case: the, server } = this.#options;
    const database = await server.createDatabase(null);
    for (const property of ['schema', 'start'] as const) {
      for (const part of the[property]) await this.#apply(database, property, part);
    }
    const session = await server.openSession(database);
    await Snapshot.take(session);
    await server.closeSession(session);
    return database;
  }

  async #apply(database: string, property: 'schema' | 'start', part: SchemaPart): Promise<void> {
    const { case: the } = this.#options;
    try {
      if (part.kind === 'function') {
        await this.#migrate(database, part.migrate);
        return;
      }
      const text = part.kind === 'sql' ? part.text : await readFile(part.path, 'utf8');
      const session = await this.#options.server.openUsersSession(database);
      try {
        await session.script(text);
      } finally {
        await this.#options.server.closeSession(session);
      }
    } catch (error) {
      throw propertyFailed(the, property, error, HINTS[part.kind]);
    }
  }

  async #migrate(database: string, migrate: (context: OpenContext) => unknown): Promise<void> {
    const { gate, context } = await this.#openGate(database, 0);
    const restore = setVariables(context.env);
    try {
      await migrate(context);
    } finally {
      restore();
      await gate.close();
    }
  }

  async #openGate(database: string, workers: number) {
    const { server, watch, reader, mayTimeDeadlocks, signal, case: the } = this.#options;
    const address: Address = server.addressOf(database);
    const password = address.password === '' ? randomBytes(18).toString('hex') : address.password;
    const usual = the.workers.length > 2 ? USUAL.more : USUAL.two;
    if (mayTimeDeadlocks) {
      await server.control.script(`alter database ${database} set deadlock_timeout = '${usual}'`);
    }
    await server.control.script(`alter database ${database} set synchronous_commit = off`);
    const tables = new Set<string>();
    const gate = await WireGate.open({
      workers,
      openServer: () => openSocket(address, signal),
      password,
      watch,
      isHousekeeping: (sql) => reader.isHousekeeping(sql, tables),
      keyOf: (sql) => reader.stepKey(sql),
      timeouts: mayTimeDeadlocks ? { usual, closing: CLOSING } : null,
    });
    const lane = { port: gate.port, user: address.user, password, database };
    return { gate, tables, context: { url: urlOf(lane), env: variablesOf(lane) } };
  }
}

const HINTS: Readonly<Record<SchemaPart['kind'], string>> = {
  sql: 'Correct the SQL. It is sent as it is, like a file of psql without its backslash commands.',
  file: 'Correct the file. It is sent as it is, without the backslash commands of psql.',
  function: 'It is called with { url, env }, and ends when the database is migrated.',
};
