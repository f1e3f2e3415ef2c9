import { expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import { ignoredNames, requireIgnored } from '../../../src/subject/case/ignored-columns.js';
import { shape } from '../../judge/serial/ends.js';

const CATALOG = {
  tables: [
    shape('log', 'id* payload'),
    shape('audit.error', 'id* at'),
    shape('audit.entry', 'id*'),
    shape('event_old', 'at payload'),
    shape('event_new', 'at payload'),
  ],
  partitioned: [
    { name: 'event', columns: ['at', 'payload'], partitions: ['event_old', 'event_new'] },
  ],
  views: [
    { name: 'errors', reads: ['audit.error', 'event'] },
    { name: 'constant', reads: [] },
  ],
};

const ignoring = (ignore: string) =>
  defineCase({ name: 'one', schema: 'select 1', worker: () => 1, ignore });
const check = (ignore: string) => requireIgnored(ignoring(ignore), CATALOG);

test.each([
  'log',
  'audit.error',
  'audit.error.at',
  'log.payload',
  'log.payload.at',
  'log.payload.lines[].at',
  'log.*',
  'audit.*',
  'public.*',
  'event',
  'event.at',
  'event.payload.lines[].at',
  'event.*',
  'event_old.at',
  'result',
  'result.at',
])('%s can be ignored', (name) => {
  expect(() => check(name)).not.toThrow();
});

test.each(['log.payloads', 'log.at', 'logs.payload.at', 'event.payloads'])(
  '%s is no column',
  (name) => {
    expect(() => check(name)).toThrow(`ignore has '${name}', and there is no such column`);
  },
);

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

test('a name with a star that is neither that of a table nor that of a schema is refused as it is written', () => {
  expect(() => check('audits.*')).toThrow(
    "ignore has 'audits.*', and there is no such table or schema",
  );
});

test.each([
  ['errors', 'Name what it shows of the tables that it reads instead: audit.error and event.'],
  ['errors.at', 'Name what it shows of the tables that it reads instead: audit.error and event.'],
  ['constant', 'Leave it out.'],
])('%s is of a view, so it is refused with the tables to name instead', (name, hint) => {
  const view = name.replace(/\..*/, '');
  expect(() => check(name)).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(
        `ignore has '${name}', and ${view} is a view, whose rows are not compared`,
      ),
      hint,
    }),
  );
});

test.each([
  ['event', ['event_old', 'event_new']],
  ['event.*', ['event_old', 'event_new']],
  ['event.payload.at', ['event_old.payload.at', 'event_new.payload.at']],
  ['event_old', ['event_old']],
  ['audit.*', ['audit.error', 'audit.entry']],
  ['public.*', ['log', 'event_old', 'event_new']],
  ['log.*', ['log']],
  ['log.payload', ['log.payload']],
  ['result', ['result']],
])('%s stands for %j', (name, meant) => {
  expect(ignoredNames(ignoring(name), CATALOG)).toEqual(meant);
});
