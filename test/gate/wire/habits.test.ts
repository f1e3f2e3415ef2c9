import { expect, test } from 'vitest';

import { Habits } from '../../../src/gate/wire/habits.js';

const place = { worker: 1, after: 'read' };

test('the grace of a place grows where code moves by itself, and never shrinks again', () => {
  const habits = new Habits();
  const unknown = habits.graceAt(place);
  habits.wasQuiet(place);
  expect(habits.graceAt(place)).toBeLessThan(unknown);
  habits.moved(place, 10);
  expect(habits.graceAt(place)).toBe(unknown);
  habits.moved(place, Number.POSITIVE_INFINITY);
  const most = habits.graceAt(place);
  expect(most).toBeGreaterThan(unknown);
  habits.moved(place, 10);
  habits.wasQuiet(place);
  expect(habits.graceAt(place)).toBe(most);
  expect(habits.graceAt({ worker: 2, after: 'read' })).toBe(unknown);
});

test('what a worker sends when it is alone is remembered by worker, place and statement', () => {
  const habits = new Habits();
  habits.learn({ ...place, key: 'write' }, false);
  expect(habits.has({ ...place, key: 'write' })).toBe(true);
  expect(habits.hasQueued({ ...place, key: 'write' })).toBe(false);
  expect(habits.has({ ...place, key: 'read' })).toBe(false);
  expect(habits.has({ ...place, worker: 2, key: 'write' })).toBe(false);
  expect(habits.has({ worker: 1, after: 'write', key: 'write' })).toBe(false);
  habits.learn({ ...place, key: 'write' }, true);
  expect(habits.hasQueued({ ...place, key: 'write' })).toBe(true);
});

test('settings of workers are remembered by name', () => {
  const habits = new Habits();
  expect(habits.hasSettings(['app.tenant'])).toBe(false);
  habits.learnSettings(['app.tenant', 'role']);
  expect(habits.hasSettings(['search_path', 'app.tenant'])).toBe(true);
  expect(habits.hasSettings(['search_path'])).toBe(false);
  expect(habits.hasSettings([])).toBe(false);
});

test('statements that are always new do not fill the memory', () => {
  const habits = new Habits();
  for (let number = 0; number < 20_000; number += 1) {
    habits.learn({ ...place, key: `select ${number}` }, false);
  }
  expect(habits.has({ ...place, key: 'select 1' })).toBe(true);
  expect(habits.has({ ...place, key: 'select 19999' })).toBe(false);
});
