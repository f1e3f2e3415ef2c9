/** A report sees the accounts at rest. */
import { expect, test } from 'vitest';

import { Rest } from '../../src/serve/bank/rest.js';

/** Work, or a look, that ends when the test says so, and the order in which things happen. */
function observed() {
  const rest = new Rest();
  const events: string[] = [];
  const begin = (name: string) => {
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const run = async () => {
      events.push(`${name} begins`);
      await ended;
      events.push(`${name} ends`);
    };
    return { end, run };
  };
  return { rest, events, begin };
}

test('a look waits for the work under way, and work for the look', async () => {
  const { rest, events, begin } = observed();
  const [first, look, second] = [begin('first'), begin('look'), begin('second')];
  const working = rest.duringWork(first.run);
  const looking = rest.whenQuiet(look.run);
  const later = rest.duringWork(second.run);
  look.end();
  second.end();
  first.end();
  await Promise.all([working, looking, later]);
  expect(events).toEqual([
    'first begins',
    'first ends',
    'look begins',
    'look ends',
    'second begins',
    'second ends',
  ]);
});

test('work at the same time does not wait, and looks take turns', async () => {
  const { rest, events, begin } = observed();
  const work = [begin('first'), begin('second')];
  const working = work.map(({ run }) => rest.duringWork(run));
  expect(events).toEqual(['first begins', 'second begins']);
  for (const { end } of work) end();
  await Promise.all(working);
  events.length = 0;

  const looks = [begin('one'), begin('other')];
  const looking = looks.map(({ run }) => rest.whenQuiet(run));
  for (const { end } of looks.toReversed()) end();
  await Promise.all(looking);
  expect(events).toEqual(['one begins', 'one ends', 'other begins', 'other ends']);
});

test('what throws holds up nothing after it', async () => {
  const { rest } = observed();
  const failing = () => Promise.reject(new Error('no luck'));
  await expect(rest.duringWork(failing)).rejects.toThrow('no luck');
  await expect(rest.whenQuiet(failing)).rejects.toThrow('no luck');
  expect(await rest.duringWork(async () => 'work')).toBe('work');
  expect(await rest.whenQuiet(async () => 'look')).toBe('look');
});
