import { setMaxListeners } from 'node:events';

import { EnvironmentError } from '../errors.js';
import type { Leftovers } from '../leftovers.js';
import type { ServerInfo } from '../model.js';
import type { ConnectionTarget } from './address.js';
import { openSession } from './connect.js';
import type { ClosingOptions, Guest, LabDatabase } from './lab-database.js';
import { sqlstateIn } from './error-chain.js';
import type { EmbeddedServer } from './embedded/server.js';
import { isLockedOut, tellHolders } from './holders.js';
import type { Patience } from './patience.js';
import { createSchema, dropCommand, dropSchemas, tellLeft } from './schema.js';
import { serverTrouble } from './server-trouble.js';
import { SessionLost } from './session-lost.js';
import { SILENT_MS, type Session } from './session.js';
import { endBackends } from './waits.js';

const ENDED = new Error('the sessions were ended');

/** The parts of an open database. */
interface Parts extends Pick<LabDatabase, 'control' | 'info' | 'target' | 'remedy'> {
  readonly server: EmbeddedServer | null;
  readonly patience: Patience;
  readonly leftovers: Leftovers | undefined;
}

export class OpenDatabase implements LabDatabase {
  readonly info: ServerInfo;
  readonly control: Session;
  readonly target: ConnectionTarget;
  readonly remedy: string;
  readonly #server: EmbeddedServer | null;
  readonly #patience: Patience;
  #sessions: readonly Session[] = [];
  #guests: readonly Guest[] = [];
  readonly #schemas: string[];
  /** Ends all sessions, including those that are still being opened. */
  readonly #ending = new AbortController();
  readonly #isGone: () => void;

