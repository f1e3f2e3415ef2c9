import { expect, test } from 'vitest';
import { reporters } from '../../../../src/report/index.js';
import { broken, fullReport, held, planOf, reportOf, roundOf } from './fixtures.js';

const print = (report: ReturnType<typeof fullReport>) =>
  reporters.json(report, { width: 80, color: true });

test('every key of the contract', () => {
  const report: unknown = JSON.parse(print(reportOf([broken('naive')])));
  expect(report).toMatchInlineSnapshot(`
    {
      "expectations": [],
      "interruption": null,
      "kept": false,
      "plan": {
        "accounts": 1,
        "amount": {
          "max": 10,
          "min": 10,
        },
        "backoff": {
          "baseMs": 1,
          "capMs": 100,
          "kind": "exponential",
        },
        "balance": 5000,
        "command": "run",
        "connections": null,
        "durationMs": null,
        "expectations": [],
        "keep": false,
        "operations": 20,
        "processes": 1,
        "retries": 100,
        "rounds": 1,
        "scenario": "withdraw",
        "seed": 42,
        "strategies": [
          "naive",
        ],
        "thinkMs": 0,
        "timeLimitMs": 10000,
        "timeoutMs": 80000,
        "workers": 50,
      },
      "results": [
        {
          "conflicts": {},
          "cutShort": false,
          "drift": 9790,
          "durationMs": 117.83,
          "estimated": false,
          "expectedBalance": -5000,
          "failure": null,
          "failures": {},
          "finalBalance": 4790,
          "initialBalance": 5000,
          "latencyMs": {
            "max": 14.9,
            "p50": 4.821,
            "p90": 8.1,
            "p99": 12.3,
          },
          "lostUpdates": 979,
          "lowestStoredBalance": 4790,
          "lowestTrueBalance": -5000,
          "operations": {
            "attempted": 1000,
            "committed": 1000,
            "failed": 0,
            "indeterminate": 0,
            "overlapping": 1000,
            "refused": 0,
          },
          "processes": 1,
          "reason": "979 committed updates are missing from the final balance.",
          "retriedOperations": 0,
          "retries": 0,
          "rounds": [],
          "scenario": "withdraw",
          "strategy": "naive",
          "throughput": 8486.8,
          "verdict": "broken",
          "violations": 500,
          "witness": {
            "account": 1,
            "kind": "lost update",
            "operations": [
              {
                "sequence": 1,
                "worker": 7,
              },
              {
                "sequence": 1,
                "worker": 3,
              },
            ],
            "round": 1,
            "sentences": [
              "Worker 7 read balance 5,000 (version 0) for its operation 1, and so did worker 3 for its operation 1.",
              "Worker 3 wrote 4,990 as version 1.",
              "Worker 7 then wrote 4,990 as version 2, which builds on version 0: the update of worker 3 is lost.",
            ],
          },
          "workers": 50,
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

test('keeps every field of every result', () => {
  const report = fullReport();
  expect(JSON.parse(print(report))).toMatchObject({ results: report.results });
});

test('keeps the rounds', () => {
  const round = roundOf(held('atomic'));
  const rounds = [round, { ...round, round: 2 }];
  const report: unknown = JSON.parse(print(reportOf([held('atomic', { rounds })])));
  expect(report).toMatchObject({ results: [{ rounds }] });
});

test('a run by time has no operations', () => {
  const plan = planOf(['atomic'], { extent: { kind: 'duration', ms: 1_500 } });
  const report: unknown = JSON.parse(print({ ...reportOf([held('atomic')]), plan }));
  expect(report).toMatchObject({ plan: { operations: null, durationMs: 1_500 } });
});

test('never contains the address of the server', () => {
  const plan = planOf(['naive'], { url: 'postgres://lab:secret@db.example/lab' });
  const text = print({ ...reportOf([broken('naive')]), plan });
  expect(text).not.toMatch(/secret|db\.example/);
});

test('indents by two blanks, ends in one newline, and has no escape codes', () => {
  const text = print(fullReport());
  expect(text).toMatch(/^\{\n {2}"schemaVersion": 1,\n/);
  expect(text).toMatch(/[^\n]\n$/);
  expect(text).not.toContain('\u001B');
});
