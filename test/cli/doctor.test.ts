import { expect, test } from 'vitest';

import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { call, REFUSED_URL } from './harness.js';

/** The findings, each with its kind. An indented line continues the line before it. */
function findings(text: string): readonly (readonly [kind: string, text: string])[] {
  return text
    .trimEnd()
    .replaceAll(/\n {9}(?=\S)/g, ' ')
    .split('\n')
    .map((line) => [line.slice(0, 9).trimEnd(), line.slice(9)] as const);
}

test('the embedded server: exit 0, without a problem', async () => {
  const { code, stdout, stderr } = await raceLab(['doctor']);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  const found = findings(stdout);
  expect(new Set(found.map(([kind]) => kind))).toStrictEqual(new Set(['ok']));
  const [[, node] = [], [, server] = []] = found;
  expect(node).toContain(process.versions.node);
  expect(server).toMatch(/^embedded PostgreSQL 18\.\d+ starts in \d\.\d\d s, as user \w+/);
});

test('an existing server: exit 0, its limits and settings', async () => {
  const { code, stdout, stderr } = await call(['doctor', '--url', serverUrl()]);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  const found = findings(stdout);
  expect(found.map(([kind]) => kind)).not.toContain('problem');
  const text = found.map(([, words]) => words).join('\n');
  expect(text).toMatch(/^PostgreSQL 18\.\d+ at /m);
  expect(text).toMatch(/^\d+ workers can have a connection each: \d+ allowed, in use: \d+;/m);
  expect(text).toMatch(/^fsync=\w+, synchronous_commit=\w+, deadlock_timeout=\w+/m);
  expect(text).toMatch(/^the role may create a schema$/m);
});

test('uses the server of RACE_LAB_URL', async () => {
  const { stdout } = await call(['doctor'], { RACE_LAB_URL: serverUrl() });
  expect(stdout).not.toContain('embedded');
});

test('a server that refuses: exit 4, a problem, no password', async () => {
  const { code, stdout, stderr } = await call(['doctor', '--url', REFUSED_URL]);
  expect({ code, stderr }).toStrictEqual({ code: 4, stderr: '' });
  expect(findings(stdout)).toMatchObject([
    ['ok', expect.stringContaining('Node.js')],
    ['problem', expect.stringMatching(/^cannot connect to alice@127\.0\.0\.1:1\/nowhere: .*\. \S/)],
  ]);
  expect(stdout).not.toContain('hunter2');
});

test('a database that does not exist: exit 4, its name', async () => {
  const url = serverUrl().replace('/postgres?', '/no_such_database?');
  const { code, stdout } = await call(['doctor', '--url', url]);
  expect(code).toBe(4);
  expect(findings(stdout).at(-1)).toMatchObject([
    'problem',
    expect.stringContaining('database "no_such_database" does not exist'),
  ]);
});
