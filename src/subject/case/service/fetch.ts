/** The `fetch` that workers of a case with a service are handed. */
import type { JsonValue, ServiceAddress, ServiceRequest, ServiceResponse } from '../../../model.js';
import type { RunningService } from './service.js';

/** The service answered with a status of 500 or above. */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure';
  readonly status: number;
  readonly body: JsonValue;
  /** The SQLSTATE with which the server ended what the service did last, as drivers name it. */
  code?: string;
  severity?: 'ERROR';

  constructor(request: string, { status, body }: ServiceResponse) {
    super(`${request} was answered with status ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** The service did not answer. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Receives what happens to requests. */
export interface RequestListener {
  /** A request is under way, such as `POST /withdraw`. @returns a function that says that it is over */
  began(request: string): () => void;
  answered(request: string, response: ServiceResponse): void;
  /**
   * The service answered with a status of 500 or above.
   * @param printedBefore how many characters it had printed when the request was sent
   */
  failed(failure: ServiceFailure, printedBefore: number): void;
}

/** What a worker is handed. */
export const serviceAddress = (
  service: RunningService,
  listener: RequestListener,
  signal: AbortSignal,
): ServiceAddress => ({
  origin: service.origin,
  fetch: async (path, request = {}) => {
    const { method = 'GET' } = request;
    const name = `${method} ${path}`;
    const over = listener.began(name);
    const printedBefore = service.printedCount;
    try {
      const response = await ask(service, path, request, signal);
      listener.answered(name, response);
      if (response.status < 500) return response;
      const failure = new ServiceFailure(name, response);
      listener.failed(failure, printedBefore);
      throw failure;
    } catch (error) {
      if (error instanceof ServiceFailure || error instanceof TypeError) throw error;
      throw (
        (await service.whyLost()) ??
        new NoAnswer(`${name} was not answered: ${reasonOf(error, request)}`)
      );
    } finally {
      over();
    }
  },
});

async function ask(
  { origin }: RunningService,
  path: unknown,
  { method = 'GET', headers = {}, body, timeoutMs, ...more }: ServiceRequest,
  signal: AbortSignal,
): Promise<ServiceResponse> {
  if (typeof path !== 'string' || !path.startsWith('/')) {
    throw new TypeError(
      `fetch needs a path that begins with /, such as /withdraw: ${String(path)}`,
    );
  }
  const unknown = Object.keys(more);
  if (unknown.length > 0) {
    throw new TypeError(
      `fetch has no option ${unknown.join(', ')}: it takes method, headers, body and timeoutMs`,
    );
  }
  const isText = typeof body === 'string';
  const limit = timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)];
  const response = await sent(`${origin}${path}`, {
    method,
    headers: {
      ...(body === undefined || isText ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    redirect: 'manual',
    signal: AbortSignal.any([signal, ...limit]),
  });
  const text = await response.text();
  return { status: response.status, body: bodyOf(text, response.headers.get('content-type')) };
}

/** An error of the connection has another class than one of a wrong call. */
async function sent(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw cause instanceof TypeError ? cause : new NoAnswer(messageIn(cause), { cause });
  }
}

const messageIn = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const reasonOf = (error: unknown, { timeoutMs }: ServiceRequest): string => {
  const message = messageIn(error);
  return /timeout/i.test(message) && timeoutMs !== undefined
    ? `it took longer than ${timeoutMs} ms`
    : // A port changes from run to run, and messages are compared.
      message.replace(/ 127\.0\.0\.1:\d+$/, '');
};

function bodyOf(text: string, type: string | null): JsonValue {
  if (text === '') return null;
  if (type === null || !/\bjson\b/.test(type)) return text;
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
