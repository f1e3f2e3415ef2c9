/** A file that cannot be loaded does not keep the others from being explored. */
import { afterAll, expect, test } from 'vitest';

import { callIn } from '../../cli/harness.js';
import { serverUrl } from '../../support/server.js';
import { closeSessions } from '../../support/sessions.js';
import { directoryOf, expectGood, expectNothingLeft, inOrder, remove, SHORT } from './explored.js';

afterAll(closeSessions);

const bad = (name: string, code: string, says: string) => ({
  name,
  code: `/* export */ ${code}`,
  says,
});

const FILES = [
  bad('nothing', '', 'exports no case: it exports nothing'),
  bad('number', 'export const x = 1;', 'exports no case: it exports x (1)'),
  bad(
    'workers',
    'export default defineCase({ ...shop, workers: 3 });',
    ': case workers: workers is 3',
  ),
  bad(
    'typo',
    'export default defineCase({ ...shop, invariant: {} });',
    'has an unknown property: "invariant"',
  ),
  bad(
    'syntax',
    'export default defineCase({ ...shop,,, });',
    'has a syntax error at ./syntax.race.ts:',
  ),
  bad(
    'throws',
    `throw new Error('no config');`,
    'throws while it is loaded: Error: no config (./throws.race.ts:',
  ),
  bad(
    'module',
    `import none from './none.js'; console.log(none);`,
    `: there is no module './none.js', which ./module.race.ts imports`,
  ),
  bad(
    'waits',
    'await new Promise(() => {});',
    'was not loaded within 300 ms: a top-level await in it',
  ),
];

test('each is named with what is wrong, and the good one is explored: exit 2', async () => {
  const directory = directoryOf(FILES);
  const names = ['none', ...FILES.map(({ name }) => name), 'good'];
  const args = [
    'explore',
    ...names.map((name) => `./${name}.race.ts`),
    '--json',
    '--url',
    serverUrl(),
  ];
  const ended = await callIn(directory, args, {}, { patience: SHORT, loadingLimitMs: 300 });
  remove(directory);
  expect(ended.code).toBe(2);
  const messages = ended.stderr.split('\n').filter((line) => line.startsWith('race-lab: '));
  expect(messages).toEqual([
    expect.stringMatching(/^race-lab: case: there is no file .*none\.race\.ts$/),
    ...FILES.map(({ name, says }) =>
      expect.stringMatching(inOrder(`case: ./${name}.race.ts`, says)),
    ),
  ]);
  const { results } = JSON.parse(ended.stdout);
  expect(results).toHaveLength(1);
  expectGood({ ...ended, results: { good: results[0] } });
  await expectNothingLeft();
});

test('one that asks the server while it is loaded is to be imported in open', async () => {
  const code = 'await new pg.Client(process.env.DATABASE_URL).connect();';
  const directory = directoryOf([bad('asks', code, '')]);
  const ended = await callIn(directory, ['explore', './asks.race.ts']);
  remove(directory);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain('asks.race.ts throws while it is loaded: Error: connect');
  expect(ended.stderr).toContain('Import in open what asks the server while it is loaded');
});

test('when none can be loaded, nothing is explored', async () => {
  const directory = directoryOf(FILES.slice(0, 2));
  const ended = await callIn(directory, ['explore', './nothing.race.ts', './number.race.ts']);
  remove(directory);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(/^race-lab: case: \.\/nothing\.race\.ts exports no case/);
});
