import { expect, test } from 'vitest';
import { replayReporters } from '../../../../src/report/index.js';
import { replayReportOf } from '../exploration/fixtures.js';
import { account, drawn, line, returns } from '../../drawing/notation.js';
import { deadlock, lostUpdate, queued } from '../../drawing/schedules.js';

const style = { width: 80, color: true };
const url = 'postgres://me:secret@host/db';

const replay = (...report: Parameters<typeof replayReportOf>): unknown =>
  JSON.parse(replayReporters.json(replayReportOf(...report), style));

test('every key of the contract', () => {
  const schedule = { ...lostUpdate, steps: lostUpdate.steps.slice(3) };
  expect(replay('naive', schedule)).toMatchInlineSnapshot(`
    {
      "deadlockTimeoutMs": null,
      "expectations": [],
      "plan": {
        "accounts": 1,
        "amount": {
          "max": 10,
          "min": 10,
        },
        "balance": 10,
        "command": "replay",
        "expectations": [],
        "operations": 1,
        "retries": 2,
        "retriesWithoutProgress": 0,
        "scenario": "withdraw",
        "schedule": "ABAB",
        "seed": 1,
        "strategy": "naive",
        "workers": 2,
      },
      "replay": {
        "fault": {
          "phrase": "overwrites version 1",
          "step": 4,
          "worker": "B",
        },
        "final": [
          {
            "balance": 0,
            "id": 1,
            "version": 2,
          },
        ],
        "history": [
          {
            "activeFrom": 1,
            "activeUntil": 4,
            "changes": [
              {
                "account": 1,
                "by": -10,
              },
            ],
            "endedAt": 4,
            "kind": "withdraw",
            "outcome": {
              "kind": "committed",
              "reads": [
                {
                  "balance": 10,
                  "id": 1,
                  "version": 0,
                },
              ],
              "writes": [],
            },
            "retries": [],
            "sequence": 1,
            "startedAt": 1,
            "worker": "A",
          },
          {
            "activeFrom": 1,
            "activeUntil": 4,
            "changes": [
              {
                "account": 1,
                "by": -10,
              },
            ],
            "endedAt": 4,
            "kind": "withdraw",
            "outcome": {
              "kind": "committed",
              "reads": [
                {
                  "balance": 10,
                  "id": 1,
                  "version": 0,
                },
              ],
              "writes": [],
            },
            "retries": [],
            "sequence": 1,
            "startedAt": 1,
            "worker": "B",
          },
        ],
        "initial": [
          {
            "balance": 10,
            "id": 1,
            "version": 0,
          },
        ],
        "markedStep": 4,
        "reason": "1 committed update is missing from the final balance.",
        "schedule": "ABAB",
        "steps": [
          {
            "accounts": [
              {
                "balance": 0,
                "id": 1,
                "version": 2,
              },
            ],
            "attempt": 1,
            "events": [
              {
                "kind": "reply",
                "reply": {
                  "command": "UPDATE",
                  "count": 1,
                  "kind": "returned",
                  "rows": [
                    {
                      "id": 1,
                      "version": 2,
                    },
                  ],
                },
                "waited": false,
                "worker": "B",
              },
              {
                "attempt": 1,
                "cause": null,
                "end": "committed",
                "kind": "attempt ended",
                "operation": 1,
                "worker": "B",
              },
            ],
            "lock": null,
            "number": 4,
            "operation": 1,
            "statement": {
              "parameters": [
                0,
                1,
              ],
              "sql": "update "account" set "balance" = $1 where "id" = $2 returning "id", "version"",
            },
            "worker": "B",
          },
        ],
        "switches": 3,
        "verdict": "broken",
        "witness": {
          "account": 1,
          "kind": "lost update",
          "operations": [
            {
              "sequence": 1,
              "worker": "B",
            },
            {
              "sequence": 1,
              "worker": "A",
            },
          ],
          "sentences": [
            "B read version 0 (balance 10) and wrote version 2: version 1 by A is lost.",
            "B's operation 1 withdrew 10 and stored 0 instead of -10: the balance was already 0.",
          ],
        },
        "workers": 2,
      },
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

test('waits, locks and cycles name workers by letter', () => {
  expect(replay('for-share', deadlock)).toMatchObject({
    replay: {
      verdict: 'held',
      witness: null,
      fault: null,
      steps: { 5: { events: [{ worker: 'B', for: ['A'] }, { reply: { cycle: ['B', 'A'] } }] } },
    },
  });
  expect(replay('mutex', queued)).toMatchObject({
    replay: {
      steps: {
        0: {
          statement: null,
          lock: 'account 1',
          events: [{ kind: 'holds', worker: 'A', lock: 'account 1', waited: false }],
        },
        1: { events: [{ kind: 'waits', worker: 'B', for: ['A'], lock: 'account 1' }] },
        3: { lock: null, events: [{}, { kind: 'attempt ended', worker: 'A' }, { worker: 'B' }] },
      },
    },
  });
});

test('values that JSON cannot represent are strings', () => {
  const at = new Date('2026-01-31T12:00:00.120Z');
  const schedule = drawn(
    [account(0, 10)],
    [line('A', ['select $1', 1n], [returns('A', [{ at, big: 2n }])])],
  );
  expect(replay('mine', schedule)).toMatchObject({
    replay: {
      steps: [
        {
          statement: { parameters: ['1'] },
          events: [{ reply: { rows: [{ at: '2026-01-31T12:00:00.120Z', big: '2' }] } }],
        },
      ],
    },
  });
});

test('never contains the URL', () => {
  expect(JSON.stringify(replay('naive', lostUpdate, {}, { url }))).not.toMatch(/secret|url/);
});
