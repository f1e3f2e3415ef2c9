import { describe, expect, test } from 'vitest';

import { lab } from '../support/lab.js';
import { defectOf, strategyOf, type Code } from './code.js';

describe('an error of another copy of this package', () => {
  const copyOf = (name: string): Error => {
    const mark = Symbol.for(`race-lab.${name}`);
    return Object.assign(new Error(name), { [mark]: true });
  };
  const FLAGS = { strategy: ['mine'], workers: '3', operations: '2', retries: '0' };

  const racedOnce = async (error: Error) => {
    const throwing: Code = () => {
      throw error;
    };
    const { results } = await lab(FLAGS, [strategyOf(throwing)]);
    return results[0]?.operations;
  };

  test('is a refusal, if it is marked as one', async () => {
    expect(await racedOnce(copyOf('Refusal'))).toMatchObject({ refused: 6 });
  });

  test('is a conflict, if it is marked as one', async () => {
    const operations = await racedOnce(copyOf('Conflict'));
    expect(operations).toMatchObject({ refused: 0, failed: 6 });
  });

  test('is neither by its name alone', async () => {
    const error = Object.assign(new Error('no match'), { name: 'Conflict' });
    expect((await defectOf(racedOnce(error))).message).toContain('threw Conflict: no match');
  });
});
