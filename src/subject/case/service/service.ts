/** A service of a case: it is started, waited for, asked and ended. */
import { connect, createServer } from 'node:net';
import { once } from 'node:events';

import type { CaseDefect } from '../../../errors.js';
import type { Case, CaseService, Readiness } from '../../../model.js';
import { nowMs, sleep } from '../../../own-timers.js';
import { span } from '../../../text/numbers.js';
import { propertyDefect } from '../defects.js';
import type { Variables } from '../environment.js';
import {
  isUnstartable,
  statusText,
  type ExitStatus,
  type RunningProgram,
} from './running-program.js';
import { startProgram } from './start-program.js';

/** How often to look whether it is ready. */
const LOOK_EVERY_MS = 25;
/** How long one of these looks may take. */
const LOOK_MS = 2_000;
/** How long the news that a program has ended may take. */
const NEWS_MS = 300;

/** A service that is ready. */
export class RunningService {
  readonly origin: string;
  readonly #case: Case;
  readonly #service: CaseService;
  readonly #program: RunningProgram;
  readonly #port: number;
  /** The last answer to the path of `ready`; 0: none. */
  #status = 0;

  private constructor(the: Case, service: CaseService, program: RunningProgram, port: number) {
    this.#case = the;
    this.#service = service;
    this.#program = program;
    this.#port = port;
    this.origin = `http://127.0.0.1:${port}`;
  }

  /**
   * Starts a service, and waits until it is ready.
   * @param limitMs how long that may take
   * @param starting receives it at once, so that it is ended even when it never gets ready
   * @throws {CaseDefect} when it ends, or is not ready in time
   */
  static async start(
    the: Case,
    service: CaseService,
    { variables, limitMs }: { readonly variables: Variables; readonly limitMs: number },
    starting: (service: RunningService) => void,
  ): Promise<RunningService> {
    const port = await freePort();
    const program = startProgram(the, 'service', service, { ...variables, port: `${port}` });
    const running = new RunningService(the, service, program, port);
    starting(running);
    await running.#untilReady(limitMs);
    return running;
  }

  /** @see RunningProgram.printedCount */
  get printedCount(): number {
    return this.#program.printedCount;
  }

  /** @see RunningProgram.printedAfter */
  printedAfter(count: number): string {
    return this.#program.printedAfter(count);
  }

  /** The error when it has ended by itself; null: it runs. */
  get death(): CaseDefect | null {
    const { status } = this.#program;
    if (status === null) return null;
    return this.#defect(statusText(status, this.#service.command), DIED);
  }

  /** As {@link death}, for a request that failed: waits a moment for the news. */
  async whyLost(): Promise<CaseDefect | null> {
    await Promise.race([this.#program.ended, sleep(NEWS_MS)]);
    return this.death;
  }

  async stop(): Promise<void> {
    await this.#program.stop();
  }

  async #untilReady(limitMs: number): Promise<void> {
    const { ready } = this.#service;
    const until = nowMs() + limitMs;
    for (;;) {
      const isReady = await this.#isReady(ready);
      const { status } = this.#program;
      if (status !== null) {
        throw this.#defect(statusText(status, this.#service.command), startHint(status));
      }
      if (isReady) return;
      if (nowMs() > until) throw this.#late(ready, limitMs);
      await sleep(LOOK_EVERY_MS);
    }
  }

  async #isReady(ready: Readiness): Promise<boolean> {
    switch (ready.kind) {
      case 'output':
        return ready.pattern.test(this.#program.printed);
      case 'port':
        return accepts(this.#port);
      case 'path':
        return (await accepts(this.#port)) && this.#answers(ready.path);
      default:
        return ready satisfies never;
    }
  }

  async #answers(path: string): Promise<boolean> {
    try {
      const response = await fetch(`${this.origin}${path}`, {
        signal: AbortSignal.timeout(LOOK_MS),
      });
      await response.arrayBuffer();
      this.#status = response.status;
      return response.status < 500;
    } catch {
      return false;
    }
  }

  #late(ready: Readiness, limitMs: number): CaseDefect {
    const waited = `is not ready after ${span(limitMs)}`;
    const on =
      'Let it listen on port {port} of 127.0.0.1: in its command, or by the variable PORT.';
    switch (ready.kind) {
      case 'output':
        return this.#defect(
          `${waited}: nothing that it printed matches ${String(ready.pattern)}`,
          'Let ready match what it prints when it listens.',
        );
      case 'port':
        return this.#defect(`${waited}: nothing listens on port ${this.#port}`, on);
      case 'path':
        return this.#status === 0
          ? this.#defect(`${waited}: ${ready.path} is not answered`, on)
          : this.#defect(
              `${waited}: ${ready.path} is answered with ${this.#status}`,
              'Let ready be a path that is answered with a status below 500 when the service is ready.',
            );
      default:
        return ready satisfies never;
    }
  }

  #defect(problem: string, hint: string): CaseDefect {
    return propertyDefect(this.#case, `service ${problem}`, withOutput(hint, this.#program));
  }
}

const DIED = 'It must run until race-lab ends it, whatever the workers do.';

const startHint = (status: ExitStatus): string =>
  isUnstartable(status)
    ? 'Its command is the path of a program, relative to service.cwd, or a name in PATH; then its arguments.'
    : 'It must run until race-lab ends it. Try its command by hand.';

/** A remedy, and below it what the program printed. */
export function withOutput(hint: string, { lastLines }: RunningProgram): string {
  if (lastLines.length === 0) return `${hint} It has printed nothing.`;
  return [`${hint} It printed:`, ...lastLines.map((line) => `    ${line}`)].join('\n');
}

/** Ports that were found free, and may not be in use yet. */
const given = new Set<number>();

async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    if (typeof address !== 'object' || address === null || given.has(address.port)) continue;
    given.add(address.port);
    return address.port;
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
