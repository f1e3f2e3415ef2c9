import { randomBytes } from 'node:crypto';

import { onTestFinished, expect, test } from 'vitest';

import { readCapacity, requireCapacity } from '../../src/database/capacity.js';
import { EnvironmentError } from '../../src/errors.js';
import { serverUrl } from '../support/server.js';
import { openSession } from '../support/sessions.js';

/** A session of a new role without any rights. */
async function asOrdinaryRole(options = '') {
  const administrator = await openSession();
  const name = `ordinary_${randomBytes(4).toString('hex')}`;
  await administrator.script(`create role ${name} login ${options}`);
  onTestFinished(async () => {
    const again = await openSession();
    await again.script(`drop role ${name}`);
  });
  const url = new URL(serverUrl());
  url.username = name;
  return openSession({ kind: 'url', url: url.href });
}

test('an ordinary role counts the connections of others too', async () => {
  const others = await Promise.all(Array.from({ length: 7 }, () => openSession()));
  const ordinary = await readCapacity(await asOrdinaryRole());
  expect(ordinary.used).toBeGreaterThan(others.length);
  expect(ordinary.free).toBeLessThanOrEqual(ordinary.allowed - ordinary.used);
});

test('superusers may use the reserved connections, others not', async () => {
  const superuser = await readCapacity(await openSession());
  const ordinary = await readCapacity(await asOrdinaryRole());
  expect(superuser.allowed).toBe(210);
  expect(ordinary.allowed).toBe(210 - 3);
});

test("a role's own limit binds it", async () => {
  const session = await asOrdinaryRole('connection limit 5');
  expect((await readCapacity(session)).free).toBe(4);
  const need = (connections: number) => ({
    connections,
    remedy: (free: number) => `Use only ${free}.`,
  });
  await expect(requireCapacity(session, need(4))).resolves.toBeUndefined();
  const refusal = requireCapacity(session, need(5));
  await expect(refusal).rejects.toBeInstanceOf(EnvironmentError);
  await expect(refusal).rejects.toMatchObject({ hint: 'Use only 4.' });
});
