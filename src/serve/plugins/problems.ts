/** Every error as problem details (RFC 9457). */
import type { Duplex } from 'node:stream';

import type { FastifyError, FastifyReply } from 'fastify';

import { EnvironmentError, LabError, UsageError, type ErrorCode } from '../../errors.js';
import { withoutPasswords } from '../../plan/redact.js';
import { OPTION_NAMES } from '../../text/option.js';
import type { App, Parts } from '../app.js';
import { RequestError } from '../problem.js';
import { Problem, type ProblemBody } from '../schemas.js';

const PROBLEM_TYPE = 'application/problem+json';

/** Turns errors and unknown paths into problems. */
export async function problemsPlugin(app: App, { tell }: Parts): Promise<void> {
  app.addSchema(Problem);
  app.setNotFoundHandler((request, reply) => {
    const what = `${request.method} ${request.url.slice(0, LONGEST)}`;
    return send(
      reply,
      new RequestError(404, `there is no ${what}`, {
        code: 'NOT_FOUND',
        hint: 'GET /openapi.json lists what there is, and /docs shows it.',
      }),
    );
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const answer = problemOf(error);
    if (answer.code === 'SERVICE_FAILED') tell(withoutPasswords(error.stack ?? error.message));
    return send(reply, error);
  });
}

/** Characters of a request that are repeated in an answer. */
const LONGEST = 100;

/** Answers with a problem. */
export function send(reply: FastifyReply, error: unknown): FastifyReply {
  const body = problemOf(error);
  const after = error instanceof RequestError ? error.retryAfter : null;
  if (after !== null) reply.header('retry-after', after);
  return reply.code(body.status).type(PROBLEM_TYPE).send(JSON.stringify(body));
}

/** What an error says to a client: of an unexpected error, only that it happened. */
export function problemOf(error: unknown): ProblemBody {
  if (error instanceof LabError) {
    const { message, hint } = error.spelledIn('options');
    return problem(statusOf(error), error.code, message, hint, error.option);
  }
  const { status, message, validation } = refusalIn(error);
  if (validation !== undefined) return invalid(validation);
  const known = KNOWN_REFUSALS[status] ?? KNOWN_REFUSALS[400];
  if (status >= 500 || known === undefined) {
    const hint = 'It is a defect of race-lab, or of a strategy.';
    return problem(500, 'SERVICE_FAILED', 'the request could not be answered', hint);
  }
  return problem(status, 'INVALID_REQUEST', known.message ?? message, known.hint);
}

function statusOf(error: LabError): number {
  if (error instanceof RequestError) return error.status;
  if (error instanceof UsageError) return 400;
  if (error.code === 'STRATEGY_DEFECT') return 500;
  return error instanceof EnvironmentError ? 503 : 500;
}

/** An error of the framework. */
interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly validation: FastifyError['validation'];
}

function refusalIn(error: unknown): Refusal {
  if (!(error instanceof Error)) return { status: 500, message: '', validation: undefined };
  const status = 'statusCode' in error ? Number(error.statusCode) : 500;
  const validation = 'validation' in error ? validationOf(error) : undefined;
  return { status, message: error.message, validation };
}

function validationOf(error: object): FastifyError['validation'] {
  const { validation }: Partial<FastifyError> = error;
  return validation;
}

/** Why a body is refused with 415. */
export const NOT_JSON = {
  message: 'the body is not declared as JSON',
  hint: 'Send it with the header Content-Type: application/json.',
};

/** What the framework refuses by itself, by status. Without a message, its own is shown. */
const KNOWN_REFUSALS: Readonly<
  Record<number, { readonly message?: string; readonly hint: string }>
> = {
  400: { hint: 'Send JSON as /openapi.json describes it.' },
  403: { message: 'the path leads nowhere', hint: 'GET /openapi.json lists what there is.' },
  404: { hint: 'GET /openapi.json lists what there is.' },
  405: { hint: 'GET /openapi.json lists what there is.' },
  408: { message: 'the request came too slowly', hint: 'Send it at once.' },
  413: { message: 'the body is too large', hint: 'Send 64 kB at most.' },
  414: { message: 'the address is too long', hint: 'GET /openapi.json lists what there is.' },
  415: NOT_JSON,
  431: { message: 'the headers are too large', hint: 'Send 16 kB at most.' },
};

function invalid(validation: NonNullable<FastifyError['validation']>): ProblemBody {
  const [first] = validation;
  const path = (first?.instancePath ?? '').slice(1).replaceAll('/', '.');
  const params: Readonly<Record<string, unknown>> = first?.params ?? {};
  const named = params['additionalProperty'] ?? params['missingProperty'];
  const name = (typeof named === 'string' ? named : path).slice(0, LONGEST);
  const option = OPTION_NAMES.find((each) => each === name) ?? null;
  const what = first?.message ?? 'it is invalid';
  const which = 'additionalProperty' in params ? `${what}: ${name}` : what;
  const message = `${path === '' ? 'the request' : path} ${which}`;
  return problem(400, 'INVALID_REQUEST', message, '/openapi.json describes it.', option);
}

function problem(
  status: number,
  code: ErrorCode,
  message: string,
  hint: string | undefined,
  option: string | null = null,
): ProblemBody {
  const [said, advice] = [message, hint ?? null].map((text) =>
    text === null ? null : withoutPasswords(text),
  );
  const words = code.toLowerCase().replaceAll('_', ' ');
  return {
    type: `urn:race-lab:${code}`,
    title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
    status,
    detail: [sentence(said ?? ''), advice].filter(Boolean).join(' '),
    code,
    option,
    hint: advice ?? null,
  };
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);

/** Answers what is not HTTP, or comes too slowly: it never reaches a route. */
export function refuseRaw(error: { readonly code?: string | undefined }, socket: Duplex): void {
  if (socket.destroyed || !socket.writable) return;
  const status = RAW[error.code ?? ''] ?? 400;
  const known = KNOWN_REFUSALS[status];
  const message = known?.message ?? 'it is no valid HTTP request';
  const body = JSON.stringify(problem(status, 'INVALID_REQUEST', message, known?.hint));
  const head = [
    `HTTP/1.1 ${status} Refused`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const RAW: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};
