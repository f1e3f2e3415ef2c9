import { describe, expect, test } from 'vitest';

import { Habits } from '../../../src/gate/wire/habits.js';
import { senderOf, type Arrival, type Suspect } from '../../../src/gate/wire/sender.js';

const suspect = (number: number, lastKey: string): Suspect => {
  const place = { worker: number, after: `${lastKey}_at` };
  return { number, isRunning: true, lastKey, place };
};
const A = suspect(1, 'read');
const B = suspect(2, '');
const C = suspect(3, '');
const ended = (worker: Suspect): Suspect => ({ ...worker, isRunning: false });

/** A statement on a connection outside a transaction, while no worker runs, and none waits. */
const NOTHING_KNOWN: Arrival<Suspect> = {
  key: 'write',
  writer: undefined,
  isByDriver: false,
  owner: undefined,
  opener: undefined,
  lastUser: undefined,
  running: undefined,
  quiet: [],
  silent: [],
  latest: undefined,
  isLatestAlone: false,
};

/** What workers send when they are alone: `1: read > write`; with `queued` before it, from a queue. */
function habitsOf(...lines: readonly string[]): Habits {
  const habits = new Habits();
  for (const line of lines) {
    const [, queued, worker = '', after = '', key = ''] =
      /^(queued )?(\d): (\w*) ?> (\w+)$/.exec(line) ?? [];
    habits.learn({ worker: Number(worker), after, key }, queued !== undefined);
  }
  return habits;
}

/** `A`, `A?` when it is uncertain, or `nobody`. */
function sender(known: Partial<Arrival<Suspect>>, ...habits: readonly string[]): string {
  const found = senderOf({ ...NOTHING_KNOWN, ...known }, habitsOf(...habits));
  if (found === null) return 'nobody';
  return `${'ABC'[found.worker.number - 1] ?? ''}${found.isUncertain ? '?' : ''}`;
}

describe('by the asynchronous context', () => {
  test('the writer sent it when its code runs, and no other waits', () => {
    expect(sender({ writer: A, running: A, lastUser: A })).toBe('A');
  });

  test('one that waited inside the application sent it, although the code of another runs', () => {
    expect(sender({ writer: B, running: A, quiet: [B], lastUser: A })).toBe('B');
  });

  test('one that moves by itself sent it', () => {
    expect(sender({ writer: B, quiet: [A, B], latest: A, lastUser: B })).toBe('B');
  });

  test('it may be the statement of one that waits for a connection of the writer', () => {
    const known = { writer: A, running: A, quiet: [B], lastUser: A };
    expect(sender(known)).toBe('A?');
    // Alone, the writer sends the same.
    expect(sender(known, '1: read > write')).toBe('A');
    // Another one used the connection: the writer has not given it back.
    expect(sender({ ...known, lastUser: C })).toBe('A');
  });

  test('a worker that has ended sends what it sends when it is alone', () => {
    const gone = ended(A);
    expect(sender({ writer: gone, running: B }, '1: read > write')).toBe('A');
    // Else its code let a queue go on.
    expect(sender({ writer: gone, running: B })).toBe('B?');
    expect(sender({ writer: gone, running: gone, quiet: [B] }, '2: > write')).toBe('B?');
  });

  test('the owner of the transaction sent it, also after its end', () => {
    expect(sender({ writer: A, owner: A, running: A, quiet: [B], lastUser: A })).toBe('A');
    expect(sender({ writer: ended(A), running: B })).toBe('B?');
    const gone = ended(A);
    expect(sender({ writer: gone, owner: gone, running: B })).toBe('A');
  });

  test('one that writes into the transaction of another is uncertain, unless the other has ended', () => {
    expect(sender({ writer: B, owner: A, running: B })).toBe('B?');
    expect(sender({ writer: B, owner: ended(A), running: B })).toBe('B');
  });
});

describe('without a context', () => {
  test('the only one that can have sent it has sent it', () => {
    expect(sender({ running: A, latest: A })).toBe('A');
    expect(sender({ quiet: [B], latest: A })).toBe('B');
    expect(sender({})).toBe('nobody');
  });

  test('the owner of the transaction sent it', () => {
    expect(sender({ owner: A, running: B, quiet: [C] })).toBe('A');
    expect(sender({ owner: ended(A), running: B })).toBe('B');
  });

  test('of several, it is the one that sends such a thing', () => {
    const known = { running: A, quiet: [B], latest: A };
    expect(sender(known)).toBe('A?');
    expect(sender(known, '1: read > write')).toBe('A');
    expect(sender(known, '2: > write')).toBe('B');
    expect(sender(known, '1: read > write', '2: > write')).toBe('A?');
  });

  test('one that was silent while other steps of it are held may have sent it, too', () => {
    const known = { running: B, silent: [A], latest: B };
    expect(sender(known)).toBe('B?');
    expect(sender(known, '2: > write')).toBe('B');
    // At other places the silent one sends such a thing, and here it never did.
    expect(sender(known, '2: > write', '1: read > write')).toBe('B');
    expect(sender(known, '2: > write', '1: read_at > write')).toBe('B?');
    expect(sender(known, '1: read_at > write')).toBe('A');
  });

  test('a worker that has other steps is only a guess', () => {
    expect(sender({ latest: A })).toBe('A?');
    // Unless no other one runs.
    expect(sender({ latest: A, isLatestAlone: true })).toBe('A');
    expect(sender({ latest: ended(A), isLatestAlone: true })).toBe('A?');
  });
});

describe('by a driver that reads an answer', () => {
  const driver = { isByDriver: true } as const;

  test('the first statement of a connection is that of its opener', () => {
    expect(sender({ ...driver, opener: B, running: A, quiet: [C] })).toBe('B');
  });

  test('it hands the connection to the one that waits', () => {
    expect(sender({ ...driver, running: A, quiet: [B], lastUser: A })).toBe('B');
    expect(sender({ ...driver, running: A, lastUser: A })).toBe('A');
  });

  test('it goes on with a queue that the worker has when it is alone, too', () => {
    const known = { ...driver, running: A, quiet: [B], lastUser: A };
    expect(sender(known, 'queued 1: read > write')).toBe('A');
    expect(sender(known, '1: read > write')).toBe('B');
  });

  test('of several that wait it is the first, which is uncertain', () => {
    expect(sender({ ...driver, running: A, quiet: [C, B], lastUser: A })).toBe('C?');
  });

  test('in a transaction, only a client that is shared does so', () => {
    expect(sender({ ...driver, owner: A, running: A, quiet: [B] })).toBe('B?');
    expect(sender({ ...driver, owner: A, running: A, quiet: [B] }, 'queued 1: read > write')).toBe(
      'A',
    );
    expect(sender({ ...driver, owner: A, running: A })).toBe('A');
  });
});
