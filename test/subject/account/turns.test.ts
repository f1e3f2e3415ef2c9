import { expect, test } from 'vitest';

import { drawInTurns } from '../../../src/subject/account/turns.js';
import type { Draw } from '../../../src/model.js';
import { createExplorePlan } from '../../../src/plan/explore.js';
import { drawFor } from '../../../src/random.js';
import { scenarios } from '../../../src/scenarios/index.js';
import { strategies } from '../../../src/strategies/index.js';

const context = { strategies, scenarios, environmentUrl: undefined };
const plan = (accounts: string, seed = '1') =>
  createExplorePlan({ scenario: 'transfer', accounts, seed, amount: '1..9' }, context);

const first = (accounts: string, worker: number, draw: (from: Draw) => unknown) => {
  const own = drawInTurns(plan(accounts), worker);
  return Array.from({ length: 3 }, () => String(draw(own)));
};

test('two workers move money in opposite directions, and then swap directions', () => {
  expect(first('2', 1, (draw) => draw.pair())).toEqual(['1,2', '2,1', '1,2']);
  expect(first('2', 2, (draw) => draw.pair())).toEqual(['2,1', '1,2', '2,1']);
});

test('three workers move money in a ring', () => {
  expect(first('3', 1, (draw) => draw.pair())).toEqual(['1,2', '2,3', '3,1']);
  expect(first('3', 2, (draw) => draw.pair())).toEqual(['2,3', '3,1', '1,2']);
  expect(first('3', 3, (draw) => draw.pair())).toEqual(['3,1', '1,2', '2,3']);
});

test('two workers start with the two accounts of one owner', () => {
  expect(first('2', 1, (draw) => draw.partners())).toEqual(['1,2', '2,1', '1,2']);
  expect(first('2', 2, (draw) => draw.partners())).toEqual(['2,1', '1,2', '2,1']);
  expect(first('4', 3, (draw) => draw.partners())).toEqual(['3,4', '4,3', '1,2']);
});

test('everything else depends on the seed, as in a race', () => {
  const chosen = (draw: Draw) =>
    Array.from({ length: 20 }, () => [draw.account(), draw.amount(), draw.coin()]);
  expect(chosen(drawInTurns(plan('5'), 2))).toEqual(chosen(drawFor(plan('5'), 1, 2)));
  expect(chosen(drawInTurns(plan('5'), 2))).not.toEqual(chosen(drawInTurns(plan('5', '2'), 2)));
});
