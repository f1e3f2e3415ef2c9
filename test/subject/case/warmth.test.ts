import { expect, test } from 'vitest';

import { Warmth } from '../../../src/subject/case/warmth.js';

/** Connections of which warm-ups leave so many open, one after another. The first two are those of the beginning. */
async function begun(...after: readonly number[]) {
  const state = { open: 0, warmUps: 0 };
  const warmth = new Warmth(
    () => state.open,
    () => {
      state.open = after[state.warmUps] ?? state.open;
      state.warmUps += 1;
      return Promise.resolve();
    },
  );
  await warmth.begin();
  return { state, warmth };
}

test('there is no further warm-up while no connection is missing', async () => {
  const { state, warmth } = await begun(1, 2);
  await warmth.restore();
  state.open = 3;
  await warmth.restore();
  expect(state.warmUps).toBe(2);
});

test('missing connections are opened again, also when a warm-up loses one', async () => {
  // The second warm-up has lost one already.
  const { state, warmth } = await begun(2, 1, 1, 2);
  await warmth.restore();
  expect(state).toEqual({ open: 2, warmUps: 4 });
});

test('when warm-ups do not bring them back, there are no more', async () => {
  const { state, warmth } = await begun(2, 2);
  state.open = 0;
  await warmth.restore();
  await warmth.restore();
  expect(state).toEqual({ open: 0, warmUps: 5 });
});
