import type { LabDatabase } from '../../database/lab-database.js';
import type { DefinitionReference, RunPlan, Strategy } from '../../model.js';
import type { Crew, RoundRecord } from '../crew.js';
import type { RaceEnvironment } from '../environment.js';
import { OperationLog } from '../operation-log.js';
import { Member } from './member.js';
import type { PlanData } from './protocol.js';

/** Time for the start message to reach every process, in ms: a fixed part, and a part for each process. */
const HEARD_BY_MS = 20;
const HEARD_BY_EACH_MS = 5;

/**
 * Workers in several operating-system processes, like the replicas of a service. The processes share no
 * memory.
 */
export class ProcessCrew implements Crew {
  readonly #members: readonly Member[];
  readonly #database: LabDatabase;
  readonly #environment: RaceEnvironment;

  private constructor(
    members: readonly Member[],
    database: LabDatabase,
    environment: RaceEnvironment,
  ) {
    this.#members = members;
    this.#database = database;
    this.#environment = environment;
  }

  /**
   * Starts the processes, each with its sessions. They end with the database's own sessions.
   * @throws {EnvironmentError} when the server refuses
   * @throws {ProcessDied}
   */
  static async start(
    plan: RunPlan,
    database: LabDatabase,
    environment: RaceEnvironment,
  ): Promise<ProcessCrew> {
    const ended = (operations: number) => {
      for (let count = 0; count < operations; count += 1) environment.progress.operationEnded();
    };
    const members = Array.from({ length: plan.processes }, (_, index) => {
      const member = new Member(index + 1, ended);
      database.welcome(member);
      return member;
    });
    const { target, remedy, info } = database;
    const shared = {
      kind: 'open',
      plan: dataOf(plan),
      target,
      remedy,
      schema: info.schema,
    } as const;
    await Promise.all(
      members.map(async (member) => {
        const { pids } = await member.ask({ ...shared, process: member.number }, 'opened');
        member.pids = pids;
      }),
    );
    return new ProcessCrew(members, database, environment);
  }

  async prepare({ name }: Strategy, round: number): Promise<void> {
    const order = { kind: 'prepare', strategy: name, round } as const;
    await Promise.all(this.#members.map((member) => member.ask(order, 'prepared')));
  }

  async race(started: () => void): Promise<RoundRecord> {
    const lead = HEARD_BY_MS + HEARD_BY_EACH_MS * this.#members.length;
    const startAt = this.#environment.now() + lead;
    started();
    const records = new OperationLog();
    const answers = await Promise.all(
      this.#members.map(async (member) => {
        member.recordTo(records);
        const { cutShort, lostPids } = await member.ask({ kind: 'race', startAt }, 'raced');
        member.lostPids = lostPids;
        return cutShort;
      }),
    );
    return { records, cutShort: answers.includes(true) };
  }

  async finish(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.ask({ kind: 'finish' }, 'finished')));
  }

  disband(): Promise<void> {
    return this.#database.discard([], this.#members);
  }

  sessions(): { readonly lost: number; readonly all: number } {
    const count = (pids: (member: Member) => readonly number[]) =>
      this.#members.reduce((sum, member) => sum + pids(member).length, 0);
    return { lost: count(({ lostPids }) => lostPids), all: count(({ pids }) => pids) };
  }
}

/** The plan without code, because a message cannot contain functions. */
function dataOf({ strategies, scenario, ...plan }: RunPlan): PlanData {
  return { ...plan, strategies: strategies.map(referenceTo), scenario: referenceTo(scenario) };
}

const referenceTo = ({ name, file, reference }: DefinitionReference): DefinitionReference => ({
  name,
  ...(file === undefined ? {} : { file }),
  ...(reference === undefined ? {} : { reference }),
});
