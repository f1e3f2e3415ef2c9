import { describe, expect, test } from 'vitest';
import { about } from '../../src/errors.js';
import { parseUrl, serverUrl } from '../../src/plan/url.js';
import { refusal } from './toys.js';

describe('server addresses', () => {
  test.each([
    'postgres://localhost/test',
    'postgresql://alice@db.example:5433/test?sslmode=require',
    'postgres://alice:p%40ss%25word@[::1]:5432/test',
    'postgres://alice@%2Fvar%2Frun%2Fpostgresql/test',
    'POSTGRES://localhost/test',
  ])('accepts %s', (text) => {
    expect(parseUrl(about('url'), text)).toBe(text);
  });

  test('a trailing line break is removed, because files of secrets end in one', () => {
    expect(parseUrl(about('url'), 'postgres://localhost/test\n')).toBe('postgres://localhost/test');
  });

  test.each([
    ['', 'not a valid URL'],
    ['hunter2', 'not a valid URL'],
    ['alice:hunter2@db.example/test', 'not a valid URL'],
    ['hunter2:alice', 'not a valid URL'],
    ['localhost:5432', 'not a valid URL'],
    ['//alice:hunter2@db.example/test', 'not a valid URL'],
    ['postgres:alice:hunter2@db.example', 'not a valid URL'],
    ['postgres://alice:hunter2@db.example:port/test', 'not a valid URL'],
    ['postgres://alice:hunter2@db.example:99999/test', 'not a valid URL'],
    ['postgres://alice:hun/ter2@db.example/test', 'not a valid URL'],
    ['mysql://alice:hunter2@db.example/test', '"mysql:" is not PostgreSQL'],
    ['http://alice:hunter2@db.example/test', '"http:" is not PostgreSQL'],
    [
      'postgres://alice:hunter2%@db.example/test',
      'it contains a % that is not part of a percent-encoding',
    ],
    [
      'postgres://alice:hunter2@db.example/100%',
      'it contains a % that is not part of a percent-encoding',
    ],
  ])('refuses %j: %s', (text, problem) => {
    const { message, hint } = refusal(() => parseUrl(about('url'), text));
    expect(message).toBe(`--url: ${problem}`);
    expect(hint).toMatch(/^Write /);
    expect(message + hint).not.toMatch(/hunter2|alice|ter2/);
  });
});

describe('RACE_LAB_URL', () => {
  test.each([undefined, ''])('%j counts as unset', (text) => {
    expect(serverUrl(undefined, text)).toBeNull();
  });

  test.each([' ', '\n', '\t '])('refuses a blank value: %j', (text) => {
    const { message, hint } = refusal(() => serverUrl(undefined, text));
    expect(message).toBe(`RACE_LAB_URL: ${JSON.stringify(text)} is blank`);
    expect(hint).toContain('unset it');
  });

  test('--url takes precedence, whatever the variable contains', () => {
    expect(serverUrl('postgres://localhost/test', ' ')).toBe('postgres://localhost/test');
  });
});
