/** The application of a lane that consists of services. */
import type { CaseDefect } from '../../../errors.js';
import type { Case, CaseService, ServiceAddress, ServiceResponse } from '../../../model.js';
import { setTimeout } from '../../../own-timers.js';
import { abridged, printable } from '../../../text/wrap.js';
import type { Application } from '../application.js';
import type { Variables } from '../environment.js';
import { serviceAddress, type ServiceFailure } from './fetch.js';
import { RunningService } from './service.js';

/** What the services of a lane need. */
export interface ServiceOptions {
  /** The variables of the lane. */
  readonly variables: Variables;
  /** How long a service may take to be ready, in milliseconds. */
  readonly limitMs: number;
  /** Aborted when the exploration ends early. */
  readonly signal: AbortSignal;
}

/** One service for each replica of a case. */
export class ServiceApplication implements Application {
  readonly isNothing = false;
  readonly #case: Case;
  readonly #services: RunningService[] = [];
  readonly #addresses: ServiceAddress[] = [];
  readonly #underWay = new Set<{ readonly name: string }>();
  readonly #closed = new AbortController();
  #failure: string | null = null;
  lastAnswer: string | null = null;

  private constructor(the: Case) {
    this.#case = the;
  }

  /** @throws {CaseDefect} when a service does not get ready; all are ended then */
  static async open(
    the: Case,
    service: CaseService,
    { variables, limitMs, signal }: ServiceOptions,
  ): Promise<ServiceApplication> {
    const application = new ServiceApplication(the);
    // One listener for all, which goes with them: there may be many services in a run.
    const whileOpen = { once: true, signal: application.#closed.signal };
    signal.addEventListener('abort', () => void application.close(), whileOpen);
    const starting = Array.from({ length: the.replicas }, () =>
      RunningService.start(the, service, { variables, limitMs }, (each) => {
        application.#services.push(each);
        if (signal.aborted) void each.stop();
      }),
    );
    try {
      for (const running of await Promise.all(starting)) application.#add(running, signal);
    } catch (error) {
      await application.close();
      throw error;
    }
    return application;
  }

  #add(service: RunningService, signal: AbortSignal): void {
    const began = (name: string) => {
      const request = { name };
      this.#underWay.add(request);
      return () => void this.#underWay.delete(request);
    };
    const answered = (name: string, { status, body }: ServiceResponse) => {
      this.lastAnswer = printable(abridged(`${name}: ${status} ${JSON.stringify(body)}`));
    };
    const failed = (failure: ServiceFailure, printedBefore: number) => {
      if (this.#failure !== null) return;
      const note = () => {
        this.#failure = outputOn(failure, service.printedAfter(printedBefore));
      };
      note();
      // It may print the reason after its answer.
      setTimeout(note, PRINTS_WITHIN_MS).unref();
    };
    this.#addresses.push(serviceAddress(service, { began, answered, failed }, signal));
  }

  replicaFor(worker: number): ServiceAddress | undefined {
    return this.#addresses[(worker - 1) % this.#addresses.length];
  }

  codeFor(): Case {
    return this.#case;
  }

  /** Requests that are not answered yet, such as `POST /withdraw`. */
  get underWay(): readonly string[] {
    return [...this.#underWay].map(({ name }) => name);
  }

  /** The error of a service that has ended by itself; null: all run. */
  get death(): CaseDefect | null {
    return this.#services.map(({ death }) => death).find((death) => death !== null) ?? null;
  }

  get remarks(): readonly string[] {
    return this.#failure === null ? [] : [this.#failure];
  }

  async close(): Promise<readonly []> {
    this.#closed.abort();
    await Promise.all(this.#services.map((service) => service.stop()));
    return [];
  }
}

/** How long after an answer its reason may be printed. */
const PRINTS_WITHIN_MS = 20;
/** Characters of the output that a remark shows. */
const SHOWN = 400;

const outputOn = ({ message }: ServiceFailure, printed: string): string => {
  const last = printed.trim().slice(-SHOWN);
  return last === ''
    ? `${message}, and the service printed nothing.`
    : `${message}. The service printed: ${last}`;
};
