import { expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import { requireIgnored } from '../../../src/subject/case/ignored-columns.js';
import { shape, table } from '../../judge/serial/ends.js';

const check = (ignore: string) =>
  requireIgnored(defineCase({ name: 'one', schema: 'select 1', worker: () => 1, ignore }), [
    table(shape('log', 'id* payload')),
  ]);

test.each(['log.payload', 'log.payload.at', 'log.payload.lines[].at', 'result.at'])(
  '%s can be ignored',
  (name) => {
    expect(() => check(name)).not.toThrow();
  },
);

test.each(['log.payloads', 'log.at', 'logs.payload.at'])('%s is no column', (name) => {
  expect(() => check(name)).toThrow(`ignore has '${name}', and there is no such column`);
});
