import { describe } from 'vitest';

import { defineCase } from '../../src/authoring/case.js';
import { plain, testRefused, work } from './refused-cases.js';

const open = () => ({});

describe('the definition itself', () => {
  testRefused([
    [
      'nothing',
      undefined,
      'a case is defined by an object, not by undefined',
      "defineCase({ name: 'mine'",
    ],
    ['a function', work, 'a case is defined by an object, not by work()', 'defineCase({'],
    ['a list', [1], 'a case is defined by an object, not by [1]', 'defineCase({'],
    ['no name', { ...plain, name: undefined }, 'a case has no name', "name: 'my-case'"],
    [
      'a name with capitals',
      { ...plain, name: 'Last Copy' },
      'a case cannot be called "Last Copy"',
      'lower-case words with hyphens',
    ],
    ['the name all', { ...plain, name: 'all' }, 'a case cannot be called "all"', 'not "all"'],
    ['a number as name', { ...plain, name: 5 }, 'a case cannot be called 5', 'lower-case'],
    [
      'a misspelt property',
      { ...plain, invariant: {} },
      'case shop has an unknown property: "invariant"',
      'Did you mean invariants? Known: name, schema,',
    ],
    [
      'a property of a later version',
      { ...plain, lanes: 2 },
      'case shop has an unknown property: "lanes"',
      'Known: name, schema,',
    ],
    [
      'another case, spread',
      { ...defineCase({ ...plain, name: 'other' }), name: 'shop' },
      'case shop: schema is that of another case, as defineCase returned it',
      'Keep what the cases share in a plain object',
    ],
    [
      'the workers of another case',
      { ...plain, workers: defineCase({ ...plain, name: 'other' }).workers },
      'case shop: workers is that of another case, as defineCase returned it',
      'Keep what the cases share in a plain object',
    ],
  ]);
});

describe('the application', () => {
  testRefused([
    ['open', { ...plain, open: 'pool' }, 'case shop: open is "pool"', 'It must be a function.'],
    ['close', { ...plain, open, close: true }, 'case shop: close is true', '(pool) => pool.end()'],
    ['close alone', { ...plain, close: work }, 'case shop has close, but no open', 'Add open'],
    ['no replica', { ...plain, open, replicas: 0 }, 'case shop: replicas is 0', "or 'each'"],
    ['all', { ...plain, open, replicas: 'all' }, 'case shop: replicas is "all"', "or 'each'"],
    [
      'more replicas than workers',
      { ...plain, open, replicas: 3 },
      'case shop: replicas is 3, more than its 2 workers',
      'Write 2 or fewer',
    ],
  ]);
});

describe('the database', () => {
  testRefused([
    [
      'no schema',
      { ...plain, schema: undefined },
      'case shop has no schema',
      "schema: './schema.sql'",
    ],
    ['a blank schema', { ...plain, schema: ['', ' '] }, 'case shop: schema is empty', 'Add what'],
    ['a number', { ...plain, schema: 5 }, 'case shop: schema is 5', 'a list of these'],
    [
      'a part that is an object',
      { ...plain, schema: [plain.schema, { sql: '' }] },
      'case shop: schema[1] is {"sql":""}',
      'a list of these',
    ],
    [
      'a directory',
      { ...plain, schema: './migrations' },
      'case shop: schema is "./migrations", which is neither SQL nor the path of an .sql file',
      'a function that migrates',
    ],
    [
      'a start of rows',
      { ...plain, start: { product: [] } },
      'case shop: start is {"product":[]}',
      'SQL',
    ],
  ]);
});

describe('what must not happen', () => {
  testRefused([
    [
      'invariants in a list',
      { ...plain, invariants: ['select 1'] },
      'case shop: invariants is ["select 1"]',
      'a query that returns a row for each violation',
    ],
    [
      'an invariant that is no text',
      { ...plain, invariants: { 'never below zero': work } },
      'case shop: invariants["never below zero"] is work()',
      'a query that returns',
    ],
    [
      'an empty invariant',
      { ...plain, invariants: { sound: ' ' } },
      'case shop: invariants["sound"] is empty',
      'a query that returns',
    ],
    [
      'an invariant without a name',
      { ...plain, invariants: { '': 'select 1' } },
      'case shop: invariants has an empty name',
      'Such as {',
    ],
  ]);
});
