import { expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import { requireIgnored } from '../../../src/subject/case/ignored-columns.js';
import { shape } from '../../judge/serial/ends.js';

const check = (ignore: string) =>
  requireIgnored(defineCase({ name: 'one', schema: 'select 1', worker: () => 1, ignore }), [
    shape('log', 'id* payload'),
    shape('audit.error', 'id* at'),
  ]);

test.each([
  'log',
  'audit.error',
  'audit.error.at',
  'log.payload',
  'log.payload.at',
  'log.payload.lines[].at',
  'result.at',
])('%s can be ignored', (name) => {
  expect(() => check(name)).not.toThrow();
});

test.each(['log.payloads', 'log.at', 'logs.payload.at'])('%s is no column', (name) => {
  expect(() => check(name)).toThrow(`ignore has '${name}', and there is no such column`);
});

test.each([
  ['logs', "Did you mean 'log'?"],
  ['payload', "Did you mean 'log.payload'?"],
  ['elsewhere', "Write a table, such as 'log'"],
])('%s is no table', (name, remedy) => {
  expect(() => check(name)).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(`ignore has '${name}', and there is no such table`),
      hint: expect.stringContaining(remedy),
    }),
  );
});
