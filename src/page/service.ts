/** Requests to the service that handed out the page. */
import type { Static } from 'typebox';

import type { AccountBody, BankReportBody } from '../serve/bank/schemas.js';
import type { BurstReceipt } from '../serve/plugins/bursts.js';
import type { CatalogueBody } from '../serve/plugins/catalogue.js';
import type { ProblemBody } from '../serve/schemas.js';

export type Account = Static<typeof AccountBody>;
export type BankReport = Static<typeof BankReportBody>;
export type Burst = Static<typeof BurstReceipt>;
export type Catalogue = Static<typeof CatalogueBody>;

/** What the service refuses, or cannot do. */
export class ServiceError extends Error {
  /** 0: there was no answer. */
  readonly status: number;
  readonly code: string;

  constructor(message: string, status: number, code: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** How a request is sent. */
interface Sending {
  readonly body?: unknown;
  /** Whether it is sent even if the page is left meanwhile. */
  readonly keepalive?: boolean;
}

/**
 * Sends a request and reads the JSON of its answer; its type is that of the endpoint.
 * @throws {ServiceError} when it is refused, or not answered
 */
export async function request<Answer>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  { body, keepalive = false }: Sending = {},
): Promise<Answer> {
  const answer = await fetch(path, {
    method,
    keepalive,
    ...(method === 'POST'
      ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }
      : {}),
  }).catch(() => null);
  if (answer === null) throw new ServiceError(GONE, 0, 'NO_ANSWER');
  const text = await answer.text();
  if (!answer.ok) throw refusalIn(text, answer.status);
  // The service makes its answers by the schemas that the types come from.
  const read: Answer = JSON.parse(text === '' ? 'null' : text);
  return read;
}

const GONE = 'The service does not answer. Is race-lab serve still running?';

function refusalIn(text: string, status: number): ServiceError {
  try {
    const { detail, code }: ProblemBody = JSON.parse(text);
    return new ServiceError(detail, status, code);
  } catch {
    return new ServiceError(`The service answered with ${status}.`, status, 'NO_PROBLEM');
  }
}

/** What went wrong, for a person. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
