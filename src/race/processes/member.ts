import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { Guest } from '../../database/database.js';
import { ProcessDied } from '../crew.js';
import type { RawRecord } from '../worker.js';
import { errorOf } from './failure.js';
import type { Failure, Order, Report } from './protocol.js';

const MAIN = fileURLToPath(new URL('../../cli/racing-process.js', import.meta.url));

/** What a signal for all of us ends: if we hear it as well, it is no death to report. */
const FOR_ALL_OF_US = new Set<string | null>(['SIGINT', 'SIGTERM', 'SIGHUP']);
const HEARD_WITHIN_MS = 100;

/** One of the processes of a race, as the one that leads sees it. */
export class Member implements Guest {
  /** From 1. */
  readonly number: number;
  pids: readonly number[] = [];
  lostPids: readonly number[] = [];
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;
  readonly #operationsEnded: (operations: number) => void;
  #records: RawRecord[] = [];
  #answered: ((report: Report) => void) | undefined;
  /** What went wrong when nothing was asked. */
  #failure: Failure | undefined;
  readonly #died: Promise<never>;

  /** @param operationsEnded told now and then how many more there are */
  constructor(number: number, operationsEnded: (operations: number) => void) {
    this.number = number;
    this.#operationsEnded = operationsEnded;
    // What a strategy prints must not mix with the report on stdout.
    this.#child = fork(MAIN, {
      serialization: 'advanced',
      stdio: ['ignore', 2, 2, 'ipc'],
      execArgv: [],
    });
    this.#child.on('message', (report: Report) => this.#hear(report));
    this.#gone = Promise.race([once(this.#child, 'exit'), once(this.#child, 'error')]);
    this.#died = this.#gone.then(async (how) => {
      if (FOR_ALL_OF_US.has(this.#child.signalCode)) await sleep(HEARD_WITHIN_MS);
      throw new ProcessDied(this.#describe(how));
    });
    // It is told to whoever asks for something; when nobody does, it is no news.
    this.#died.catch(() => undefined);
  }

  /**
   * Gives an order, and waits for what answers it.
   * @throws {ProcessDied}
   * @throws what it failed with
   */
  async ask<Kind extends Report['kind']>(
    order: Order,
    answer: Kind,
  ): Promise<Extract<Report, { kind: Kind }>> {
    if (this.#failure) throw errorOf(this.#failure);
    const answered = new Promise<Report>((resolve) => {
      this.#answered = resolve;
    });
    // When it cannot be sent, the process is about to be found dead.
    this.#child.send(order, () => undefined);
    const report = await Promise.race([answered, this.#died]);
    this.#answered = undefined;
    if (report.kind === 'failed') throw errorOf(report.failure);
    if (!isA(report, answer)) throw new RangeError(`${report.kind} is no answer to ${order.kind}`);
    return report;
  }

  /** What has been recorded since the last time. */
  takeRecords(): readonly RawRecord[] {
    return this.#records.splice(0);
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  #hear(report: Report): void {
    switch (report.kind) {
      case 'progress':
        return this.#operationsEnded(report.operations);
      case 'records':
        for (const record of report.records) this.#records.push(record);
        return;
      default:
        if (this.#answered) this.#answered(report);
        else if (report.kind === 'failed') this.#failure = report.failure;
    }
  }

  #describe(how: unknown): string {
    const { pid, signalCode, exitCode } = this.#child;
    const name = `Process ${this.number}${pid === undefined ? '' : ` (pid ${pid})`}`;
    if (signalCode !== null) return `${name} was ended by ${signalCode}`;
    if (exitCode !== null) return `${name} ended with exit code ${exitCode}`;
    const [error]: unknown[] = Array.isArray(how) ? how : [how];
    return `${name} could not be started: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const isA = <Kind extends Report['kind']>(
  report: Report,
  kind: Kind,
): report is Extract<Report, { kind: Kind }> => report.kind === kind;
