import { expect, test } from 'vitest';
import { exploreReporters } from '../../../../src/report/index.js';
import { bounded, broken, exploreReportOf, held } from './fixtures.js';
import { lostUpdate } from '../../drawing/schedules.js';

const style = { width: 80, color: true };
const url = 'postgres://me:secret@host/db';

const explore = (...report: Parameters<typeof exploreReportOf>): unknown =>
  JSON.parse(exploreReporters.json(exploreReportOf(...report), style));

test('every key of the contract', () => {
  expect(explore([held('for-update')])).toMatchInlineSnapshot(`
    {
      "deadlockTimeoutMs": null,
      "expectations": [],
      "interruption": null,
      "plan": {
        "accounts": 1,
        "amount": {
          "max": 10,
          "min": 10,
        },
        "balance": 10,
        "command": "explore",
        "expectations": [],
        "lanes": 2,
        "maxSchedules": 20000,
        "maxSwitches": null,
        "operations": 1,
        "retries": 2,
        "retriesWithoutProgress": 0,
        "scenario": "withdraw",
        "seed": 1,
        "strategies": [
          "for-update",
        ],
        "timeLimitMs": null,
        "workers": 2,
      },
      "results": [
        {
          "anomalies": {
            "lost update": 0,
            "overdraft": 0,
            "write skew": 0,
          },
          "broken": 0,
          "causes": {},
          "committed": 20,
          "complete": true,
          "coverage": {
            "kind": "complete",
          },
          "durationMs": 112.4,
          "ends": [
            {
              "accounts": [
                {
                  "balance": 0,
                  "id": 1,
                },
              ],
              "broken": 0,
              "examples": [
                "AAABBB",
              ],
              "operations": [
                {
                  "outcome": "committed",
                  "sequence": 1,
                  "worker": "A",
                },
                {
                  "outcome": "refused",
                  "sequence": 1,
                  "worker": "B",
                },
              ],
              "schedules": 10,
              "text": "A committed and B was refused; balance 0",
            },
            {
              "accounts": [
                {
                  "balance": 0,
                  "id": 1,
                },
              ],
              "broken": 0,
              "examples": [
                "BBBAAA",
              ],
              "operations": [
                {
                  "outcome": "refused",
                  "sequence": 1,
                  "worker": "A",
                },
                {
                  "outcome": "committed",
                  "sequence": 1,
                  "worker": "B",
                },
              ],
              "schedules": 10,
              "text": "A was refused and B committed; balance 0",
            },
          ],
          "estimated": false,
          "failure": null,
          "held": 20,
          "operations": 1,
          "outcomes": 2,
          "reason": "All 20 schedules held: every order in which the statements of 2 workers with 1 operation each can be released.",
          "retries": 2,
          "scenario": "withdraw",
          "schedules": 20,
          "statements": 140,
          "strategy": "for-update",
          "unclear": 0,
          "unsteady": 0,
          "verdict": "held",
          "witness": null,
          "workers": 2,
        },
      ],
      "schemaVersion": 1,
      "server": {
        "fsync": "on",
        "kind": "embedded",
        "schema": "race_lab_k3x9",
        "synchronousCommit": "on",
        "version": "18.4",
      },
    }
  `);
});

test('a witness has the fields of a race witness, and the whole schedule', () => {
  const { steps } = lostUpdate;
  expect(explore([broken('naive')])).toMatchObject({
    results: [
      {
        verdict: 'broken',
        complete: true,
        witness: {
          kind: 'lost update',
          account: 1,
          sentences: lostUpdate.witness?.sentences,
          operations: [
            { worker: 'B', sequence: 1 },
            { worker: 'A', sequence: 1 },
          ],
          schedule: 'ABAB',
          switches: 3,
          fault: { step: 4, worker: 'B', phrase: 'overwrites version 1' },
          initial: [{ id: 1, balance: 10, version: 0 }],
          final: [{ id: 1, balance: 0, version: 2 }],
          steps: steps.map(({ number }) => ({ number })),
          history: [
            { worker: 'A', sequence: 1 },
            { worker: 'B', sequence: 1 },
          ],
        },
      },
    ],
  });
});

test('a bounded exploration is not complete, and says how far it went', () => {
  expect(explore([bounded('optimistic')])).toMatchObject({
    results: [
      {
        verdict: 'inconclusive',
        complete: false,
        coverage: { kind: 'schedules', estimated: 2_712_345, completeToSwitches: 4 },
        causes: { '40001': 11_870 },
        witness: null,
      },
    ],
  });
  const coverage = { kind: 'switches', maxSwitches: 3 } as const;
  expect(explore([held('atomic', { coverage })])).toMatchObject({
    results: [{ verdict: 'held', complete: false, coverage }],
  });
});

test('an end that was not kept is only counted', () => {
  const end = { schedules: 1, broken: 0, examples: [[1, 2]], accounts: null, operations: null };
  expect(explore([held('atomic', { ends: [end] })])).toMatchObject({
    results: [
      {
        ends: [
          {
            schedules: 1,
            broken: 0,
            text: 'not kept, because there are too many different ends',
            examples: ['AB'],
            accounts: null,
            operations: null,
          },
        ],
      },
    ],
  });
});

test('rules, an interruption and the timeout are included; the URL never is', () => {
  const expectations = [{ rule: 'held', check: { kind: 'held' } }] as const;
  const results = [held('atomic')];
  const changed = { interruption: 'Stopped by Ctrl-C.', deadlockTimeoutMs: 1_000 };
  const report = explore(results, changed, { url, expectations });
  expect(report).toMatchObject({
    plan: { expectations: ['held'] },
    interruption: 'Stopped by Ctrl-C.',
    deadlockTimeoutMs: 1_000,
  });
  expect(JSON.stringify(report)).not.toMatch(/secret|url/);
});
