/** When race-lab cannot set deadlock_timeout, a replay may be unable to follow a schedule to its end. */
import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { Session } from '../../../src/database/session.js';
import { UsageError } from '../../../src/errors.js';
import { replay } from '../../../src/index.js';
import { testServer } from '../../support/sessions.js';
import { serverUrl } from '../../support/server.js';

const role = `hasty_${randomBytes(4).toString('hex')}`;
let administrator: Session;
let url: string;

beforeAll(async () => {
  administrator = await Session.open(testServer(), null);
  await administrator.script(
    `create role ${role} login; grant create on database postgres to ${role};
     alter role ${role} set deadlock_timeout = '4s'`,
  );
  const address = new URL(serverUrl());
  address.username = role;
  url = address.href;
});

afterAll(async () => {
  await administrator.script(`drop owned by ${role}; drop role ${role}`);
  await administrator.close();
});

/**
 * A waits for B, and B completes the deadlock. When race-lab sets deadlock_timeout, B is the victim. Otherwise A
 * is, because it has waited longer, unless B is so slow that A has checked for a deadlock before there is one.
 */
const B_IS_ENDED = { strategy: 'for-share', schedule: 'AABBABABBBB', expect: 'held' } as const;

test('a deadlock that ends in another way than in the schedule is reported, and inconclusive', async () => {
  const { drawn, expectations } = await replay({ ...B_IS_ENDED, url });
  expect(drawn).toMatchObject({ verdict: 'inconclusive' });
  expect(drawn.reason).toMatch(
    /^From step \d+ on, the schedule could not be followed: the server ended a deadlock sooner, or with another worker as its victim\. This role may not set deadlock_timeout \(4000 ms\)\.$/,
  );
  expect(expectations).toMatchObject([{ met: null }]);
});

test('the same schedule is followed where the role may set it', async () => {
  const { drawn } = await replay({ ...B_IS_ENDED, url: serverUrl() });
  expect(drawn).toMatchObject({ verdict: 'held' });
  expect(drawn.schedule).toHaveLength(B_IS_ENDED.schedule.length);
});

test.each([
  ['too short', 'AA', /ends after 2 steps/],
  ['too long', 'AAAABBBBA', /too long: all workers were done after step 7/],
  ['for a worker that is done', 'AAAAABBBB', /step 5 releases A, but A is done/],
])(
  'without a deadlock, a schedule that is %s is still wrong',
  async (_title, schedule, problem) => {
    const wrong = replay({ strategy: 'for-share', schedule, url });
    await expect(wrong).rejects.toThrow(UsageError);
    await expect(wrong).rejects.toThrow(problem);
  },
);
