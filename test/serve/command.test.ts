/** `race-lab serve` as a process: its line, its warnings, its errors and its end. */
import { once } from 'node:events';
import { createServer } from 'node:net';

import { expect, onTestFinished, test } from 'vitest';

import { call } from '../cli/harness.js';
import { serverUrl } from '../support/server.js';
import { closeSessions, labSchemas } from '../support/sessions.js';
import { startReplica } from './replicas.js';

test('SIGINT ends it with everything it started: exit code 130', async () => {
  const { address, command } = await startReplica(['--url', serverUrl(), '--connections', '2']);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  // A race is under way and followed, and a schedule is stepped through.
  const post = (path: string, body: string) =>
    fetch(`${address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  const started = await post('/races', '{"strategy":"for-update","duration":"60s","workers":2}');
  const begun = await post('/steppings', '{"strategy":"for-update","schedule":"AABB"}');
  expect(begun.status).toBe(201);
  const events = await fetch(`${address}${started.headers.get('location') ?? ''}/events`);
  command.process.kill('SIGINT');
  expect(await command.ended).toEqual({ code: 130, stdout: `${address}\n`, stderr: '' });
  await events.text().catch(() => undefined);
  expect(await labSchemas()).toEqual([]);
  await closeSessions();
});

test('an address that others reach is warned of; SIGTERM ends it: exit code 143', async () => {
  const { command } = await startReplica(['--host', '0.0.0.0', '--url', serverUrl()]);
  command.process.kill('SIGTERM');
  expect(await command.ended).toMatchObject({
    code: 143,
    stderr: expect.stringMatching(/0\.0\.0\.0.*without a password/) as unknown,
  });
});

test('a port that is taken is named, with the remedy', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const taken = Object(other.address()).port;
  const { code, stderr } = await call(['serve', '--port', `${taken}`, '--url', serverUrl()]);
  expect({ code, stderr }).toEqual({
    code: 4,
    stderr: expect.stringMatching(/--port \d+: another program listens there\n.*--port 0/),
  });
});

test.each([
  ['--port', '70000'],
  ['--connections', '0'],
  ['--host', 'a/b'],
  ['--lab', 'A b'],
])('%s %s is wrong usage', async (flag, value) => {
  const { code, stderr } = await call(['serve', flag, value]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(flag) });
});
