/** Experiments of a config that explore cases. */
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { defineCase } from '../../src/index.js';
import { directoryWith } from '../files/directory.js';
import { good, planned, refusal } from './checks.js';

const counter = { name: 'counter', schema: './counter.sql', worker: () => 1 };
const cases = (given: unknown, more: object = {}) => ({
  experiments: { good, a: { explore: { cases: given, ...more } } },
});

/** A config and a case in a directory of its own, as seen from the current directory. */
const project = () => {
  const path = directoryWith({
    'own.race.mjs': `import { defineCase } from 'race-lab';
      export default defineCase({ name: 'own', schema: './own.sql', worker: () => 1 });`,
  });
  return { path, file: join(path, 'lab.json') };
};

test('are files relative to the config, or objects, and are expected to hold', async () => {
  const { path, file } = project();
  const defined = defineCase({ ...counter, name: 'defined' });
  const given = ['./own.race.mjs', defined, counter];
  const { experiments } = await planned(cases(given, { lanes: 1 }), {}, undefined, file);
  const reference = join(path, 'own.race.mjs');
  expect(experiments[1]).toMatchObject({
    name: 'a',
    kind: 'cases',
    plan: {
      command: 'explore',
      cases: [
        { name: 'own', file: reference, reference },
        defined,
        { name: 'counter', schema: [{ kind: 'file', path: join(path, 'counter.sql') }] },
      ],
      lanes: 1,
      expectations: [{ rule: 'held' }],
      origin: { file, experiment: 'a', url: null },
    },
  });
});

test('can be found by a glob, and have expectations of their own', async () => {
  const { file } = project();
  const config = cases('*.race.mjs', { expect: ['own:broken', 'schedules>1'] });
  const { experiments } = await planned(config, {}, undefined, file);
  expect(experiments[1]?.plan.expectations.map(({ rule }) => rule)).toStrictEqual([
    'own:broken',
    'schedules>1',
  ]);
});

test('can be explored at other levels', async () => {
  const { file } = project();
  const config = cases('*.race.mjs', { isolation: ['repeatable-read', 'serializable'] });
  const { experiments } = await planned(config, {}, undefined, file);
  expect(experiments[1]?.plan).toMatchObject({ isolations: ['repeatable read', 'serializable'] });
  const wrong = await refusal(cases('*.race.mjs', { isolation: true }), {}, file);
  expect(wrong).toContain('isolation is true');
  expect(wrong).toContain("It must be 'all', 'read-committed', 'repeatable-read', 'serializable'");
});

test.each([
  ['--url', { url: 'postgres://flag/' }, 'postgres://flag/'],
  ['the experiment', {}, 'postgres://own/'],
])('take the server from %s', async (_, context, wanted) => {
  const config = cases(counter, { url: 'postgres://own/' });
  const { experiments } = await planned(config, context, 'postgres://environment/');
  expect(experiments[1]?.plan.url).toBe(wanted);
  const plain = await planned(cases(counter), {}, 'postgres://environment/');
  expect(plain.experiments[1]?.plan.url).toBe('postgres://environment/');
});

const at = 'ci/lab.json: experiment "a"';
test.each<[string, unknown, object, readonly string[]]>([
  ['another value', 5, {}, [`${at}: cases is [5]`, 'a case made by defineCase']],
  ['an empty list', [], {}, [`${at}: cases is []`]],
  ['an incomplete definition', { schema: 'select' }, {}, [`${at}: a case has no name`]],
  ['a missing file', './none.race.ts', {}, [`${at}: case: there is no file`, 'ci']],
  ['a glob that matches none', 'x/*.race.ts', {}, [`${at}: case: no file matches`]],
  ['an unknown option', counter, { worker: 5 }, [`${at}: "worker"`, 'maxSchedules']],
  ['a strategy as well', counter, { strategy: 'naive' }, [`${at}: strategy: a case says itself`]],
  ['a workload', counter, { workers: 3 }, [`${at}: workers: a case says itself what runs`]],
  ['no expectation at all', counter, { expect: [] }, [`${at} has no expectation`]],
  ['a rule about strategies', counter, { expect: 'claims' }, [`${at}: expect: "claims"`]],
])('an error names the file and the experiment: %s', async (_, given, more, parts) => {
  const text = await refusal(cases(given, more));
  for (const part of parts) expect(text).toContain(part);
  expect(text).not.toContain('--');
});
