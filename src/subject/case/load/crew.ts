/** The processes of a load: like replicas of a service, they share nothing but the database. */
import type { Case, CaseLoadPlan, Extent } from '../../../model.js';
import { workersOf } from '../../../plan/spread.js';
import { monotonicMs } from '../../../race/clock.js';
import type { LaneGate } from '../lane-gate.js';
import type { LoadPart } from './load-log.js';
import { LoadMember } from './member.js';

/** Time for the start message to reach every process, in milliseconds: a fixed part, and one for each process. */
const HEARD_BY_MS = 20;
const HEARD_BY_EACH_MS = 5;

/** What happened in all processes. */
export interface SpreadLoad {
  readonly parts: readonly LoadPart[];
  /** From the common start to the last end, in milliseconds. */
  readonly durationMs: number;
}

export class LoadCrew {
  readonly #members: readonly LoadMember[];

  private constructor(members: readonly LoadMember[]) {
    this.#members = members;
  }

  /**
   * Starts the processes, each with an application of its own.
   * @throws {LabError} when one cannot be opened; all are ended then
   */
  static async start(
    the: Case & { readonly file: string },
    processes: number,
    { env, url }: LaneGate['context'],
    ended: (operations: number) => void,
  ): Promise<LoadCrew> {
    const members = Array.from(
      { length: processes },
      (_none, index) => new LoadMember(the, index + 1, env, ended),
    );
    const crew = new LoadCrew(members);
    const { file, name } = the;
    try {
      const order = { kind: 'open', file, name, url } as const;
      await Promise.all(members.map((member) => member.ask(order, 'opened')));
      return crew;
    } catch (error) {
      await crew.end();
      throw error;
    }
  }

  /** Lets all workers call their functions. @throws the error of a process */
  async work(
    plan: Pick<CaseLoadPlan, 'workers' | 'processes'>,
    extent: Extent,
  ): Promise<SpreadLoad> {
    const lead = HEARD_BY_MS + HEARD_BY_EACH_MS * this.#members.length;
    const startAt = monotonicMs() + lead;
    const parts = await Promise.all(
      this.#members.map(async (member, index) => {
        const workers = workersOf(index + 1, plan);
        const order = { kind: 'work', workers, extent, startAt } as const;
        return (await member.ask(order, 'worked')).part;
      }),
    );
    const lastEndAt = Math.max(startAt, ...parts.map((part) => part.lastEndAt));
    return { parts, durationMs: lastEndAt - startAt };
  }

  /** Closes the applications, and ends the processes. */
  async close(): Promise<void> {
    try {
      await Promise.all(this.#members.map((member) => member.ask({ kind: 'close' }, 'closed')));
    } finally {
      await this.end();
    }
  }

  /** Ends the processes at once. */
  async end(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.end()));
  }
}
