import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { Guest } from '../../database/lab-database.js';
import { ProcessDied } from '../crew.js';
import type { OperationLog } from '../operation-log.js';
import { errorOf } from './failure.js';
import type { Failure, Order, MemberReport } from './protocol.js';

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
  silentPids: readonly number[] = [];
  signsOfLife = 0;
  readonly #child: ChildProcess;
  /** Why it could not be started; null: it has ended. */
  readonly #gone: Promise<Error | null>;
  readonly #operationsEnded: (operations: number) => void;
  #log: OperationLog | undefined;
  #whenLost: (pid: number) => void = () => {};
  #answered: ((report: MemberReport) => void) | undefined;
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
    this.#child.on('message', (report: MemberReport) => this.#hear(report));
    this.#gone = new Promise((resolve) => {
      this.#child.once('exit', () => resolve(null));
      // It never ran, or a signal could not be sent to it.
      this.#child.on('error', resolve);
    });
    this.#died = this.#gone.then(async (error) => {
      if (FOR_ALL_OF_US.has(this.#child.signalCode)) await sleep(HEARD_WITHIN_MS);
      throw new ProcessDied(this.#describe(error), { code: 'PROCESS_DIED' });
    });
    // It is told to whoever asks for something; when nobody does, it is no news.
    this.#died.catch(() => undefined);
  }

  /**
   * Gives an order, and waits for what answers it.
   * @throws {ProcessDied}
   * @throws what it failed with
   */
  async ask<Kind extends MemberReport['kind']>(
    order: Order,
    answer: Kind,
  ): Promise<Extract<MemberReport, { kind: Kind }>> {
    if (this.#failure) throw errorOf(this.#failure);
    const answered = new Promise<MemberReport>((resolve) => {
      this.#answered = resolve;
    });
    // When it cannot be sent, the process is about to be found dead.
    this.#child.send(order, () => undefined);
    const report = await Promise.race([answered, this.#died]);
    if (report.kind === 'failed') throw errorOf(report.failure);
    if (!isA(report, answer)) throw new RangeError(`${report.kind} is no answer to ${order.kind}`);
    return report;
  }

  /** From now on, what it records is added to this log. */
  recordTo(log: OperationLog): void {
    this.#log = log;
  }

  onLost(action: (pid: number) => void): void {
    this.#whenLost = action;
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  #hear(report: MemberReport): void {
    switch (report.kind) {
      case 'progress':
        this.signsOfLife = report.answers;
        this.silentPids = report.silentPids;
        return this.#operationsEnded(report.operations);
      case 'lost':
        return this.#whenLost(report.pid);
      case 'records':
        for (const record of report.records) this.#log?.add(record);
        return;
      default:
        return this.#answer(report);
    }
  }

  #answer(report: MemberReport): void {
    const answered = this.#answered;
    this.#answered = undefined;
    if (answered) answered(report);
    else if (report.kind === 'failed') this.#failure = report.failure;
  }

  #describe(error: Error | null): string {
    const { pid, signalCode, exitCode } = this.#child;
    const name = `Process ${this.number}${pid === undefined ? '' : ` (pid ${pid})`}`;
    if (signalCode !== null) return `${name} was ended by ${signalCode}`;
    if (exitCode !== null) return `${name} ended with exit code ${exitCode}`;
    return `${name} could not be started: ${error?.message ?? 'nobody knows why'}`;
  }
}

const isA = <Kind extends MemberReport['kind']>(
  report: MemberReport,
  kind: Kind,
): report is Extract<MemberReport, { kind: Kind }> => report.kind === kind;
