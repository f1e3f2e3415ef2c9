/** A process that races for the leading process: carries out its orders. */
import { openSession } from '../../database/connect.js';
import { SILENT_MS, type Session } from '../../database/session.js';
import type { DefinitionFinder, DefinitionReference, Operations, Strategy } from '../../model.js';
import { clearInterval, setInterval } from '../../own-timers.js';
import type { RawRecord } from '../raw-record.js';
import type { CrewPlan } from '../crew.js';
import { notLoadedAgain } from '../defects.js';
import { realEnvironment, type RaceEnvironment } from '../environment.js';
import { LocalCrew } from '../local-crew.js';
import { plainRecord } from '../operation-log.js';
import type { Order, PlanData, MemberReport } from './protocol.js';
import { connectionsOf, workersOf } from '../../plan/spread.js';

/** Sends a report to the leading process. Settles when the report is sent. */
export type Tell = (report: MemberReport) => Promise<void>;

/** The interval between two reports of progress. */
const PROGRESS_EVERY_MS = 100;

/** How many records one message contains: about 5 MB. */
const RECORDS_PER_MESSAGE = 10_000;

/** Timers are too coarse for this last part of the wait for the start. */
const SPIN_MS = 2;

type Opening = Extract<Order, { kind: 'open' }>;

/** The state of the process between orders. */
export class RacingProcess {
  readonly #tell: Tell;
  readonly #strategies: Strategies;
  readonly #sessions: readonly Session[];
  readonly #crew: LocalCrew;
  readonly #environment: RaceEnvironment;
  #ended = 0;
  /** The state of the sessions that was last reported. */
  #reportedState = '';

  private constructor(
    tell: Tell,
    finder: DefinitionFinder,
    { plan: { strategies }, process }: Opening,
    plan: CrewPlan,
    sessions: readonly Session[],
  ) {
    this.#tell = tell;
    this.#strategies = new Strategies(strategies, finder);
    this.#sessions = sessions;
    const progress = {
      roundStarted: () => {},
      operationEnded: () => {
        this.#ended += 1;
      },
    };
    this.#environment = realEnvironment(new AbortController().signal, progress);
    const numbers = workersOf(process, plan);
    this.#crew = new LocalCrew(plan, numbers, sessions, this.#environment, null);
  }

  static async open(order: Opening, tell: Tell, finder: DefinitionFinder): Promise<RacingProcess> {
    const { process, plan: data, target, schema, remedy } = order;
    const plan = await planOf(data, finder);
    const sessions = await Promise.all(
      Array.from({ length: connectionsOf(process, plan) }, () =>
        openSession(target, schema, remedy),
      ),
    );
    for (const session of sessions) {
      session.onLost(() => void tell({ kind: 'lost', pid: session.pid }));
    }
    await tell({ kind: 'opened', pids: sessions.map(({ pid }) => pid) });
    return new RacingProcess(tell, finder, order, plan, sessions);
  }

  async obey(order: Exclude<Order, Opening>): Promise<void> {
    switch (order.kind) {
      case 'prepare':
        await this.#crew.prepare(await this.#strategies.find(order.strategy), order.round);
        return this.#tell({ kind: 'prepared' });
      case 'race':
        return this.#race(order.startAt);
      case 'finish':
        await this.#crew.finish();
        return this.#tell({ kind: 'finished' });
      default:
        return order satisfies never;
    }
  }

  async #race(startAt: number): Promise<void> {
    await this.#until(startAt);
    const telling = setInterval(() => void this.#tellProgress(), PROGRESS_EVERY_MS);
    try {
      const { records, cutShort } = await this.#crew.raceFrom(startAt);
      for (const part of inParts(records)) await this.#tell({ kind: 'records', records: part });
      await this.#tellProgress();
      const lost = this.#sessions.filter((session) => session.lost);
      await this.#tell({ kind: 'raced', cutShort, lostPids: lost.map(({ pid }) => pid) });
    } finally {
      clearInterval(telling);
    }
  }

  /** Waits until this time: with a timer until shortly before it, then in a busy loop. */
  async #until(moment: number): Promise<void> {
    const environment = this.#environment;
    const left = moment - environment.now();
    if (left > SPIN_MS) await environment.sleep(left - SPIN_MS);
    while (environment.now() < moment);
  }

  async #tellProgress(): Promise<void> {
    const operations = this.#ended;
    this.#ended = 0;
    const answers = this.#sessions.reduce((sum, session) => sum + session.answers, 0);
    const silent = this.#sessions.filter(({ silentMs }) => silentMs >= SILENT_MS);
    const silentPids = silent.map(({ pid }) => pid);
    const state = `${answers}: ${silentPids.join()}`;
    if (operations === 0 && state === this.#reportedState) return;
    this.#reportedState = state;
    await this.#tell({ kind: 'progress', operations, answers, silentPids });
  }
}

function* inParts(records: Operations<RawRecord>): Iterable<readonly RawRecord[]> {
  let part: RawRecord[] = [];
  for (const record of records) {
    part.push(plainRecord(record));
    if (part.length < RECORDS_PER_MESSAGE) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

/** The plan, with the code of its scenario. */
async function planOf(
  { strategies: _later, ...data }: PlanData,
  finder: DefinitionFinder,
): Promise<CrewPlan> {
  return { ...data, scenario: await finder.scenario(data.scenario) };
}

/** Loads each strategy when it is raced for the first time, so that one that cannot be loaded does not affect the others. */
class Strategies {
  readonly #known: readonly DefinitionReference[];
  readonly #finder: DefinitionFinder;
  readonly #loaded = new Map<string, Promise<Strategy>>();

  constructor(known: readonly DefinitionReference[], finder: DefinitionFinder) {
    this.#known = known;
    this.#finder = finder;
  }

  /** @throws {StrategyDefect} when the strategy cannot be loaded any more */
  async find(name: string): Promise<Strategy> {
    const known = this.#known.find((candidate) => candidate.name === name);
    if (!known) throw new RangeError(`there is no ${name}`);
    const loading = this.#loaded.get(name) ?? this.#finder.strategy(known);
    this.#loaded.set(name, loading);
    try {
      return await loading;
    } catch (error) {
      throw notLoadedAgain(known, error);
    }
  }
}
