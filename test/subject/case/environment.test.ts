/** The variables that lead an application to its lane. */
import { expect, test } from 'vitest';

import { addressOf } from '../../../src/database/address.js';
import {
  LaneVariables,
  urlOf,
  variablesOf,
  type LaneAddress,
} from '../../../src/subject/case/environment.js';
import { runAsCode, type CodePlace } from '../../../src/subject/case/whose-code.js';

const address = (port: number): LaneAddress => ({ port, user: 'a', password: 'b', database: 'c' });
const placeOf = (port: number): CodePlace => ({
  property: 'open',
  of: 'case x',
  variables: new Map(Object.entries(variablesOf(address(port)))),
});
const port = (): string | undefined => process.env['PGPORT'];

/** What child processes and copies see. */
const copied = (): string | undefined => ({ ...process.env })['PGPORT'];

test('code sees the variables of its lane, whenever it reads them', async () => {
  const before = process.env;
  const variables = new LaneVariables();
  variables.set(variablesOf(address(1)));
  variables.set(variablesOf(address(2)));
  const seen = await Promise.all(
    [1, 2].map((lane) =>
      runAsCode(placeOf(lane), async () => {
        await Promise.resolve();
        return [port(), copied()];
      }),
    ),
  );
  expect(seen).toEqual([
    ['1', '1'],
    ['2', '2'],
  ]);
  // Code that knows no lane.
  expect(port()).toBe('2');
  variables.restore();
  expect(process.env).toBe(before);
  expect(port()).toBeUndefined();
});

test('what code changes concerns only this code, and what others change is kept', () => {
  const variables = new LaneVariables();
  variables.set(variablesOf(address(1)));
  const [one, two] = [placeOf(1), placeOf(2)];
  runAsCode(one, () => {
    process.env['PGPORT'] = '7';
    delete process.env['PGHOST'];
    process.env['OTHER'] = 'kept';
  });
  expect(runAsCode(one, () => [port(), process.env['PGHOST']])).toEqual(['7', undefined]);
  expect(runAsCode(two, () => [port(), process.env['PGHOST']])).toEqual(['2', '127.0.0.1']);
  variables.restore();
  expect(process.env['OTHER']).toBe('kept');
  delete process.env['OTHER'];
});

test('several cases may be open at once, and close in any order', () => {
  const before = process.env;
  const [first, second] = [new LaneVariables(), new LaneVariables()];
  first.set(variablesOf(address(1)));
  second.set(variablesOf(address(2)));
  first.restore();
  first.restore();
  expect(port()).toBe('2');
  expect(runAsCode(placeOf(1), port)).toBe('1');
  second.restore();
  expect([port(), process.env]).toEqual([undefined, before]);
});

test('what race-lab itself opens meanwhile goes by the variables from before', () => {
  const opened = () => addressOf({ kind: 'url', url: 'postgres://db/shop' });
  const before = opened();
  const variables = new LaneVariables();
  variables.set(variablesOf(address(1)));
  process.env['PGPORT'] = '3';
  expect(opened()).toEqual(before);
  variables.restore();
  process.env['PGPORT'] = '4';
  expect(opened().port).toBe(4);
  delete process.env['PGPORT'];
});

test('an address is encoded', () => {
  const url = new URL(urlOf({ port: 5, user: 'a b', password: 'p@/:#', database: 'x?y' }));
  expect([url.username, url.password, url.pathname].map(decodeURIComponent)).toEqual([
    'a b',
    'p@/:#',
    '/x?y',
  ]);
});
