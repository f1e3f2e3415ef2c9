import { LabError } from '../errors.js';

/**
 * Adds the remedy of an error to its message: test runners print only the message.
 */
export async function withRemedies<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LabError && error.hint !== undefined) {
      error.message = `${error.message}\n  ${error.hint}`;
    }
    throw error;
  }
}
