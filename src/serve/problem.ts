import { LabError, type LabErrorDetails } from '../errors.js';

/** A request that the service refuses or cannot carry out. Its status goes to the client. */
export class RequestError extends LabError {
  readonly status: number;
  /** When to try again, in seconds; null: the same request would fail again. */
  readonly retryAfter: number | null;

  constructor(
    status: number,
    message: string,
    details: LabErrorDetails & { readonly retryAfter?: number },
  ) {
    super(message, details);
    this.status = status;
    this.retryAfter = details.retryAfter ?? null;
  }
}
