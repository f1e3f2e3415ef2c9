import { beforeAll, describe, expect, test } from 'vitest';

import { strategies } from '../../src/strategies/index.js';
import { raceLab, type CommandResult } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { call, REFUSED_URL } from './harness.js';

const url = ['--url', serverUrl()];

/** What each strategy's text must contain, apart from differences in white space. */
const FRAGMENTS: Readonly<Record<string, readonly string[]>> = {
  naive: ['order by "id" -- $1 = 1 update "account" set "balance" = $1', '-- $1 = 90, $2 = 1'],
  'check-then-decrement': ['order by "id" -- $1', 'set "balance" = "balance" + $1', '$1 = -10'],
  mutex: ['as long as there is only one process', 'set "balance" = $1 where "id" = $2'],
  'read-committed': [' begin select "id"', '-- $1 = 90, $2 = 1 commit → committed'],
  'repeatable-read': ['begin isolation level repeatable read', '40001 (serialization failure)'],
  serializable: ['begin isolation level serializable', '40001 (serialization failure): retried'],
  'for-update': ['order by "id" for update -- $1', 'none expected'],
  'for-update-nowait': ['order by "id" for update nowait', '55P03 (lock not available): retried'],
  'for-update-unordered': ['40P01 (deadlock detected): retried', 'order by "id" for update --'],
  'for-share': ['order by "id" for share', '40P01 (deadlock detected): retried', 'wait for each'],
  'advisory-lock': [' begin select pg_advisory_xact_lock('],
  optimistic: ['set "balance" = $1', 'where "id" = $3 and "version" = $4'],
  'optimistic-timestamp': ['"updated_at" = $', '::timestamptz'],
  'optimistic-date': ['"updated_at" = $3', 'a Date: 20', 'almost no operation commits'],
  atomic: ['update "account" set "balance" = "balance" + $1 where "id" = $2 and "balance" >= $3'],
  'check-constraint': [
    'alter table account add constraint balance_not_negative check (balance >= 0);',
    '23514 (check violation): a refusal',
  ],
  'post-check': ['begin update "account" set "balance" = "balance" + $1', 'rollback → refused'],
};

/** The text of each strategy, with any white space as one space. */
const texts = new Map<string, string>();
let ended: CommandResult = { code: null, stdout: '', stderr: '' };

beforeAll(async () => {
  ended = await call(['explain', 'all', ...url]);
  for (const text of ended.stdout.split(/(?<=^Explore it: .*\n)/m)) {
    const words = text.replaceAll(/\s+/g, ' ').trim();
    texts.set(words.slice(0, words.indexOf(':')), words);
  }
});

test('explains every strategy, in order, within 80 columns', () => {
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect([...texts.keys()]).toStrictEqual(strategies.map(({ name }) => name));
  expect(Object.keys(FRAGMENTS)).toStrictEqual(strategies.map(({ name }) => name));
  // A long command is not wrapped, so that users can paste it.
  const lines = ended.stdout.split('\n').filter((line) => !line.startsWith('Replay it:'));
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});

describe.each(strategies.map(({ name, ...rest }) => [name, rest] as const))(
  '%s',
  (name, strategy) => {
    const { summary, description, claims, sqlstates } = strategy;
    const text = () => texts.get(name) ?? '';

    test('says what it is, what it prevents and what it does not', () => {
      expect(text()).toContain(`${name}: ${summary} ${description} Prevents `);
      const [, prevents = '', allows = ''] =
        /Prevents (.*) Does not prevent (.*) Deadlocks/.exec(text()) ?? [];
      expect(prevents.includes('lost updates')).toBe(claims.lostUpdates === 'prevented');
      expect(prevents.includes('write skew')).toBe(claims.writeSkew === 'prevented');
      expect(allows.includes('write skew')).toBe(claims.writeSkew === 'possible');
      expect(prevents.includes('overdrafts')).toBe(claims.overdrafts === 'prevented');
      expect(allows.includes('lost updates')).toBe(claims.lostUpdates === 'possible');
      expect(allows.includes('overdrafts')).toBe(claims.overdrafts === 'possible');
      expect(prevents === '' || allows === '').toBe(false);
    });

    test('says which SQLSTATEs to expect', () => {
      const [, codes = ''] = /SQLSTATEs (.*?) (?:Withdrawing|Its table)/.exec(text()) ?? [];
      expect(codes.match(/\b[0-9A-Z]{5}\b/g) ?? []).toStrictEqual(Object.keys(sqlstates));
    });

    test('shows the SQL that it sends', () => {
      for (const fragment of FRAGMENTS[name] ?? []) expect(text()).toContain(fragment);
      expect(text()).toContain('as sent to PostgreSQL 1');
    });

    test('shows an attempt with enough money, and one that is refused', () => {
      const ends = [...text().matchAll(/from a balance of (\d+),.*?→ ([\w-]+)/g)];
      const first = name === 'optimistic-date' ? 'conflict' : 'committed';
      expect(ends.map(([, balance, end]) => [balance, end])).toStrictEqual([
        ['100', first],
        ['5', 'refused'],
      ]);
    });
  },
);

test('shows the shortest schedule that breaks each strategy', () => {
  const replays = [...ended.stdout.matchAll(/^Replay it: +(race-lab replay .*)$/gm)];
  expect(replays.map(([, command]) => command)).toStrictEqual([
    'race-lab replay --strategy naive --schedule ABBA',
    'race-lab replay --strategy check-then-decrement --schedule ABBA',
    'race-lab replay --strategy read-committed --schedule AABBBBAA',
    'race-lab replay --strategy repeatable-read --schedule AAABBBBA --scenario joint',
    'race-lab replay --strategy optimistic --schedule AAABBBBA --scenario joint',
    'race-lab replay --strategy optimistic-timestamp --schedule AAABBBBA --scenario joint',
    'race-lab replay --strategy post-check --schedule AAABBBBA --scenario joint',
  ]);
  expect(texts.get('naive')).toContain('Broken in 4 of 6 schedules: every order of 2 workers');
  expect(texts.get('naive')).toContain('version 1 by B is lost');
  expect(texts.get('for-update')).not.toContain('schedule');
});

test('shows no transaction for strategies without one', () => {
  const without = strategies.filter(({ name }) => !/ begin\b/.test(texts.get(name) ?? ''));
  expect(without.map(({ name }) => name)).toStrictEqual([
    'naive',
    'check-then-decrement',
    'mutex',
    'atomic',
    'check-constraint',
  ]);
});

test('removes the constraint of a strategy before the next one', () => {
  expect(ended.stdout.split('check (balance >= 0);')).toHaveLength(2);
  // With the constraint still there, the update itself would fail.
  expect(texts.get('post-check')).toMatch(/balance of 5,.* update .* select .* rollback → refused/);
});

test('explains several strategies on an embedded server', async () => {
  const { code, stdout, stderr } = await raceLab(['explain', 'naive,atomic']);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  expect(stdout.match(/^Race it: .*$/gm)).toStrictEqual([
    'Race it:     race-lab run --strategy naive',
    'Race it:     race-lab run --strategy atomic',
  ]);
});

test('a server that refuses: exit 4, nothing on stdout', async () => {
  const { code, stdout, stderr } = await call(['explain', 'naive', '--url', REFUSED_URL]);
  expect({ code, stdout }).toStrictEqual({ code: 4, stdout: '' });
  expect(stderr).toMatch(/^race-lab: cannot connect to alice@127\.0\.0\.1:1.*\n {2}\S.*\n$/);
});
