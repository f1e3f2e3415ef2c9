import { describe, expect, test } from 'vitest';

import { judgeRounds } from '../../../src/judge/account/race.js';
import { judgeSchedule, scheduleVerdict } from '../../../src/judge/account/schedule.js';
import type { History } from '../../../src/model.js';
import { letterOf } from '../../../src/text/schedule.js';
import { examples, fc } from '../../support/fast-check.js';
import { plans, play } from '../row.js';

const LETTERS = 26;

const races = fc.record({
  list: plans.map((list) => list.slice(0, LETTERS)).filter((list) => list.length > 0),
  balance: fc.integer({ min: 0, max: 60 }),
});

/** Checks a property on many histories, some of which have a version without a writer. */
const always = (property: (history: History) => void) =>
  fc.assert(
    fc.property(races, fc.nat({ max: 9 }), ({ list, balance }, spoil) => {
      const { history } = play(list, balance);
      const operations = [...history.operations].filter((_, index) => spoil > 0 || index > 0);
      property({ ...history, operations });
    }),
    { numRuns: examples(100) },
  );

describe('a schedule is judged like a race', () => {
  test('and gets the same verdict with and without sentences', () => {
    always((history) => {
      expect(judgeSchedule(history)).toMatchObject(scheduleVerdict(history));
    });
  });

  test('with the same counts, and broken for the same reason', () => {
    always((history) => {
      const raced = judgeRounds([history]);
      const { verdict, lostUpdates, violations, reason } = judgeSchedule(history);
      expect({ lostUpdates, violations }).toEqual({
        lostUpdates: raced.lostUpdates ?? 0,
        violations: raced.violations ?? 0,
      });
      expect(verdict === 'inconclusive').toBe(raced.lostUpdates === null);
      expect(verdict === 'broken').toBe(raced.verdict === 'broken');
      expect(reason === raced.reason).toBe(verdict === 'broken' || verdict === 'inconclusive');
    });
  });

  test('with the same witness, which uses letters instead of numbers', () => {
    always((history) => {
      const raced = judgeRounds([history]).witness;
      const { witness } = judgeSchedule(history);
      expect(witness?.sentences.map(standardised)).toEqual(raced?.sentences.map(withLetters));
      expect({ ...witness, sentences: [] }).toEqual({ ...raced, sentences: [] });
    });
  });
});

describe('the write that breaks a schedule', () => {
  test('belongs to an operation of the witness', () => {
    always((history) => {
      const { witness, wrong } = judgeSchedule(history);
      if (wrong === null) return;
      const [write, ...more] = wrong.writes;
      expect(more).toEqual([]);
      const writer = [...history.operations].find(
        ({ outcome }) =>
          outcome.kind === 'committed' &&
          outcome.writes?.some(
            ({ account, version }) => account === write?.account && version === write.version,
          ),
      );
      expect(writer?.worker).toBe(write?.worker);
      expect(witness?.operations).toContainEqual({ worker: write?.worker, sequence: 1 });
      expect(witness?.account).toBe(write?.account);
    });
  });

  test('is known for every broken schedule, except for updates that were never written', () => {
    always((history) => {
      const { verdict, witness, wrong, reason } = judgeSchedule(history);
      const unwritten = witness?.sentences[0]?.includes('but wrote no version') ?? false;
      expect(witness !== null).toBe(verdict === 'broken');
      expect(wrong !== null).toBe(verdict === 'broken' && !unwritten);
      expect(`${reason} ${wrong?.phrase ?? ''}`).not.toMatch(/NaN|undefined|null/);
    });
  });
});

/** Rewrites a sentence of a race with one operation for each worker: letters replace numbers. */
const withLetters = (sentence: string) =>
  sentence
    .replaceAll(/[Ww]orker (\d+)'s operation 1/g, (_, worker) => letterOf(Number(worker)))
    .replaceAll(/[Ww]orkers? ((?:\d+(?:, | and )?)+)/g, (_, workers: string) =>
      workers.replaceAll(/\d+/g, (worker) => letterOf(Number(worker))),
    )
    .replaceAll(/by \d+ workers/g, 'by several');

/** Makes long lists comparable: a schedule lists letters where a race gives a count. */
const standardised = (sentence: string) =>
  sentence.replaceAll(
    /([Vv]ersions \d+ to \d+) by (?:\d+ workers|[A-Z](?:, [A-Z])* and [A-Z])/g,
    '$1 by several',
  );
