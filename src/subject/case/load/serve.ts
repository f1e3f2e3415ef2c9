/** A process of a load: carries out the orders of the leading one. */
import { PATIENCE } from '../../../database/patience.js';
import type { Case, Ending } from '../../../model.js';
import { clearInterval, setInterval, sleep } from '../../../own-timers.js';
import { monotonicMs } from '../../../race/clock.js';
import type { Application } from '../application.js';
import { propertyDefect, workerProperty } from '../defects.js';
import { endingOf } from '../ending.js';
import { variablesIn } from '../environment.js';
import * as problems from '../lane-problems.js';
import { replicasOf } from '../open-application.js';
import { OpenedApplication } from '../opened-application.js';
import { NotPlain } from '../plain-value.js';
import { goalOf } from './goal.js';
import { LoadLog, type LoadPart } from './load-log.js';
import type { LoadOrder, LoadReport } from './protocol.js';

/** Sends a report to the leading process. Settles when it is sent. */
export type TellLeader = (report: LoadReport) => Promise<void>;

type Opening = Extract<LoadOrder, { kind: 'open' }>;
type Working = Extract<LoadOrder, { kind: 'work' }>;

/** The interval between two reports of progress, in milliseconds. */
const PROGRESS_EVERY_MS = 100;
/** Timers are too coarse for this last part of the wait for the start, in milliseconds. */
const SPIN_MS = 2;

export class LoadProcess {
  readonly #tell: TellLeader;
  readonly #url: string;
  readonly #application: Application;
  #ended = 0;

  private constructor(tell: TellLeader, url: string, application: Application) {
    this.#tell = tell;
    this.#url = url;
    this.#application = application;
  }

  /** @param load loads the case */
  static async open(
    { file, name, url }: Opening,
    tell: TellLeader,
    load: (file: string, name: string) => Promise<Case>,
  ): Promise<LoadProcess> {
    const replicas = await replicasOf(() => load(file, name));
    const env = variablesIn(process.env);
    const application = await OpenedApplication.open(replicas, {
      context: { url, env },
      variables: new Map(Object.entries(env)),
      limitMs: PATIENCE.codeMs,
    });
    await tell({ kind: 'opened' });
    return new LoadProcess(tell, url, application);
  }

  async obey(order: Exclude<LoadOrder, Opening>): Promise<void> {
    if (order.kind === 'work') return this.#work(order);
    const [error] = await this.#application.close();
    if (error !== undefined) throw error;
    return this.#tell({ kind: 'closed' });
  }

  async #work({ workers, extent, startAt }: Working): Promise<void> {
    const left = startAt - monotonicMs();
    if (left > SPIN_MS) await sleep(left - SPIN_MS);
    while (monotonicMs() < startAt);
    const telling = setInterval(() => void this.#tellProgress(), PROGRESS_EVERY_MS);
    const log = new LoadLog();
    const latencies: number[] = [];
    let lastEndAt = 0;
    const goesOn = goalOf(extent, () => monotonicMs() - startAt);
    const work = async (worker: number) => {
      for (let done = 0; goesOn(done); done += 1) {
        const calledAt = monotonicMs();
        const ending = await this.#call(worker);
        lastEndAt = monotonicMs();
        log.add(ending, lastEndAt - calledAt);
        latencies.push(lastEndAt - calledAt);
        this.#ended += 1;
      }
    };
    try {
      await Promise.all(workers.map((worker) => work(worker)));
    } finally {
      clearInterval(telling);
    }
    await this.#tellProgress();
    const { counts, failures } = log;
    const part: LoadPart = { counts, failures: Object.entries(failures), latencies, lastEndAt };
    return this.#tell({ kind: 'worked', part });
  }

  async #call(number: number): Promise<Ending> {
    const the = this.#application.codeFor(number);
    const worker = the.workers[(number - 1) % the.workers.length];
    if (worker === undefined || !('run' in worker)) {
      throw propertyDefect(the, `worker ${number} is no function`, 'Leave out processes.');
    }
    const given = { worker: worker.name, signal: NEVER, url: this.#url };
    const run = async () => worker.run(this.#application.replicaFor(number), given);
    try {
      return await endingOf(run, the, () => undefined);
    } catch (error) {
      throw error instanceof NotPlain
        ? problems.notPlain(the, workerProperty(worker.name), error)
        : error;
    }
  }

  async #tellProgress(): Promise<void> {
    const operations = this.#ended;
    this.#ended = 0;
    if (operations > 0) await this.#tell({ kind: 'progress', operations });
  }
}

/** The leading process ends this one at once. */
const NEVER = new AbortController().signal;
