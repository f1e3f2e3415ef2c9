import { LabError } from '../errors.js';

/**
 * Test runners print the message of an error, and nothing else that it carries: here the remedy
 * becomes part of it.
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
