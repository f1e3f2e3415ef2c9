import { LabError } from '../errors.js';

/** Adds the remedy of an error to its message: test runners print only the message. */
export function withRemedy(error: LabError): LabError {
  if (error.hint !== undefined) error.message = `${error.message}\n  ${error.hint}`;
  return error;
}

/** Does so with an error of the work. */
export async function withRemedies<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof LabError ? withRemedy(error) : error;
  }
}
