/** Cases as written in JavaScript, without types. */
import { defineCase } from '../../src/authoring/case.js';
import type { Case } from '../../src/model.js';

/** Calls it without type checks, as a JavaScript user does. */
export const define = (definition: unknown): Case =>
  Reflect.apply(defineCase, undefined, [definition]);

/** A complete definition with other properties; undefined leaves one out. */
export const withProperties = (properties: object): object => ({
  name: 'shop',
  schema: 'create table product (id int)',
  workers: { anna: () => 1, ben: () => 2 },
  ...properties,
});
