/** Other sessions that hold locks, and rules of the server that refuse statements. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { InterruptedError } from '../../src/cli/terminal.js';
import { Session } from '../../src/database/session.js';
import { Leftovers } from '../../src/leftovers.js';
import { call } from '../cli/harness.js';
import { start } from '../support/command.js';
import { portOf } from '../support/pool.js';
import { serverUrl } from '../support/server.js';
import { labSchemas, openSession, testServer } from '../support/sessions.js';
import { drop, nextSchema, patience } from './next-schema.js';

const url = serverUrl();

describe("a lock of another session on race-lab's table", () => {
  test('run reports first, then names the session that holds it, and the command that drops the schema', async () => {
    const before = await labSchemas();
    const outsider = await openSession();
    const flags = ['--workers', '3', '--operations', '100', '--think', '5', '--strategy', 'atomic'];
    const running = call(['run', ...flags, '--url', url], {}, false, { patience });
    const schema = await nextSchema(before);
    await outsider.script(`begin; lock table ${schema}.final_state in access share mode`);
    const { code, stdout, stderr } = await running;
    await outsider.script('rollback');
    await drop(schema);
    expect(code).toBe(4);
    expect(stdout).toContain('atomic    held');
    expect(stderr).toContain(`the schema ${schema} could not be dropped`);
    expect(stderr).toContain(`server process ${outsider.pid} (`);
    expect(stderr).toContain(`drop schema ${schema} cascade`);
  });
});

test("the server's reason for refusing DROP SCHEMA is printed after the report", async () => {
  const suffix = randomBytes(4).toString('hex');
  const administrator = await openSession();
  const role = `guest_${suffix}`;
  // Only for one role, because other tests drop their schemas meanwhile.
  await administrator.script(
    `create role ${role} login; grant create on database postgres to ${role};
     create function public.refuse_${suffix}() returns event_trigger language plpgsql as $$
     begin if session_user = '${role}' then raise exception 'nothing is dropped here'; end if; end $$;
     create event trigger refuse_${suffix} on ddl_command_start when tag in ('DROP SCHEMA')
       execute function public.refuse_${suffix}()`,
  );
  const before = await labSchemas();
  const own = url.replace(/\/\/[^@]+@/, `//${role}@`);
  const { code, stdout, stderr } = await call(['run', '--workers', '2', '--url', own]);
  const left = (await labSchemas()).filter((name) => !before.includes(name));
  await administrator.script(`drop event trigger refuse_${suffix}`);
  await administrator.script(`drop function public.refuse_${suffix}`);
  await administrator.script(`drop owned by ${role} cascade; drop role ${role}`);
  expect(code).toBe(4);
  expect(stdout).toContain('withdraw: 2 workers');
  expect(stderr).toContain('nothing is dropped here');
  expect(left.filter((name) => stderr.includes(`drop schema ${name} cascade`))).toHaveLength(1);
});

test('the clean-up needs no further connection', async () => {
  const administrator = await openSession();
  const role = `few_${randomBytes(4).toString('hex')}`;
  await administrator.script(
    `create role ${role} login connection limit 4; grant create on database postgres to ${role}`,
  );
  const own = url.replace(/\/\/[^@]+@/, `//${role}@`);
  const before = await labSchemas();
  const { code } = await call(['run', '--workers', '3', '--operations', '3', '--url', own]);
  const after = await labSchemas();
  await administrator.script(`alter role ${role} connection limit 1`);
  const refused = await call(['run', '--workers', '3', '--url', own]);
  await administrator.script(`drop owned by ${role} cascade; drop role ${role}`);
  expect(code).toBe(0);
  expect(after.filter((name) => !before.includes(name))).toEqual([]);
  expect(refused.code).toBe(4);
  expect(refused.stderr).not.toContain('--connections 1');
});

describe('an interruption', () => {
  test('ends the wait for a port that never answers', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await vi.waitFor(() => expect(silent.listening).toBe(true));
    const target = `postgres://me@127.0.0.1:${portOf(silent)}/db`;
    for (const command of ['run', 'explore', 'doctor', 'explain naive']) {
      const ending = new AbortController();
      const args = [...command.split(' '), '--url', target];
      const ended = call(args, {}, false, { signal: ending.signal });
      await vi.waitFor(async () => {
        const connections = await new Promise<number>((resolve, reject) => {
          silent.getConnections((error, count) => (error ? reject(error) : resolve(count)));
        });
        expect(connections).toBeGreaterThan(0);
      });
      const began = performance.now();
      ending.abort(new InterruptedError('SIGINT'));
      expect((await ended).code).toBe(130);
      expect(performance.now() - began).toBeLessThan(5_000);
    }
  });

  test('reports what could not be removed', async () => {
    const before = await labSchemas();
    const [ending, leftovers] = [new AbortController(), new Leftovers()];
    const flags = ['--workers', '3', '--duration', '60s', '--scenario', 'deposit'];
    const hurried = { ...patience, hurriedCleanUpMs: 800 };
    const running = call(['run', ...flags, '--url', url], {}, false, {
      patience: hurried,
      leftovers,
      signal: ending.signal,
    });
    const schema = await nextSchema(before);
    const outsider = await openSession();
    await outsider.script(`begin; lock table ${schema}.final_state in access share mode`);
    const began = performance.now();
    ending.abort(new InterruptedError('SIGTERM'));
    const { code, stderr } = await running;
    expect(performance.now() - began).toBeLessThan(5_000);
    await outsider.script('rollback');
    await drop(schema);
    expect(code).toBe(143);
    expect(stderr).toContain(`drop schema ${schema} cascade`);
  });

  test('followed by a second one names the schema, and leaves no empty file', async () => {
    const before = await labSchemas();
    const directory = mkdtempSync(join(tmpdir(), 'lab-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = join(directory, 'report.json');
    const flags = ['--workers', '20', '--duration', '60s', '--scenario', 'deposit', '-o', file];
    const run = start(['run', '--url', url, ...flags]);
    const schema = await nextSchema(before);
    // A lock blocks the first clean-up, so that the second interruption comes in the middle of it.
    const outsider = await Session.open(testServer(), null);
    await outsider.script(`begin; lock table ${schema}.final_state in access share mode`);
    run.process.kill('SIGINT');
    run.process.kill('SIGINT');
    const ended = run.ended;
    await vi.waitFor(() => run.process.kill('SIGINT'));
    const { code, stderr } = await ended;
    await outsider.close();
    await drop(schema);
    expect(code).toBe(130);
    expect(stderr).toContain(`drop schema ${schema} cascade`);
    expect(existsSync(file)).toBe(false);
  });
});
