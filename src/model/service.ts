/** Programs of a case: a service that its workers call, and workers that are programs. */
import type { JsonValue } from './json.js';

/** A program that race-lab starts and ends. */
export interface Program {
  /** The program, and its arguments. `{port}` and the names of the lane's variables stand for their values. */
  readonly command: readonly [string, ...string[]];
  /** Set besides the variables of race-lab's own process, and those of the lane. The same names stand for values. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute; null: the current directory. */
  readonly cwd: string | null;
}

/** How a service shows that it is ready. */
export type Readiness =
  /** A request of the path is answered with a status below 500. */
  | { readonly kind: 'path'; readonly path: string }
  /** What it has printed matches. */
  | { readonly kind: 'output'; readonly pattern: RegExp }
  /** Its port accepts connections. */
  | { readonly kind: 'port' };

/** A program that answers the requests of workers. */
export interface CaseService extends Program {
  readonly ready: Readiness;
  /**
   * How long a worker may be quiet before it counts as waiting inside the service, in milliseconds; null: as long as
   * the answers of this service suggest.
   */
  readonly graceMs: number | null;
}

/** A request of a worker. */
export interface ServiceRequest {
  /** [`GET`] */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, and everything else as JSON. */
  readonly body?: unknown;
  /** How long the answer may take, in milliseconds; a statement that is held counts as well [no limit]. */
  readonly timeoutMs?: number;
}

/** What a service answered. */
export interface ServiceResponse {
  /** The status code of HTTP, below 500. */
  readonly status: number;
  /** Parsed, when it is JSON; otherwise the text; null: empty. */
  readonly body: JsonValue;
}

/** What the workers of a case with a service are handed. */
export interface ServiceAddress {
  /**
   * Sends a request to the worker's replica of the service.
   * @param path such as `/withdraw`
   * @throws {Error} when the status is 500 or above, or when there is no answer
   */
  readonly fetch: (path: string, request?: ServiceRequest) => Promise<ServiceResponse>;
  /** Where that replica listens: `http://127.0.0.1:41234`. */
  readonly origin: string;
}
