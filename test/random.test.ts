import { describe, expect, test } from 'vitest';

import type { Draw } from '../src/model.js';
import { drawFor, randomStream } from '../src/random.js';

const numbers = (...seeds: number[]) => {
  const stream = randomStream(...seeds);
  return Array.from({ length: 20 }, () => stream.integer(0, 1_000_000));
};

test('the same seeds give the same stream', () => {
  expect(numbers(7, 1, 3)).toEqual(numbers(7, 1, 3));
});

test('a different seed, round, worker or order gives a different stream', () => {
  const streams = [
    [7, 1, 3],
    [8, 1, 3],
    [7, 2, 3],
    [7, 1, 4],
    [1, 7, 3],
    [7, 1],
  ];
  const distinct = new Set(streams.map((seeds) => numbers(...seeds).join()));
  expect(distinct.size).toBe(streams.length);
});

test('draws stay within the ranges of accounts and amounts, and reach both ends', () => {
  const draw = drawFor({ seed: 1, accounts: 3, amount: { min: 5, max: 8 } }, 1, 1);
  const accounts = new Set(Array.from({ length: 200 }, () => draw.account()));
  const amounts = new Set(Array.from({ length: 200 }, () => draw.amount()));
  const coins = new Set(Array.from({ length: 200 }, () => draw.coin()));
  expect(accounts).toEqual(new Set([1, 2, 3]));
  expect(amounts).toEqual(new Set([5, 6, 7, 8]));
  expect(coins.size).toBe(2);
});

describe('draws of several accounts', () => {
  const draws = (accounts: number, draw: (from: Draw) => unknown) => {
    const stream = drawFor({ seed: 1, accounts, amount: { min: 1, max: 1 } }, 1, 1);
    return new Set(Array.from({ length: 300 }, () => String(draw(stream))));
  };

  test('a pair is any two different accounts, in any order', () => {
    expect(draws(2, (draw) => draw.pair())).toEqual(new Set(['1,2', '2,1']));
    expect(draws(3, (draw) => draw.pair())).toEqual(
      new Set(['1,2', '1,3', '2,1', '2,3', '3,1', '3,2']),
    );
  });

  test('partners are the two accounts of one owner, in any order', () => {
    expect(draws(4, (draw) => draw.partners())).toEqual(new Set(['1,2', '2,1', '3,4', '4,3']));
  });
});
