import { describe, expect, test } from 'vitest';

import { define, withProperties } from './cases.js';
import { plain, testRefused } from './refused-cases.js';

/** A class as people write it who do not extend Error. */
class NotAnError {
  readonly reason = 'sold out';
}

describe('endings and comparisons', () => {
  class SoldOut extends Error {}
  class StillSoldOut extends SoldOut {}
  const refusalsOf = (refusals: unknown) => define(withProperties({ refusals })).refusals;

  test.each<[unknown, string]>([
    ['sold out', 'text'],
    ['23P01', 'text'],
    [/sold/, 'pattern'],
    [Error, 'class'],
    [SoldOut, 'class'],
    [StillSoldOut, 'class'],
    [() => true, 'predicate'],
    [
      function isRefused() {
        return true;
      },
      'predicate',
    ],
    [async () => true, 'predicate'],
  ])('%s is a %s', (refusal, kind) => {
    expect(refusalsOf(refusal)).toMatchObject([{ kind }]);
    expect(refusalsOf(['other', refusal])).toMatchObject([{ kind: 'text' }, { kind }]);
  });

  test('a pattern does not remember where it last matched', () => {
    const [refusal] = refusalsOf(/sold/giy);
    const pattern = refusal?.kind === 'pattern' ? refusal.pattern : /never/;
    expect([pattern.test('It is Sold'), pattern.test('It is Sold'), pattern.flags]).toEqual([
      true,
      true,
      'i',
    ]);
  });

  test('a value alone stands for a list of it, and each counts once', () => {
    const made = define(withProperties({ retried: '40001', ignore: 'result.id' }));
    expect([made.retried, made.ignore]).toEqual([['40001'], ['result.id']]);
    const twice = define(withProperties({ retried: ['40001', '40P01', '40001'] }));
    expect(twice.retried).toEqual(['40001', '40P01']);
  });

  test.each([
    'error_log',
    'purchase.created_at',
    'shop.purchase.id',
    'audit.*',
    'public.*',
    'result',
    'result.items.0.id',
  ])('%s can be ignored', (path) => {
    expect(define(withProperties({ ignore: [path] })).ignore).toEqual([path]);
  });

  test.each([
    ['"Sales"."Order"."createdBy"', 'Sales.Order.createdBy'],
    ['public.purchase.created_at', 'purchase.created_at'],
    ['public.error_log', 'error_log'],
    ['"Audit".error_log.*', 'Audit.error_log.*'],
    ['result.*', 'result'],
  ])('%s is read as %s', (path, name) => {
    expect(define(withProperties({ ignore: [path] })).ignore).toEqual([name]);
  });
});
describe('endings and comparisons that are refused', () => {
  testRefused([
    [
      'a number',
      { ...plain, refusals: [23505] },
      'case shop: refusals has 23505, which is not a status of HTTP',
      "'23505'",
    ],
    [
      'an object',
      { ...plain, refusals: { code: '1' } },
      'case shop: refusals has {"code":"1"}',
      'a class',
    ],
    [
      'an empty text',
      { ...plain, refusals: '' },
      'case shop: refusals has an empty text',
      'a part',
    ],
    [
      'a class of other things',
      { ...plain, refusals: [NotAnError] },
      'case shop: refusals has NotAnError, which does not extend Error',
      'write a predicate',
    ],
    [
      'a word',
      { ...plain, retried: 'deadlock' },
      'case shop: retried has "deadlock", which is not an SQLSTATE',
      "such as '40001'",
    ],
    [
      'small letters',
      { ...plain, retried: ['40p01'] },
      'case shop: retried has "40p01", which is not an SQLSTATE',
      'capital letters',
    ],
    [
      'a number',
      { ...plain, retried: 40001 },
      'case shop: retried has 40001, which is not an SQLSTATE',
      "'40001'",
    ],
    ['everything', { ...plain, ignore: '*' }, 'case shop: ignore has "*"', "'error_log'"],
    ['an empty name', { ...plain, ignore: '' }, 'case shop: ignore has ""', "'error_log'"],
    [
      'an empty part',
      { ...plain, ignore: ['result.'] },
      'case shop: ignore has "result."',
      "'result.id'",
    ],
    [
      'spaces',
      { ...plain, ignore: ['result. id'] },
      'case shop: ignore has "result. id"',
      "'result.id'",
    ],
    ['no text', { ...plain, ignore: [5] }, 'case shop: ignore has 5', "'result.id'"],
  ]);
});
