import { describe, expect, test } from 'vitest';

import { Habits } from '../../../src/gate/wire/habits.js';
import { elsewhere } from '../../../src/gate/wire/pace.js';

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

describe('code in other processes', () => {
  test('is given less time where it waits for other steps of its own that are held', () => {
    const habits = new Habits(elsewhere(null, 1_000));
    expect(habits.graceAt(place, true)).toBe(habits.graceAt(place, false));
    habits.wasQuiet(place);
    expect(habits.graceAt(place, true)).toBeLessThan(habits.graceAt(place, false) / 2);
    // Who names a time means it.
    const slow = new Habits(elsewhere(200, 1_000));
    slow.wasQuiet(place);
    expect(slow.graceAt(place, true)).toBe(200);
  });

  test('is waited for longer at a place after which more came before', () => {
    const habits = new Habits(elsewhere(null, 1_000));
    const unknown = habits.moreMsAt(place, false);
    habits.cameMore(place);
    expect(habits.moreMsAt(place, false)).toBeGreaterThan(5 * unknown);
    habits.cameAlone(place, 2);
    expect(habits.moreMsAt(place, false)).toBe(0);
    // What came late may be of a job.
    habits.cameLate(place);
    expect(habits.moreMsAt(place, false)).toBe(unknown);
  });

  test('is waited for at a place where it is not known whether more comes', () => {
    const habits = new Habits(elsewhere(null, 1_000));
    const unknown = habits.moreMsAt(place, false);
    expect(unknown).toBeGreaterThan(0);
    habits.cameAlone(place, 2);
    expect(habits.moreMsAt(place, false)).toBe(0);
    // Others that wait inside the application may go on now.
    expect(habits.moreMsAt(place, true)).toBeGreaterThan(0);
    habits.cameLate(place);
    expect(habits.moreMsAt(place, false)).toBe(unknown);
    expect(new Habits().moreMsAt(place, true)).toBe(0);
  });

  test('that is usually slow is given more time where it was quiet', () => {
    const habits = new Habits(elsewhere(null, 1_000));
    habits.wasQuiet(place);
    const quick = habits.graceAt(place);
    for (let move = 0; move < 100; move += 1) habits.cameAlone(place, 200);
    expect(habits.graceAt(place)).toBeGreaterThan(2 * quick);
    const fixed = new Habits(elsewhere(500, 1_000));
    fixed.wasQuiet(place);
    expect(fixed.graceAt(place)).toBe(500);
  });

  test('sends statements by itself that no worker sends', () => {
    const habits = new Habits(elsewhere(null, 1_000));
    habits.noteBackground('update job');
    habits.noteBackground('select stock');
    expect(habits.isBackground('update job')).toBe(true);
    habits.learn({ ...place, key: 'select stock' }, false);
    expect(habits.isBackground('select stock')).toBe(false);
    habits.forgetBackground();
    expect(habits.isBackground('update job')).toBe(false);
    const here = new Habits();
    here.noteBackground('update job');
    expect(here.isBackground('update job')).toBe(false);
  });

  test('is watched after each worker ran alone, before what comes then passes freely', () => {
    const habits = new Habits(elsewhere(null, 1_000));
    habits.beginWatch();
    habits.noteBackground('insert log');
    habits.noteBackground('begin');
    expect(habits.isBackground('begin')).toBe(false);
    expect(habits.lastAmbiguousAt).toBeNull();
    habits.learn({ ...place, key: 'begin' }, false);
    expect(habits.lastAmbiguousAt).not.toBeNull();
    habits.endWatch();
    expect(habits.isBackground('insert log')).toBe(true);
    expect(habits.isBackground('begin')).toBe(false);
  });
});
