/** Definitions of cases that are refused. */
import { expect, test } from 'vitest';

import { defineCase } from '../../src/authoring/case.js';
import { refusal } from '../plan/toys.js';

export const work = () => 1;

/** A complete definition with named workers. */
export const plain = {
  name: 'shop',
  schema: 'create table product (id int)',
  workers: { anna: work, ben: work },
};

/** The message is the whole one; the hint is a part. */
export type RefusedCase = readonly [
  title: string,
  definition: unknown,
  message: string,
  hint: string,
];

/** A test for each definition: it is refused with that message, and with a remedy in a full sentence. */
export function testRefused(rows: readonly RefusedCase[]): void {
  test.each(rows)('%s', (_title, definition, message, hint) => {
    const told = refusal(() => Reflect.apply(defineCase, undefined, [definition]));
    expect(told.message).toBe(message);
    expect(told.hint).toContain(hint);
    expect(told.hint).toMatch(/\.$/);
  });
}
