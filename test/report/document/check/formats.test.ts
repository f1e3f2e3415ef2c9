import { describe, expect, test } from 'vitest';

import type { CheckReport, ExperimentOutcome } from '../../../../src/model.js';
import { checkReporters } from '../../../../src/report/index.js';
import {
  checklistItem,
  documentAfterChecklist,
} from '../../../../src/report/document/check/document.js';
import { checkSuites } from '../../../../src/report/document/check/suites.js';
import { witness } from '../race/fixtures.js';
import { readJunit } from '../../../support/junit/read.js';
import {
  checkReportOf,
  explored,
  failed,
  fullReport,
  interrupted,
  ok,
  unjudged,
  unmet,
} from './fixtures.js';

import { checklistItemText, documentText } from '../../../../src/report/formats/text.js';

const style = { width: 80, color: false };

const lineOf = (experiment: ExperimentOutcome, names: readonly string[]): string =>
  checklistItemText(checklistItem(experiment), names, style);

const endOf = (report: CheckReport): string => documentText(documentAfterChecklist(report), style);

describe('the line of an experiment', () => {
  const names = [ok.name, unjudged.name];

  test.each([
    ['is ok', ok, ['ok          withdraw is safe   1.2 s']],
    ['is not met', unmet, ['NOT MET     nothing is lost', '  held NOT MET (naive: broken)']],
    ['is not judged', unjudged, ['not judged  alone             ', '(naive: inconclusive)']],
    ['could not be carried out', failed(), ['ERROR       somewhere else', '  no server']],
    ['ended early', interrupted, ['ERROR       cut off', '  The server went away.']],
  ])('that %s', (_, experiment, parts) => {
    const lines = lineOf(experiment, names);
    for (const part of parts) expect(lines).toContain(part);
    expect(lines).toMatch(/\n$/);
  });

  test('fits the page, and contains no control characters', () => {
    const bad = failed({ message: `\u001B[31mred\u0007 ${'word '.repeat(40)}` });
    for (const line of lineOf(bad, names).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).not.toMatch(/\p{Cc}/u);
    }
  });
});

describe('the end of a table', () => {
  test('is the total when all is ok', () => {
    expect(endOf(checkReportOf(ok))).toBe('1 experiment in 4.3 s: 1 ok\n');
  });

  test('describes everything that is not ok, with the commands that repeat it', () => {
    const text = endOf(fullReport());
    expect(text).not.toContain('━━ withdraw is safe');
    expect(text).toContain('━━ nothing is lost: NOT MET ━');
    expect(text.replaceAll(/\s+/g, ' ')).toContain(witness.sentences[0]);
    expect(text).toContain('    race-lab run --strategy naive');
    expect(text).toContain('━━ no schedule breaks it: NOT MET ━');
    expect(text).toMatch(/^► /m);
    expect(text).toContain('    race-lab replay --strategy naive --schedule');
    expect(text).toContain('━━ somewhere else: ERROR ━');
    expect(text).toContain('no server\n  Start one.');
    expect(text).toMatch(/\n6 experiments in 4\.3 s: 1 ok, 1 not judged, 2 NOT MET, 2 ERROR\n$/);
  });

  test('keeps the stack of a defect', () => {
    const text = endOf(checkReportOf(failed({ stack: 'Error: x\n    at y.ts:1' })));
    expect(text).toContain('Error: x\n    at y.ts:1');
  });

  test('follows the lines of the experiments', () => {
    const report = fullReport();
    const names = report.experiments.map(({ name }) => name);
    const lines = report.experiments.map((each) => lineOf(each, names)).join('');
    expect(checkReporters.table(report, style)).toBe(`${lines}\n${endOf(report)}`);
  });
});

test('json contains for each experiment the output of its command', () => {
  const read: unknown = JSON.parse(checkReporters.json(fullReport(), style));
  expect(read).toMatchObject({
    schemaVersion: 1,
    file: 'race-lab.config.ts',
    durationMs: 4_321,
    experiments: [
      { name: 'withdraw is safe', command: 'run', met: true, failure: null },
      { met: false, report: { results: [{ verdict: 'broken', witness }] } },
      { met: null, report: { results: [{ verdict: 'inconclusive' }] } },
      { command: 'explore', met: false, report: { results: [{ schedules: 6 }] } },
      { met: null, report: { interruption: 'The server went away.' } },
      { met: null, report: null, failure: { message: 'no server', hint: 'Start one.' } },
    ],
  });
});

test('csv has a line for each expectation', () => {
  expect(checkReporters.csv(checkReportOf(unmet, interrupted, failed()), style)).toBe(
    'experiment,command,rule,strategy,met,actual,seed,failure\n' +
      'nothing is lost,run,held,naive,false,broken,42,\n' +
      'cut off,run,held,atomic,true,held,42,The server went away.\n' +
      'somewhere else,run,held,atomic,,,42,no server\n',
  );
});

describe('markdown', () => {
  const text = checkReporters.markdown(fullReport(), style);

  test('has a row for each experiment', () => {
    const rows = text.match(/^\| .* \| .* \| .* \| .* \|$/gm)?.slice(2) ?? [];
    expect(rows.slice(0, 6)).toStrictEqual([
      '| withdraw is safe | ok | 1.2 s |  |',
      '| nothing is lost | NOT MET | 1.2 s | held NOT MET (naive: broken) |',
      '| alone | not judged | 1.2 s | held not judged (naive: inconclusive) |',
      '| no schedule breaks it | NOT MET | 40 ms | held NOT MET (naive: broken) |',
      '| cut off | ERROR | 1.2 s | The server went away. |',
      '| somewhere else | ERROR | 4 ms | no server |',
    ]);
  });

  test('describes everything that is not ok, and nothing else', () => {
    const headings = text.match(/^## .*$/gm);
    expect(headings).toStrictEqual([
      '## race-lab check: race-lab.config.ts',
      '## nothing is lost: NOT MET',
      '## alone: not judged',
      '## no schedule breaks it: NOT MET',
      '## cut off: ERROR',
      '## somewhere else: ERROR',
    ]);
    expect(text).toContain(witness.sentences[0]);
  });
});

describe('junit', () => {
  const suites = readJunit(checkReporters.junit(fullReport(), style));

  test('has a suite for each experiment', () => {
    expect(suites.map(({ name, counts }) => [name, ...counts])).toStrictEqual([
      ['withdraw is safe', 1, 0, 0, 0],
      ['nothing is lost', 1, 1, 0, 0],
      ['alone', 1, 0, 1, 0],
      ['no schedule breaks it', 1, 1, 0, 0],
      ['cut off', 2, 0, 1, 0],
      ['somewhere else', 2, 0, 2, 0],
    ]);
  });

  test('an experiment that could not run has the cases that it would have had', () => {
    const named = { classname: 'race-lab.somewhere else' };
    expect(suites.at(-1)?.cases).toMatchObject([
      { ...named, name: 'atomic: held', outcome: 'error: could not judge held' },
      { ...named, name: 'runs to its end', outcome: 'error: no server' },
    ]);
    expect(suites.at(-1)?.cases[1]?.text).toContain('Start one.');
  });

  test('a dot in a name is replaced, so that it starts no package', () => {
    const [suite] = checkSuites(checkReportOf({ ...explored, name: 'p99 < 0.5' }));
    expect(suite).toMatchObject({ name: 'p99 < 0.5', classname: 'race-lab.p99 < 0_5' });
  });
});