  constructor({ target, control, info, server, remedy, patience, leftovers }: Parts) {
    this.target = target;
    this.control = control;
    this.info = info;
    this.#server = server;
    this.remedy = remedy;
    this.#patience = patience;
    this.#schemas = [info.schema];
    // Each session that is being opened adds a listener.
    setMaxListeners(0, this.#ending.signal);
    const left = () => (server ? null : tellLeft(target, this.#schemas));
    this.#isGone = leftovers?.add(left) ?? (() => {});
  }

  async openSessions(count: number, schema?: string): Promise<readonly Session[]> {
    const opened = await Promise.allSettled(
      Array.from({ length: count }, () => this.openSession(schema)),
    );
    return opened.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  }

  async openSession(schema = this.info.schema): Promise<Session> {
    const options = { patience: this.#patience, signal: this.#ending.signal };
    const session = await openSession(this.target, schema, this.remedy, options);
    this.#sessions = [...this.#sessions, session];
    session.onLost(() => this.#endLost(session.pid));
    if (this.#ending.signal.aborted) await session.close();
    return session;
  }

  /** Ends the backend of a lost session, because its transaction may hold locks. */
  #endLost(pid: number): void {
    if (this.#ending.signal.aborted || this.control.lost) return;
    endBackends(this.control, [pid]).catch(() => undefined);
  }

  async addSchema(): Promise<string> {
    const schema = `${this.info.schema}_${this.#schemas.length + 1}`;
    // Recorded first, because a schema must be dropped even when its creation fails halfway.
    this.#schemas.push(schema);
    await createSchema(this.control, this.target, schema);
    return schema;
  }

  welcome(guest: Guest): void {
    this.#guests = [...this.#guests, guest];
    guest.onLost((pid) => this.#endLost(pid));
    if (this.#ending.signal.aborted) void guest.end();
  }

  endSessions(): void {
    this.#ending.abort(new SessionLost(false, ENDED));
    for (const guest of this.#guests) void guest.end();
    for (const session of this.#sessions) session.close().catch(() => undefined);
    // A statement of the control session could take arbitrarily long.
    if (this.control.isWaiting) this.control.abandon(ENDED);
  }

  pids(): readonly number[] {
    return [
      ...this.#sessions.map(({ pid }) => pid),
      ...this.#guests.flatMap((guest) => guest.pids),
    ];
  }

  lastWords(): string | null {
    return this.#server?.lastWords() ?? null;
  }

  signsOfLife(): number {
    const own = this.#sessions.reduce((sum, { answers }) => sum + answers, 0);
    return this.#guests.reduce((sum, guest) => sum + guest.signsOfLife, own);
  }

  silentPids(): readonly number[] {
    const own = this.#sessions.filter(({ silentMs, lost }) => !lost && silentMs >= SILENT_MS);
    return [...own.map(({ pid }) => pid), ...this.#guests.flatMap(({ silentPids }) => silentPids)];
  }

  giveUp(pids: ReadonlySet<number>): void {
    const error = new Error("the server's answer did not arrive");
    for (const session of this.#sessions) if (pids.has(session.pid)) session.abandon(error);
    for (const guest of this.#guests) {
      if (guest.silentPids.some((pid) => pids.has(pid))) void guest.end();
    }
  }

  async endLostSessions(): Promise<boolean> {
    const own = this.#sessions.filter((session) => session.lost).map(({ pid }) => pid);
    const theirs = this.#guests.flatMap(({ lostPids }) => lostPids);
    return endBackends(this.control, [...own, ...theirs]);
  }

  async discard(sessions: readonly Session[], guests: readonly Guest[] = []): Promise<void> {
    const pids = [...sessions.map(({ pid }) => pid), ...guests.flatMap((guest) => guest.pids)];
    await Promise.all([
      ...guests.map((guest) => guest.end()),
      ...sessions.map((session) => session.close().catch(() => undefined)),
    ]);
    if (!(await endBackends(this.control, pids))) {
      throw new EnvironmentError('the server did not end sessions that race-lab closed', {
        code: 'SERVER_FAILED',
        hint: "Look at the server's log and at pg_stat_activity.",
      });
    }
    this.#sessions = this.#sessions.filter((session) => !sessions.includes(session));
    this.#guests = this.#guests.filter((guest) => !guests.includes(guest));
  }

  async remakeTables(): Promise<void> {
    for (const schema of this.#schemas) {
      await this.control.script(dropCommand([schema]));
      await createSchema(this.control, this.target, schema);
    }
  }

  async explain(error: unknown): Promise<EnvironmentError | null> {
    if (error instanceof EnvironmentError) return error;
    if (error instanceof SessionLost) {
      return new EnvironmentError(`the server was lost: ${error.reason}`, {
        code: 'SERVER_LOST',
        hint: "Look at the server's log, check the network, and try again.",
        cause: error,
      });
    }
    const trouble = serverTrouble(error, this.info.kind === 'embedded');
    if (trouble !== null) return trouble;
    const code = sqlstateIn(error);
    if (code === undefined || !(error instanceof Error)) return null;
    if (isLockedOut(error)) {
      const holders = await tellHolders(this.control, this.info.schema);
      const message = `race-lab cannot access its own tables: ${holders}`;
      return new EnvironmentError(message, {
        code: 'BLOCKED_BY_OTHERS',
        hint: 'End that session, or its transaction.',
        cause: error,
      });
    }
    return new EnvironmentError(
      `a statement of race-lab itself failed: ${code}: ${error.message}`,
      {
        code: 'SERVER_FAILED',
        hint: "Look at the server's log and at the settings of the role.",
        cause: error,
      },
    );
  }

  async close({ keep = false, signal }: ClosingOptions = {}): Promise<void> {
    this.#ending.abort(new SessionLost(false, ENDED));
    try {
      await Promise.all([
        ...this.#guests.map((guest) => guest.end()),
        ...this.#sessions.map((session) => session.close()),
      ]);
      if (!this.#server && !keep) await this.#drop(signal);
      this.#isGone();
    } finally {
      await this.control.close().catch(() => undefined);
      await this.#server?.stop();
    }
  }

  /** Drops the schemas on the control session, or on a new session when that one was lost or is busy. */
  async #drop(signal: AbortSignal | undefined): Promise<void> {
    const { cleanUpMs, hurriedCleanUpMs } = this.#patience;
    const isUsable = !this.control.lost && !this.control.isWaiting;
    const dropping = {
      target: this.target,
      schemas: this.#schemas,
      session: isUsable ? this.control : null,
      patience: this.#patience,
    };
    const withinMs = isUsable && signal?.aborted !== true ? cleanUpMs : hurriedCleanUpMs;
    await dropSchemas({ ...dropping, withinMs, signal });
  }
}
